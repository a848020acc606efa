"""Lists of units that the office uploads."""

from .reviewed_lists import ReviewedList


class UnitImport(ReviewedList):
    """A list of units."""

    class Meta(ReviewedList.Meta):
        verbose_name = verbose_name_plural = "单位导入"
