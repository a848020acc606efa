"""Take a statement in: each of its lines once, whichever file it comes with; what was written down by hand is known."""

import hashlib
from collections import Counter

from django.db import transaction
from django.utils.timezone import localdate

from procurement.moves import Refused, Repeated
from procurement.workbooks.safety import Refused as FileRefused
from shop.produce.money import ZERO

from .. import payees
from ..books import Transaction
from ..models import LinePart, Statement, StatementLayout, StatementLine
from . import columns, files, headers, parse

__all__ = ["FileRefused", "Refused", "map_columns", "upload"]
Status = StatementLine.Status
NO_LINES = "文件里没有找到流水。请确认导出的是账户明细，再上传。"


@transaction.atomic
def upload(*, account, file, name, by, at):
    """Read a statement and keep the lines that are new; where no header is known, wait for somebody to map it.

    :param account: the digits of the account it is about.
    :raises FileRefused: if the file cannot be read, or is about another account.
    """
    sheets = [rows for rows in files.read(file) if any(any(row) for row in rows)]
    if not sheets:
        raise FileRefused(NO_LINES)
    remembered = dict(StatementLayout.objects.filter(account=account).values_list("signature", "keys"))
    facts = {"account": account, "name": name[:200], "by": by, "at": at}
    for rows in sheets:
        _check_account(rows, account)
        if header := headers.find(rows, remembered):
            statement = Statement.objects.create(**facts)
            _keep(statement, rows, header)
            return statement
    return Statement.objects.create(is_mapped=False, rows=max(sheets, key=len), **facts)


@transaction.atomic
def map_columns(*, statement, header_row, keys, by, at):
    """Say which column is which, keep the lines, and remember it for files with this header.

    :param header_row: index of the header's row.
    :param keys: ``{column index: key}``.
    :raises Refused: if date or amount is missing, or it was mapped before.
    """
    locked = Statement.objects.select_for_update().get(pk=statement.pk)
    if locked.is_mapped:
        raise Repeated("这份流水的列已经对应好了。")
    if not columns.is_enough(keys.values()):
        raise Refused("至少要指出交易日期，以及收入金额（或收支同一列的金额）。")
    doubled = [key for key, count in Counter(keys.values()).items() if count > 1 and key not in columns.SEVERAL]
    if doubled:
        raise Refused(f"“{columns.LABELS[doubled[0]]}”只能对应一列。")
    said = {"keys": {str(index): key for index, key in keys.items()}, "by": by, "at": at}
    known = {"account": locked.account, "signature": headers.signature(locked.rows[header_row])}
    StatementLayout.objects.update_or_create(**known, defaults=said)
    rows, locked.rows, locked.is_mapped = locked.rows, [], True
    locked.save()
    _keep(locked, rows, headers.Header(keys, header_row + 1))
    return locked


def _check_account(rows, account):
    named = headers.account(rows)
    if named and account and named != account:
        raise FileRefused(f"这是尾号 {named[-4:]} 的账户流水，您的收款账号尾号是 {account[-4:]}。请换一份。")


def _keep(statement, rows, header):
    found = parse.lines(rows, header, today=localdate(statement.at))
    if not found:
        raise FileRefused(NO_LINES)
    made = [_line(statement, line, mark) for line, mark in zip(found, _fingerprints(statement, found), strict=True)]
    marks = [line.fingerprint for line in made]
    old = set(StatementLine.objects.filter(fingerprint__in=marks).values_list("fingerprint", flat=True))
    StatementLine.objects.bulk_create([line for line in made if line.fingerprint not in old], ignore_conflicts=True)
    statement.read, statement.known = len(made), len(old)
    statement.save(update_fields=["read", "known"])
    _recognise(statement)


def _line(statement, line, mark):
    status = Status.UNREADABLE if line.problem else Status.WAITING if line.amount > 0 else Status.OUTGOING
    facts = {name: getattr(line, name) for name in ("row", "booked_on", "amount", "raw", "remarks")}
    return StatementLine(
        statement=statement,
        account=statement.account,
        payer_name=line.payer_name,
        payer_account=line.payer_account,
        note=line.note[:1000],
        serial=line.serial,
        status=status,
        reason=line.problem[:200],
        fingerprint=mark,
        **facts,
    )


def _fingerprints(statement, found):
    """Yield what each line is known by. Lines alike in all are told apart by their order among themselves."""
    seen = Counter()
    for line in found:
        facts = [line.booked_on, line.amount, line.payer_name, line.payer_account, line.note, line.serial, line.balance]
        facts = line.raw if line.problem else facts
        text = "\n".join([statement.account, *map(str, facts)])
        seen[text] += 1
        yield hashlib.sha256(f"{text}\n{seen[text]}".encode()).hexdigest()


def _recognise(statement):
    """Give lines to the money that somebody wrote down by hand with the same serial number and sum."""
    lines = list(statement.lines.filter(status__in=(Status.WAITING, Status.OUTGOING)).exclude(serial=""))
    serials = {line.reference for line in lines}
    suppliers = payees.with_account(statement.account)
    rows = Transaction.objects.filter(reference__in=serials, line_part=None)
    rows = rows.filter(source__order__purchase_order__supplier__in=suppliers)
    by_serial = {}
    for row in rows.select_related("source__order__purchase_order").order_by("pk"):
        by_serial.setdefault((row.reference, row.txn_type), []).append(row)
    for line in lines:
        kind = Transaction.DEBIT if line.amount > 0 else Transaction.REFUND
        recorded = by_serial.get((line.reference, kind), [])
        if not recorded:
            continue
        if sum((row.amount for row in recorded), ZERO) != abs(line.amount):
            line.remarks.append(f"流水号 {line.reference} 已经登记过，但金额不同，请核对。")
            line.save(update_fields=["remarks"])
            continue
        for row in recorded:
            _give(line, row)
        line.status = Status.BOOKED
        line.save(update_fields=["status"])


def _give(line, row):
    amount = row.amount if line.amount > 0 else -row.amount
    order = row.source.order.purchase_order
    LinePart.objects.create(
        line=line, purchase_order=order, transaction=row, amount=amount, is_known=True, how="流水号相同"
    )
