"""What may be asked of the figures: the same filters as in the address of the pages."""

from enum import StrEnum

from ninja import Field, Schema

from ..models import Stage

StageCode = StrEnum("StageCode", {stage.name: stage.value for stage in Stage})


class Filters(Schema):
    """条件；不填的不限。"""

    plan: int | None = Field(None, ge=2000, le=2100, description="方案年度；不填为现行方案")
    stage: StageCode | None = Field(None, description="口径")
    first_month: str | None = Field(None, alias="from", max_length=7, description="起始月份，如 2026-01")
    last_month: str | None = Field(None, alias="to", max_length=7, description="截止月份，如 2026-03")
    unit: str | None = Field(None, max_length=20, description="单位编码，只算该单位自己；public 为社会公众")
    region: str | None = Field(None, max_length=6, description="协作地区或产地的区划代码")
    category: str | None = Field(None, max_length=200, description="类别")
    supplier: str | None = Field(None, max_length=128, description="供应商编码")
    channel: str | None = Field(None, max_length=20, description="渠道")
    fund: str | None = Field(None, max_length=20, description="费用来源")
    kind: str | None = Field(None, max_length=20, description="单位性质")

    def parameters(self):
        """Return what ``selection.read`` takes."""
        return {name: value for name, value in self.model_dump(by_alias=True).items() if value is not None}
