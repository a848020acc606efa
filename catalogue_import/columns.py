"""The 27 columns of a supplier's workbook: their headers, other spellings, and what to write in them."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Column:
    """One column: ``key`` in the code, ``header`` in the workbook, ``note`` for the person, ``width`` in characters."""

    key: str
    header: str
    aliases: tuple = ()
    is_required: bool = False
    note: str = ""
    width: int = 12

    @property
    def title(self):
        """The header as the template shows it, with a star when required."""
        return f"{self.header}*" if self.is_required else self.header


def _column(key, header, aliases="", note="", width=12):
    return Column(key, header.rstrip("*"), tuple(aliases.split()), header.endswith("*"), note, width)


COLUMNS = (
    _column("code", "商品编码*", "SKU 货号 编码 商品货号 供应商货号", "您自己的编码，不能重复，最多 64 字", 14),
    _column("title", "商品名称*", "品名 产品名称 名称 商品标题", "最多 120 字", 34),
    _column("short_title", "简称", "短标题", "最多 30 字", 16),
    _column("category", "分类*", "类别 商品分类 品类", "如：水果 > 苹果", 20),
    _column("county", "产地*", "原产地 产地县", "县（市、区）名称或 6 位区划代码", 12),
    _column("township", "产地乡镇", "乡镇", "最多 40 字", 14),
    _column("spec", "规格*", "产品规格 包装规格", "如：5kg/箱", 16),
    _column("unit", "计量单位*", "单位 销售单位", "如：箱、盒、袋", 10),
    _column("net_weight_g", "净含量(克)", "净含量 净重 净重(克)", "如：5000、5kg、500g*4", 12),
    _column("price", "单价(元)*", "价格 单价 含税单价 企业采购价(元) 售价", "含税，最多两位小数", 10),
    _column("tax_rate", "税率", "增值税税率", "0、1%、3%、6%、9%、13% 或 免税", 8),
    _column("tiers", "阶梯价", "批量价", "如：20:56.30;50:54.50", 30),
    _column("min_order_quantity", "起订量", "最小起订量", "整数，不填为 1", 8),
    _column("order_multiple", "起订倍数", "递增倍数", "整数，不填为 1", 10),
    _column("stock", "库存*", "库存数量 数量", "整数", 8),
    _column("shelf_life_days", "保质期(天)", "保质期", "如：30、12个月、1年", 12),
    _column("storage", "储存方式", "贮存条件 储存条件", "常温、冷藏、冷冻", 10),
    _column("season", "上市季", "供货期 上市时间", "如：全年、10-3月", 12),
    _column("gi", "地理标志", "地标", "是、否，或登记的名称", 14),
    _column("certification", "认证", "产品认证", "如：绿色食品、有机农产品、无", 12),
    _column("licence_number", "生产许可证号", "SC编号 食品生产许可证", "SC 加 14 位数字", 20),
    _column("gross_weight_kg", "毛重(kg)", "毛重", "千克，不小于净含量", 10),
    _column("barcode", "条码", "69码 商品条码", "8 位或 13 位商品条码", 16),
    _column("description", "商品描述", "描述 详情 产品介绍", "最多 4000 字", 50),
    _column("keywords", "关键词", "标签", "用分号隔开，最多 10 个", 24),
    _column("pictures", "图片", "商品图片 主图", "把图片放进单元格，或写压缩包里的图片文件名", 22),
    _column("on_sale", "上架", "是否上架 状态", "是 或 否，不填为 是", 8),
)
BY_KEY = {column.key: column for column in COLUMNS}
REQUIRED = tuple(column for column in COLUMNS if column.is_required)
# Every spelling with its key; the real header first, as it wins when two columns claim the same key.
SPELLINGS = {column.header: column.key for column in COLUMNS} | {
    alias: column.key for column in COLUMNS for alias in column.aliases
}
