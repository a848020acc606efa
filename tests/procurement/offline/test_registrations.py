"""A registration goes to the ledger by the rule or through the office, and comes off it again."""

from datetime import date
from decimal import Decimal

import pytest

from procurement.models import LedgerEntry, OfflinePurchase, ProofFingerprint, Stage
from procurement.offline import attachments, classification, moves, registrations
from procurement.proofs import files, fingerprints
from shop.inbox.models import Message
from tests import factories
from tests.procurement.offline.workbooks import NUMBER, invoice, picture
from tests.procurement.test_verify_ledger import run

Status = OfflinePurchase.Status


def xml(**changes):
    return [("发票.xml", invoice(**changes))]


def total():
    return LedgerEntry.objects.at_stage(Stage.COMPLETED).total()


def submit(purchase, by, at):
    return registrations.submit(purchase=purchase, by=by, at=at)


def test_what_matches_the_invoice_to_the_fen_is_verified_by_the_rule(register, unit, handler, now):
    done = submit(register(attached=xml(buyer=unit.name)), handler, now)

    assert done.is_verified and done.is_verified_by_rule and done.reasons == []
    assert total() == Decimal("174.00")
    assert run()[0] == 0


@pytest.mark.parametrize(
    ("invoice_changes", "changes", "reason"),
    [
        ({"buyer": "别的单位"}, {}, "不是采购单位"),
        ({"seller": "别的公司"}, {}, "销售方"),
        ({"lines": [("脐橙", 3, "159.62", "14.38")]}, {}, "任何一行都不相符"),
        ({"lines": [("脐橙", 4, "159.63", "14.37")]}, {}, "任何一行都不相符"),
        ({"lines": [("苹果", 3, "159.63", "14.37")]}, {}, "任何一行都不相符"),
        ({}, {"issued_on": date(2026, 10, 18)}, "开票日期"),
        ({}, {"goods": {"product": None}}, "不在商品目录中"),
    ],
)
def test_everything_else_goes_to_the_office_with_the_reason(
    register, unit, handler, office, now, invoice_changes, changes, reason
):
    purchase = register(attached=xml(**{"buyer": unit.name, **invoice_changes}), **changes)

    done = submit(purchase, handler, now)

    assert done.is_submitted and len(done.reasons) == 1 and reason in done.reasons[0]
    assert total() == 0
    assert Message.objects.get(recipient=office).title.endswith("等您核实")


def test_a_line_of_the_invoice_proves_one_line_only(register, say, unit, handler, now):
    facts = say()
    facts.goods *= 2
    purchase = registrations.register(facts=facts, by=handler, at=now)
    checked = [files.check("发票.xml", invoice(buyer=unit.name, total="400.00"))]
    attachments.attach(purchase=purchase, checked=checked, by=handler, at=now)

    done = submit(purchase, handler, now)

    assert done.reasons == ["第 2 行“秭归脐橙 5kg/箱”与发票上的任何一行都不相符。"]


def test_a_union_may_be_the_buyer(register, unit, handler, now):
    unit.invoice_titles.create(buyer="UNION", name="测试工会", credit_code=factories.credit_code(prefix="81"))

    assert submit(register(attached=xml(buyer="测试工会")), handler, now).is_verified


def test_pictures_alone_and_receipts_need_a_person(register, handler, now):
    assert "XML" in submit(register(), handler, now).reasons[0]
    receipt = register(kind="RECEIPT", number="NO.12", attached=[("收据.jpg", picture())])
    assert [reason for reason in submit(receipt, handler, now).reasons if "收据" in reason]


def test_the_same_picture_on_two_registrations_is_pointed_out(register, submitted, handler, now):
    second = submit(register(number="26322000000100000002"), handler, now)

    assert [reason for reason in second.reasons if submitted.number in reason]


def test_without_a_file_it_is_not_handed_in(register, handler, now):
    with pytest.raises(registrations.Refused, match="请先上传"):
        submit(register(attached=[]), handler, now)


def test_the_xml_of_another_invoice_is_refused(register, unit):
    with pytest.raises(registrations.Refused, match="这个 XML 是发票"):
        register(attached=xml(buyer=unit.name, number="26322000000100000009"))
    with pytest.raises(registrations.Refused, match="比它多"):
        register(number="26322000000100000008", attached=xml(buyer=unit.name, number="26322000000100000008", total="9"))


def test_the_same_invoice_is_refused_in_the_whole_county(submitted, say, handler, now):
    other = factories.UnitFactory()

    with pytest.raises(registrations.ProofTaken) as refused:
        registrations.register(facts=say(unit=other, purchased_on=date(2026, 1, 1)), by=handler, at=now)

    assert refused.value.fingerprint.offline_proof.purchase == submitted
    assert OfflinePurchase.objects.count() == 1


def test_an_invoice_that_an_order_has_is_refused_too(say, handler, now):
    fingerprints.claim(kind="INVOICE", number=NUMBER, amount=Decimal("9.00"), by=handler, at=now)

    with pytest.raises(registrations.ProofTaken):
        registrations.register(facts=say(), by=handler, at=now)


def test_receipts_are_told_apart_by_their_amounts(register):
    register(kind="RECEIPT", number="001", attached=[])
    register(kind="RECEIPT", number="001", goods={"untaxed_amount": 1, "amount": Decimal("15.37")}, attached=[])

    with pytest.raises(registrations.ProofTaken):
        register(kind="RECEIPT", number="001", attached=[])


def test_the_office_verifies_and_the_unit_hears(submitted, office, handler, now):
    done = registrations.verify(purchase=submitted, by=office, at=now, reason="已电话核对")

    assert (done.verified_by, done.moves.last().reason) == (office, "已电话核对")
    assert total() == Decimal("174.00")
    assert "已核实" in Message.objects.get(recipient=handler).title


def test_returned_corrected_and_handed_in_again(submitted, say, office, handler, now):
    registrations.send_back(purchase=submitted, by=office, at=now, reason="数量不对")
    goods = {"quantity": Decimal(2), "untaxed_amount": 100, "tax_amount": 9, "amount": Decimal(109)}

    registrations.change(purchase=submitted, facts=say(goods=goods), by=handler, at=now)
    again = submit(submitted, handler, now)
    registrations.verify(purchase=again, by=office, at=now)

    assert total() == Decimal("109.00")
    assert [move.new for move in submitted.moves.all()] == [
        "DRAFT",
        "SUBMITTED",
        "RETURNED",
        "RETURNED",
        "SUBMITTED",
        "VERIFIED",
    ]
    assert ProofFingerprint.objects.get().amount == 109
    assert run()[0] == 0


def test_withdrawn_it_leaves_the_ledger_and_its_invoice_is_free(submitted, say, office, handler, now):
    registrations.verify(purchase=submitted, by=office, at=now)

    registrations.withdraw(purchase=submitted, by=office, at=now, reason="重复")

    assert total() == 0 and LedgerEntry.objects.count() == 8
    registrations.register(facts=say(), by=handler, at=now)
    assert run()[0] == 0


def test_a_verified_purchase_is_corrected_by_a_copy(submitted, say, office, handler, now):
    registrations.verify(purchase=submitted, by=office, at=now)

    copy = registrations.correct(purchase=submitted, by=office, at=now, reason="金额录错")

    submitted.refresh_from_db()
    assert submitted.is_withdrawn and copy.is_returned and copy.corrects == submitted
    assert total() == 0 and copy.proof.files.count() == 1
    goods = {"untaxed_amount": 100, "tax_amount": 9, "amount": Decimal(109)}
    registrations.change(purchase=copy, facts=say(goods=goods), by=handler, at=now)
    registrations.verify(purchase=submit(copy, handler, now), by=office, at=now)
    assert total() == Decimal("109.00")
    assert run()[0] == 0


@pytest.mark.parametrize("status", Status)
def test_each_state_refuses_what_the_table_does_not_have(submitted, office, handler, now, status):
    OfflinePurchase.objects.update(status=status, verified_at=now)
    steps = {
        Status.SUBMITTED: lambda: submit(submitted, handler, now),
        Status.RETURNED: lambda: registrations.send_back(purchase=submitted, by=office, at=now, reason="x"),
        Status.WITHDRAWN: lambda: registrations.withdraw(purchase=submitted, by=handler, at=now),
    }
    for to, step in steps.items():
        if to not in moves.MOVES[status]:
            with pytest.raises(registrations.IllegalMove) as refused:
                step()
            assert refused.value.is_repeated == (to == status)


@pytest.mark.parametrize("status", [Status.SUBMITTED, Status.VERIFIED, Status.WITHDRAWN])
def test_what_waits_or_is_decided_is_not_changed(submitted, say, handler, now, status):
    OfflinePurchase.objects.update(status=status, verified_at=now)

    with pytest.raises(registrations.Refused, match="不能修改"):
        registrations.change(purchase=submitted, facts=say(note="改"), by=handler, at=now)
    with pytest.raises(registrations.Refused, match="不能修改"):
        attachments.detach(purchase=submitted, file=submitted.proof.files.get())


def test_the_office_says_what_unknown_goods_are(register, oranges, supplier, office, handler, now):
    purchase = submit(register(goods={"product": None, "supplier": None}), handler, now)
    line, sku = purchase.lines.get(), oranges.stockrecords.get().partner_sku

    classification.classify(purchase=purchase, line=line, sku=sku, by=office, at=now)

    line.refresh_from_db()
    assert (line.product, line.supplier) == (oranges, supplier)
    purchase.refresh_from_db()
    assert not [reason for reason in purchase.reasons if "目录" in reason]
    with pytest.raises(registrations.Refused, match="没有商品编码"):
        classification.classify(purchase=purchase, line=line, sku="没有", by=office, at=now)


def test_goods_are_not_tied_to_a_product_of_another_region(register, office, handler, now):
    region = factories.RegionFactory(code="632701", name="玉树市")
    purchase = submit(register(goods={"product": None, "region": region, "county": region}), handler, now)
    product = factories.make_product()

    with pytest.raises(registrations.Refused, match="产自秭归县"):
        sku = product.stockrecords.get().partner_sku
        classification.classify(purchase=purchase, line=purchase.lines.get(), sku=sku, by=office, at=now)


def test_a_file_taken_away_is_forgotten_with_what_it_said(register, unit, handler, django_capture_on_commit_callbacks):
    purchase = register(attached=xml(buyer=unit.name, total="400.00"))
    file = purchase.proof.files.get()

    with django_capture_on_commit_callbacks(execute=True):
        attachments.detach(purchase=purchase, file=file)

    purchase.proof.refresh_from_db()
    assert (purchase.proof.invoice, purchase.proof.amount) == ({}, Decimal("174.00"))
    with pytest.raises(FileNotFoundError):
        files.read(file.name)
