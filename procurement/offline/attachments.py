"""Files of an offline purchase's proof: put with it, taken away, read from the XML of the invoice."""

from dataclasses import asdict
from decimal import Decimal

from django.db import transaction

from ..models import OfflineFile, ProofKind
from ..moves import Refused
from ..proofs import files, numbers
from .moves import lock


@transaction.atomic
def attach(*, purchase, checked, by, at):
    """Keep files with the proof of a draft or returned registration.

    :param checked: ``files.Checked`` list.
    :raises Refused: if there would be too many, or the XML is that of another invoice.
    """
    locked = lock_editable(purchase)
    if locked.proof.files.count() + len(checked) > files.MAX_FILES:
        raise Refused(f"一张凭证最多 {files.MAX_FILES} 个文件。")
    for one in checked:
        if one.invoice:
            read_invoice(locked.proof, one.invoice)
    OfflineFile.objects.bulk_create(
        OfflineFile(proof=locked.proof, by=by, at=at, **files.store(one)) for one in checked
    )
    return locked


@transaction.atomic
def detach(*, purchase, file):
    """Take a file away again; what was read from it is forgotten."""
    locked = lock_editable(purchase)
    file.delete()
    if file.content_type == files.XML:
        locked.proof.invoice = {}
        locked.proof.amount = sum(line.amount for line in locked.lines.all())
        locked.proof.save(update_fields=["invoice", "amount"])
    if not OfflineFile.objects.filter(name=file.name).exists():
        transaction.on_commit(lambda: files.remove(file.name))


def copy(old, new):
    """Let a proof have the files of another, and what was read from them."""
    OfflineFile.objects.bulk_create(
        OfflineFile(proof=new, **{name: getattr(one, name) for name in KEPT}) for one in old.files.all()
    )
    new.invoice, new.amount = old.invoice, old.amount
    new.seller_code, new.buyer_name = old.seller_code, old.buyer_name
    new.save()


KEPT = "name title content_type size digest by at".split()


def read_invoice(proof, invoice):
    """Put with a proof what the XML of its invoice says.

    :raises Refused: if it is another invoice, or covers less than is registered.
    """
    if problem := mismatch(proof.kind, proof.number, proof.amount, invoice):
        raise Refused(problem)
    proof.invoice = as_json(invoice)
    proof.seller_code, proof.buyer_name = invoice.seller_code[:20], invoice.buyer_name[:128]
    proof.amount = invoice.total
    proof.save(update_fields=["invoice", "seller_code", "buyer_name", "amount"])


def mismatch(kind, number, amount, invoice):
    """Return the sentence that tells why an XML cannot prove a registration, or an empty one."""
    if kind != ProofKind.INVOICE:
        return "登记的是收据，却上传了发票的 XML。"
    try:
        read = numbers.invoice(invoice.number)
    except ValueError:
        read = invoice.number
    if read != number:
        return f"这个 XML 是发票 {read} 的，登记的发票号是 {number}。"
    if invoice.total < amount:
        return f"发票的价税合计是 {invoice.total} 元，登记的合计 {amount} 元比它多。"
    return ""


def total_of(proof):
    """Return the total that the invoice's XML says, if it was read and still is the same invoice."""
    if proof.invoice and proof.invoice["number"] == proof.number:
        return Decimal(proof.invoice["total"])
    proof.invoice = {}
    return None


def as_json(invoice):
    """Return an invoice as plain values."""
    values = asdict(invoice)
    values["number"] = numbers.invoice(invoice.number)
    values["issued_on"] = invoice.issued_on.isoformat() if invoice.issued_on else ""
    for name in ("total", "untaxed", "tax"):
        values[name] = None if values[name] is None else str(values[name])
    values["lines"] = [
        {name: value if value is None else str(value) for name, value in line.items()} for line in values["lines"]
    ]
    return values


def lock_editable(purchase):
    """Return a draft or returned registration under a row lock.

    :raises Refused: if it is neither.
    """
    locked = lock(purchase)
    if not locked.is_editable:
        raise Refused(f"这笔线下采购{locked.get_status_display()}，不能修改。")
    return locked
