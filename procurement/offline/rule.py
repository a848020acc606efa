"""The rule that verifies by itself: every line is in the catalogue and matches a line of the invoice to the fen.

Whatever keeps it from that is said in words, for the office that then looks.
"""

from decimal import Decimal

from ..models import OfflineFile, ProofKind
from ..proofs import parties

ALL_MATCH = "每一行都在商品目录中，并与发票逐行相符，按规则自动核实。"


def reasons(purchase):
    """Return why somebody must look at a purchase; an empty list if nobody has to."""
    lines = list(purchase.lines.all())
    found = [_unknown(line) for line in lines if line.product_id is None]
    if twin := _twin(purchase):
        found.append(f"同一个文件也附在登记 {twin.proof.purchase.number} 上。")
    return found + _about_proof(purchase, lines)


def _unknown(line):
    return f"第 {line.position} 行“{line.product_name}”不在商品目录中。"


def _about_proof(purchase, lines):
    proof = purchase.proof
    if proof.kind != ProofKind.INVOICE:
        return ["凭证是收据，须人工核实。"]
    if not proof.invoice:
        return ["没有上传数电票的 XML 文件，无法逐行核对。"]
    return [*_about_parties(purchase, proof), *_about_lines(lines, proof.invoice["lines"])]


def _about_parties(purchase, proof):
    invoice = proof.invoice
    if not parties.is_buyer(purchase.unit, invoice["buyer_name"], invoice["buyer_code"]):
        yield f"发票的购买方是“{invoice['buyer_name']}”，不是采购单位或其工会。"
    if invoice["seller_name"] != proof.seller_name:
        yield f"发票的销售方是“{invoice['seller_name']}”，登记的是“{proof.seller_name}”。"
    if proof.issued_on and invoice["issued_on"] != proof.issued_on.isoformat():
        yield f"发票的开票日期是 {invoice['issued_on'] or '空白'}，登记的是 {proof.issued_on}。"


def _about_lines(lines, invoice_lines):
    left = list(invoice_lines)
    for line in lines:
        match = next((one for one in left if _matches(line, one)), None)
        if match is None:
            yield f"第 {line.position} 行“{line.product_name}”与发票上的任何一行都不相符。"
        else:
            left.remove(match)


def _matches(line, one):
    """Tell whether a line of the invoice is this one: amounts to the fen, quantity, and the name in the other's."""
    amounts = Decimal(one["amount"]) == line.untaxed_amount and Decimal(one["tax"]) == line.tax_amount
    quantity = one["quantity"] is None or Decimal(one["quantity"]) == line.quantity
    name = one["name"]
    return amounts and quantity and bool(name) and (name in line.product_name or line.product_name in name)


def _twin(purchase):
    """Return a file of another registration with the same bytes; those withdrawn do not count."""
    files = OfflineFile.objects.exclude(proof__purchase=purchase).exclude(proof__purchase__status="WITHDRAWN")
    digests = purchase.proof.files.values("digest")
    return files.filter(digest__in=digests, proof__isnull=False).select_related("proof__purchase").first()
