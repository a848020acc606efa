"""One supplier's bank statement: some lines are booked, some wait, some have nothing to do with orders."""

from io import BytesIO

from procurement.models import PurchaseOrder
from shop.payments import payees, remittances
from shop.payments.statements import queue, uploads

HEADER = "交易时间,对方户名,对方账号,收入,支出,余额,摘要,流水号"


def load(cast, until):
    """Upload the statement of the supplier with the most unpaid orders, and book what one of its lines pays."""
    orders = _orders()
    if len(orders) < 2:
        return
    supplier, day = orders[0].supplier, until.date().isoformat()
    by, account = cast.seller(orders[0]), payees.of(supplier).key
    amounts = [remittances.owed(order) for order in orders]
    rows = [
        (day, orders[0].unit.name, amounts[0], "", f"货款 {remittances.reference_of(orders[0])}"),
        (day, orders[1].unit.name, amounts[1] + 20, "", f"付{remittances.reference_of(orders[1])}"),
        (day, "县财政国库支付中心", amounts[-1], "", "代付货款"),
        (day, "演示银行", "3.86", "", "结息"),
        (day, "演示银行", "", "5.00", "短信服务费"),
    ]
    lines = [HEADER, *(f"{a},{b},,{c},{d},,{e},DEMO{place:06d}" for place, (a, b, c, d, e) in enumerate(rows))]
    file = BytesIO("\r\n".join(lines).encode("gb18030"))
    uploads.upload(account=account, file=file, name="演示银行账户明细.csv", by=by, at=until)
    mine = PurchaseOrder.objects.filter(supplier=supplier)
    (line, proposal), *_ = queue.proposals(account=account, orders=mine)
    if proposal.sure:
        chosen = {line.pk: queue.digest(proposal.sure)}
        queue.confirm(account=account, orders=mine, chosen=chosen, by=by, at=until)


def _orders():
    """Return the unpaid orders of units without a slip at the supplier that has the most of them."""
    waiting = PurchaseOrder.objects.filter(is_demo=True, bank_slips=None, remittances=None).exclude(unit=None).to_pay()
    grouped = {}
    for order in waiting.select_related("unit", "supplier__profile", "order").order_by("placed_at", "pk"):
        grouped.setdefault(order.supplier_id, []).append(order)
    return max(grouped.values(), key=len, default=[])
