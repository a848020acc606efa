"""What is answered, field by field. Amounts are CNY with tax as texts of two decimals, so that no fen is lost."""

from datetime import date, datetime
from typing import Any

from ninja import Field, Schema

AMOUNT = "元，含税，两位小数"


class Problem(Schema):
    """没有得到数据的原因。"""

    detail: str = Field(description="一句话说明")


class Plan(Schema):
    """年度方案。"""

    year: int = Field(description="年度")
    title: str = Field(description="名称")
    document_number: str = Field(description="文号")
    task_number: str = Field(description="任务序号")
    is_demo: bool = Field(description="是否演示数据")


class DatedPlan(Plan):
    """年度方案及其期限和统计口径。"""

    starts_on: date = Field(description="开始日期")
    ends_on: date = Field(description="结束日期")
    counting_stage: str = Field(description="统计口径：ORDERED、PAID、ACCEPTED、COMPLETED 之一")


class Target(Schema):
    """一项目标的一次表态；同一对象以编号最大、已经生效的为准。"""

    id: int = Field(description="编号")
    unit_code: str | None = Field(description="单位编码；空表示不限单位")
    unit_name: str | None = Field(description="单位名称")
    region_code: str | None = Field(description="协作地区代码；空表示不分地区")
    region_name: str | None = Field(description="协作地区")
    quarter: int | None = Field(description="季度 1 至 4；空表示全年")
    amount: str | None = Field(description=f"{AMOUNT}；空表示撤回或取消")
    basis: str = Field(description="PLEDGED 自愿认领，OFFICE 协作办录入")
    reference: str = Field(description="依据文件")
    effective_on: date | None = Field(description="生效日期；空表示自方案开始")
    set_at: datetime = Field(description="录入时间")
    is_demo: bool = Field(description="是否演示数据")


class Aim(Schema):
    """用来比较的目标。"""

    amount: str = Field(description=AMOUNT)
    basis: str = Field(description="PLEDGED 自愿认领，OFFICE 协作办录入")
    basis_label: str = Field(description="依据")
    reference: str = Field(description="依据文件")
    quarter: int | None = Field(description="季度；空表示全年")
    difference: str = Field(description="超出目标的金额，负数为还差")
    is_demo: bool = Field(description="是否演示数据")


class Reached(Schema):
    """与目标的比较。"""

    target: Aim | None = Field(description="目标；没有目标为空")
    percentage: str | None = Field(description="完成率（%）；没有目标为空")


class Named(Schema):
    """一个名称及其采购额。"""

    name: str = Field(description="名称")
    amount: str = Field(description=AMOUNT)


class Coded(Named):
    """一个编码、名称及其采购额。"""

    code: str = Field(description="编码")


class RegionSum(Coded, Reached):
    """一个协作地区的采购额。"""


class UnitSum(Coded, Reached):
    """一个单位自己的采购额，不含下属单位；社会公众的编码为空。"""

    path: str = Field(description="主管路径，单位编码以 / 相连")
    regions: dict[str, str] = Field(description="按地区代码的采购额")
    region_targets: dict[str, Reached] = Field(description="按地区代码的目标，没有的不列")


class MonthSum(Schema):
    """一个月的采购额。"""

    month: str = Field(description="月份，如 2026-03")
    amount: str = Field(description=AMOUNT)
    regions: dict[str, str] = Field(description="按地区代码的采购额")


class QuarterSum(Reached):
    """一个季度的采购额。"""

    quarter: int = Field(description="季度")
    amount: str = Field(description=AMOUNT)


class Statistics(Reached):
    """采购统计，与命令 ``statistics --format json`` 的内容相同。"""

    county: str = Field(description="县")
    plan: Plan = Field(description="年度方案")
    stage: str = Field(description="本次统计的口径")
    stage_label: str = Field(description="口径名称")
    counting_stage: str = Field(description="方案的统计口径")
    starts_on: str = Field(alias="from", description="开始日期")
    ends_on: str = Field(alias="to", description="结束日期")
    filters: dict[str, str] = Field(description="条件")
    includes_demo: bool = Field(description="是否含演示数据")
    total: str = Field(description=AMOUNT)
    stages: dict[str, str] = Field(description="四种口径的采购额，互不相加")
    units: list[UnitSum] = Field(description="分单位")
    regions: list[RegionSum] = Field(description="分地区")
    months: list[MonthSum] = Field(description="分月，没有采购的月份为 0")
    quarters: list[QuarterSum] = Field(description="分季度")
    categories: list[Named] = Field(description="分类别")
    suppliers: list[Coded] = Field(description="分供应商")
    channels: list[Coded] = Field(description="分渠道")


class Entry(Schema):
    """一条台账；只增不改，负数冲销以前的条目。"""

    id: int = Field(description="编号，递增")
    stage: str = Field(description="口径")
    occurred_on: date = Field(description="发生日期")
    period: str = Field(description="计入月份")
    corrects_period: str = Field(description="更正的月份；空表示不是更正")
    unit_code: str = Field(description="单位编码；空为社会公众")
    unit_name: str = Field(description="采购单位")
    unit_path: str = Field(description="当时的主管路径")
    region_code: str = Field(description="协作地区代码")
    region_name: str = Field(description="协作地区")
    county_code: str = Field(description="产地代码")
    county_name: str = Field(description="产地")
    category: str = Field(description="类别")
    product_title: str = Field(description="商品")
    supplier_code: str = Field(description="供应商编码")
    supplier_name: str = Field(description="供应商")
    channel: str = Field(description="渠道")
    fund_source: str = Field(description="费用来源")
    quantity: str = Field(description="数量")
    measure_unit: str = Field(description="计量单位")
    unit_price: str = Field(description="单价，元")
    amount: str = Field(description=AMOUNT)
    tax_amount: str = Field(description="其中税额，元")
    source_number: str | None = Field(description="订单号或线下采购登记号")
    reversal_of: int | None = Field(description="被冲销的编号")
    reason: str = Field(description="原因")
    is_demo: bool = Field(description="是否演示数据")
    digest: str = Field(description="内容的 SHA-256 摘要")


class Entries(Schema):
    """一页台账。"""

    entries: list[Entry] = Field(description="按编号递增")
    next_cursor: int | None = Field(description="下一页的 cursor；空表示到此为止")


class Closing(Schema):
    """一个月的封账。"""

    period: str = Field(description="月份")
    closed_at: datetime = Field(description="封账时间")
    entries: int = Field(description="台账条数")
    entries_digest: str = Field(description="该月台账的 SHA-256 摘要")
    digest: str = Field(description="封账摘要，含上月封账的摘要")
    previous_digest: str | None = Field(description="上月封账的摘要")
    is_demo: bool = Field(description="是否演示数据")


class ClosingContent(Closing):
    """一个月的封账及其内容。"""

    content: Any = Field(description="封账时的全部合计；单位的令牌不含全县内容，为空")
