"""The columns of a list of units."""

from ...workbooks.columns import Column, Layout

COLUMNS = (
    Column("code", "单位编码", 12, ("编码", "单位代码"), True, "必填，如 SY012；已有的编码表示修改这个单位"),
    Column("name", "单位名称", 34, ("名称", "全称"), True, "必填"),
    Column("short_name", "简称", 16, ("单位简称",), note="不填时用单位名称"),
    Column("kind", "性质", 12, ("单位性质",), True, "机关、事业单位、企业、镇街区、群团、社会组织 之一"),
    Column("parent", "上级编码", 12, ("主管单位编码", "上级单位编码"), note="主管单位的编码；没有主管单位填“无”"),
    Column("headcount", "人数", 8, ("在职人数", "职工人数"), note="整数"),
    Column("credit_code", "统一社会信用代码", 24, ("信用代码", "社会信用代码"), note="18 位"),
)
LAYOUT = Layout(
    columns=COLUMNS,
    max_rows=2000,
    no_header="没有找到表头。请下载清单，按“单位编码、单位名称、性质”等列填写后再上传。",
    no_rows="表头下面没有单位，请填写后再上传。",
)
BY_KEY = LAYOUT.by_key
