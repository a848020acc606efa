"""The columns of a list of targets."""

from ....workbooks.columns import Column, Layout

COLUMNS = (
    Column("unit", "单位编码", 12, ("编码", "单位代码"), note="不填表示不限单位"),
    Column("name", "采购单位", 30, ("单位名称", "名称"), note="只供核对，以编码为准"),
    Column("region", "协作地区", 14, ("地区",), note="名称或区划代码；不填表示不分地区"),
    Column("quarter", "时间", 12, ("季度",), note="全年 或 第一季度 至 第四季度；不填表示全年"),
    Column("amount", "金额", 16, ("目标", "目标金额"), True, "元，必填；填“取消”表示不再有这项目标"),
    Column("basis", "依据", 14, ("目标依据",), note="自愿认领的行只供查看，不能在表里改"),
    Column("reference", "依据文件", 34, ("文号",), note="文号或会议纪要；录入的目标必填"),
    Column("effective_on", "生效日期", 14, ("生效",), note="如 2026-07-01；不填表示自方案开始"),
)
LAYOUT = Layout(
    columns=COLUMNS,
    max_rows=5000,
    no_header="没有找到表头。请下载现有目标，按“单位编码、协作地区、时间、金额、依据文件”等列填写后再上传。",
    no_rows="表头下面没有目标，请填写后再上传。",
)
BY_KEY = LAYOUT.by_key
