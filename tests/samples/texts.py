"""Workbooks whose texts, numbers and layout are as people leave them."""

from .frame import HEADERS, Book, Xml

FILTER = '<autoFilter ref="A1:I5"/>'


def pasted_from_everywhere(path):
    """Byte order marks, zero-width and full-width characters, titles, merged cells, numbers as texts, a date."""
    title = "秭归县2026年供货目录（脱贫地区农副产品）"
    header = ["\ufeff商品编码 *", "品名", "品类", "原产地", "产品规格", "销售\n单位", "单价（元）", "库存数量", "备注"]
    a_date = Xml('<c r="{at}" s="1"><v>46150</v></c>')
    a_sum = Xml('<c r="{at}" s="3"><v>58.299999999999997</v></c>')
    rows = [
        [title], ["填报单位：", "归州柑橘合作社", None, None, None, None, "单位：元"], [], header,
        ["ＺＧ－００１", "\u200b秭归 脐橙\u00a0礼盒\ufeff", "水果＞脐橙", "湖北省宜昌市秭归县", "５ｋｇ／箱",
         "箱 ", "￥1,280.00", "１００", "新品"],
        ["ZG-002", "秭归脐橙", None, "秭归", "10斤/箱", "箱", "５８元", "50 ", None],
        ["ZG-003", "伦晚脐橙", None, "420527", "5kg/箱", "箱", a_date, "20", None],
        ["ZG-004", "红富士苹果", "苹果", "秭归县", "5kg", "箱", a_sum, "0"],
        [None, None, None, None, None, None, None, None, "只有备注的一行"],
        ["合计", None, None, None, None, None, None, 170],
    ]  # fmt: skip
    merges = '<mergeCells count="2"><mergeCell ref="A1:I1"/><mergeCell ref="C5:C7"/></mergeCells>'
    book = Book()
    book.sheet(rows, behind=merges)
    book.save(path)


def header_of_two_rows(path):
    """A header over two rows, its cells merged downwards but for a group of two."""
    rows = [
        ["供货目录"],
        ["商品编码", "商品名称", "分类", "产地", "规格", "计量单位", "价格和库存", None, "图片"],
        [None, None, None, None, None, None, "单价(元)", "库存", None],
        ["ZG-001", "秭归脐橙", "脐橙", "秭归县", "5kg/箱", "箱", 58, 100],
    ]
    downwards = "".join(f'<mergeCell ref="{column}2:{column}3"/>' for column in "ABCDEFI")
    book = Book()
    book.sheet(rows, behind=f'<mergeCells><mergeCell ref="A1:I1"/><mergeCell ref="G2:H2"/>{downwards}</mergeCells>')
    book.save(path)


def hidden_and_filtered(path):
    """Hidden rows and columns count, as a filter hides what is still for sale; dates are counted from 1904."""
    rows = [
        HEADERS[:8] + ["保质期(天)"],
        ["ZG-001", "秭归脐橙", "脐橙", "秭归县", "5kg/箱", "箱", 58, 100, 30],
        ["ZG-002", "红富士苹果", "苹果", "秭归县", "5kg/箱", "箱", 66, 10, 30],
        ["ZG-003", "伦晚脐橙", "脐橙", "秭归县", "5kg/箱", "箱", 60, 10, Xml('<c r="{at}" s="4"><v>44688</v></c>')],
    ]
    columns = '<cols><col min="4" max="5" width="0" hidden="1" customWidth="1"/></cols>'
    hidden = {3: 'hidden="1"', 4: 'hidden="1" outlineLevel="1"'}
    book = Book()
    book.sheet(rows, before=columns, behind=FILTER, row_attributes=hidden)
    book.save(path, date_1904=True)


def rich_inline_and_calculated(path):
    """Rich and phonetic texts, inline texts, formulas with and without their last value, and errors."""
    rich = '<si><r><rPr><b/></rPr><t>秭归</t></r><r><t>脐橙</t></r><rPh sb="0" eb="2"><t>zigui</t></rPh></si>'
    inline = Xml('<c r="{at}" t="inlineStr"><is><r><t>红富士</t></r><r><t xml:space="preserve"> 苹果</t></r></is></c>')
    prices = [
        Xml('<c r="{at}" s="3"><f>50*1.16</f><v>58</v></c>'),
        Xml('<c r="{at}" s="3"><f t="shared" ref="G3:G4" si="0">G2+8</f><v>66</v></c>'),
        Xml('<c r="{at}" s="3"><f t="shared" si="0"/></c>'),
        Xml('<c r="{at}" s="3" t="e"><f>VLOOKUP(A5,价格!A:B,2,0)</f><v>#N/A</v></c>'),
    ]
    names = [rich, inline, "伦晚脐橙", Xml('<c r="{at}" t="str"><f>"脐"&amp;"橙"</f><v>脐橙</v></c>')]
    rows = [
        [f"ZG-00{number}", name, "脐橙", "秭归县", "5kg/箱", "箱", price, 10]
        for number, (name, price) in enumerate(zip(names, prices, strict=True), start=1)
    ]
    book = Book()
    book.sheet([HEADERS, *rows])
    book.save(path)
