"""The columns of a workbook of offline purchases, as the county's own ledger has them."""

from ...workbooks.columns import Column, Layout

COLUMNS = (
    Column("unit", "采购单位", 22, ("单位名称", "购买单位", "单位编码"), note="单位名称、简称或编码"),
    Column("fund", "费用来源", 12, ("经费来源",), True, "工会经费、福利费、食堂经费、行政经费、个人 之一"),
    Column("purchased_on", "购买日期", 12, ("采购日期", "购买时间"), True, "如 2026-10-18"),
    Column(
        "number", "发票号", 26, ("发票号码", "凭证号", "收据号", "票据号"), True, "数电票 20 位；旧发票为代码加号码"
    ),
    Column("kind", "凭证种类", 10, ("票据种类",), note="发票或收据；空着按发票"),
    Column("issued_on", "开票日期", 12, ("开票时间",), note="发票上的日期"),
    Column("seller", "销售方", 26, ("销售方名称", "开票单位"), True, "发票上的销售方"),
    Column("supplier", "供应商", 26, ("供货商", "供应商名称"), note="本站供应商的名称或编码；空着按销售方"),
    Column("product", "产品名称", 24, ("商品名称", "品名", "产品"), True, "尽量与本站商品同名"),
    Column("category", "类别", 12, ("分类", "产品类别"), note="本站分类，如 水果"),
    Column("spec", "规格", 12, ("规格型号",), note="如 5kg/箱"),
    Column("quantity", "数量", 10, ("采购数量",), True, "最多三位小数"),
    Column("measure_unit", "单位", 8, ("计量单位",), note="箱、kg、斤等"),
    Column("unit_price", "单价", 10, note="发票上的单价"),
    Column("untaxed", "不含税金额", 12, ("金额", "不含税"), note="元，到分"),
    Column("tax", "税额", 10, note="元，到分；免税填 0"),
    Column("amount", "价税合计", 12, ("含税金额", "合计", "总金额"), True, "元，到分"),
    Column("origin", "产地", 16, ("原产地", "协作地区"), True, "协作地区或其中的区县"),
    Column("channel", "渠道", 12, ("采购渠道", "购买渠道"), True, "展销会、专柜、832、直接采购、批发 之一"),
    Column("households", "带动农户数", 10, ("带动农户",), note="户；只显示，不累加"),
    Column("files", "附件", 28, ("附件名称", "凭证文件"), note="文件名，几个用分号隔开，与清单一起上传"),
    Column("note", "备注", 20, ("说明",)),
)
LAYOUT = Layout(
    columns=COLUMNS,
    max_rows=2000,
    no_header="没有找到表头。请下载模板，按“购买日期、发票号、产品名称、价税合计、产地、渠道”等列填写后再上传。",
    no_rows="表头下面没有采购，请填写后再上传。",
)
BY_KEY = LAYOUT.by_key
