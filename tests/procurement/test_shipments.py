"""An order sent in parts: what leaves the store, what is signed for, what is cancelled; and two people at once."""

import io
from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from oscar.core.loading import get_model
from PIL import Image

from procurement.delivery import purchase_orders, shipments
from procurement.models import Acceptance, GroupOrder, Photo, PurchaseOrder, Shipment, Stage
from shop.payments import bank_transfer
from shop.produce import photos
from tests import factories
from tests.procurement import states
from tests.procurement.histories import buy, pay
from tests.procurement.test_stock_concurrency import china, concurrent, together  # noqa: F401

Status = PurchaseOrder.Status


def ship(order, packs, *, waybill, by, at):
    line = order.order.lines.get().pk
    facts = {"carrier": "顺丰", "waybill": waybill, "by": by, "at": at}
    return purchase_orders.ship(purchase_order=order, packs={line: packs}, **facts)


def sign(order, position, *, by, at, short=0, damaged=0, **facts):
    shipment = order.shipments.get(position=position)
    refused = {order.order.lines.get().pk: (short, damaged)}
    return shipments.accept(shipment=shipment, refused=refused, by=by, at=at, **facts)


def nets(order):
    return {stage: sum(order.ledger_entries.at_stage(stage).net_quantities().values()) for stage in Stage}


def picture(size=(40, 30), **options):
    out = io.BytesIO()
    Image.new("RGB", size, "orange").save(out, "JPEG", **options)
    return out.getvalue()


@pytest.fixture
def placed(unit, handler, oranges, now):
    """Ten boxes at 58.00."""
    return buy(oranges, 10, unit=unit, by=handler, at=now)


@pytest.fixture
def line(placed):
    return placed.order.lines.get()


def test_an_order_goes_out_in_parts_and_the_store_follows(placed, oranges, seller, now):
    first = ship(placed, 4, waybill="A", by=seller, at=now)
    record = oranges.stockrecords.get()
    assert (first.status, record.num_in_stock, record.num_allocated) == (Status.PARTLY_SHIPPED, 196, 6)

    second = ship(placed, 3, waybill="B", by=seller, at=now)
    third = purchase_orders.ship(purchase_order=placed, carrier="中通", waybill="C", by=seller, at=now)

    assert (second.status, third.status) == (Status.PARTLY_SHIPPED, Status.SHIPPED)
    assert third.order.status == Status.SHIPPED
    assert [row.packs for row in placed.shipments.all()] == [4, 3, 3]
    assert purchase_orders.packs_left(third) == {}
    record.refresh_from_db()
    assert (record.num_in_stock, record.num_allocated) == (190, 0)


@pytest.mark.parametrize("packs", [0, -1, 11])
def test_no_more_is_sent_than_is_left_and_not_less_than_one(placed, seller, now, packs):
    with pytest.raises(purchase_orders.BadQuantities):
        ship(placed, packs, waybill="A", by=seller, at=now)


def test_the_same_waybill_twice_is_one_shipment(placed, seller, now):
    ship(placed, 4, waybill="A", by=seller, at=now)

    with pytest.raises(purchase_orders.Refused) as refused:
        ship(placed, 4, waybill="A", by=seller, at=now)

    assert refused.value.is_repeated
    assert placed.shipments.count() == 1


def test_each_shipment_is_signed_for_by_itself_and_counts_then(placed, seller, acceptor, now):
    ship(placed, 4, waybill="A", by=seller, at=now)
    ship(placed, 6, waybill="B", by=seller, at=now)

    sign(placed, 2, by=acceptor, at=now, short=1)
    assert nets(placed) == {Stage.ORDERED: 9, Stage.PAID: 0, Stage.ACCEPTED: 5, Stage.COMPLETED: 0}
    placed.refresh_from_db()
    assert placed.is_shipped

    sign(placed, 1, by=acceptor, at=now)
    placed.refresh_from_db()
    assert placed.is_accepted
    assert nets(placed)[Stage.ACCEPTED] == 9


def test_completed_packs_carry_the_acceptance_they_came_with(placed, seller, acceptor, now):
    ship(placed, 4, waybill="A", by=seller, at=now)
    ship(placed, 6, waybill="B", by=seller, at=now)
    first, second = sign(placed, 1, by=acceptor, at=now), sign(placed, 2, by=acceptor, at=now)
    pay(placed, by=seller, at=now)

    completed = placed.ledger_entries.at_stage(Stage.COMPLETED)
    assert {entry.acceptance: entry.quantity for entry in completed} == {first: 4, second: 6}

    purchase_orders.take_back(
        purchase_order=placed, packs={placed.order.lines.get().pk: 8}, by=seller, at=now, reason="腐烂"
    )

    taken = placed.ledger_entries.at_stage(Stage.COMPLETED).filter(quantity__lt=0).order_by("pk")
    assert [(entry.acceptance, entry.quantity) for entry in taken] == [(second, -6), (first, -2)]


def test_a_shipment_is_signed_for_once(placed, seller, acceptor, now):
    ship(placed, 4, waybill="A", by=seller, at=now)
    sign(placed, 1, by=acceptor, at=now)

    with pytest.raises(shipments.Signed):
        sign(placed, 1, by=acceptor, at=now, short=2)
    assert nets(placed)[Stage.ACCEPTED] == 4


def test_what_is_not_in_the_shipment_is_not_refused(placed, seller, acceptor, now):
    ship(placed, 4, waybill="A", by=seller, at=now)

    for pair in ({"short": 5}, {"damaged": -1}, {"short": 3, "damaged": 2}):
        with pytest.raises(purchase_orders.BadQuantities):
            sign(placed, 1, by=acceptor, at=now, **pair)
    assert not Acceptance.objects.exists()


def test_the_rest_is_cancelled_with_a_reason_and_comes_off_the_order(placed, oranges, seller, acceptor, now):
    ship(placed, 4, waybill="A", by=seller, at=now)
    bank_transfer.record(purchase_order=placed, amount=Decimal("232.00"), reference="B1", by=seller, at=now)

    after = purchase_orders.cancel_rest(purchase_order=placed, by=seller, at=now, reason="断货")

    assert after.is_shipped
    assert "断货" in after.moves.last().reason
    assert nets(placed) == {Stage.ORDERED: 4, Stage.PAID: 4, Stage.ACCEPTED: 0, Stage.COMPLETED: 0}
    assert oranges.stockrecords.get().num_allocated == 0
    sign(placed, 1, by=acceptor, at=now)
    after.refresh_from_db()
    assert after.is_accepted and after.is_paid
    with pytest.raises(purchase_orders.IllegalMove):
        purchase_orders.cancel_rest(purchase_order=placed, by=seller, at=now, reason="断货")


def test_the_rest_is_cancelled_after_all_that_came_was_signed_for(placed, seller, acceptor, now):
    ship(placed, 4, waybill="A", by=seller, at=now)
    sign(placed, 1, by=acceptor, at=now)

    assert purchase_orders.cancel_rest(purchase_order=placed, by=seller, at=now, reason="断货").is_accepted


def test_an_order_not_sent_at_all_is_cancelled_whole_instead(placed, seller, now):
    with pytest.raises(purchase_orders.IllegalMove):
        purchase_orders.cancel_rest(purchase_order=placed, by=seller, at=now, reason="断货")


def test_a_whole_order_of_two_shipments_is_signed_for_at_once(placed, line, seller, acceptor, now):
    ship(placed, 4, waybill="A", by=seller, at=now)
    ship(placed, 6, waybill="B", by=seller, at=now)

    purchase_orders.accept(purchase_order=placed, refused={line.pk: (5, 1)}, by=acceptor, at=now)

    rows = [(row.short, row.damaged, row.accepted) for row in line.acceptance_lines.order_by("pk")]
    assert rows == [(4, 0, 0), (1, 1, 4)]
    assert nets(placed)[Stage.ORDERED] == 4


def test_a_group_order_is_partly_received_after_the_first_shipment(unit, handler, approver, acceptor, oranges, now):
    cast = states.Cast(handler, approver, now)
    group_order = states.bring(states.draft(unit, cast, [oranges]), states.Status.PLACED, cast)
    order = group_order.purchase_orders.get()
    ship(order, 4, waybill="A", by=handler, at=now)

    sign(order, 1, by=acceptor, at=now)

    assert GroupOrder.objects.get().status == GroupOrder.Status.PARTLY_RECEIVED


@concurrent
def test_two_who_sign_at_once_leave_one_signature(china):  # noqa: F811
    order, person, at = _ready()
    ship(order, 6, waybill="A", by=person, at=at)

    ends = together(lambda number: sign(order, 1, by=person, at=at, short=number), count=4)

    assert ends == {"done": 1, "Signed": 3}
    acceptance = Acceptance.objects.get()
    assert nets(order)[Stage.ACCEPTED] == acceptance.lines.get().accepted
    assert order.claims.count() == (1 if acceptance.lines.get().short else 0)


@concurrent
def test_cancelling_the_rest_and_sending_it_at_once_do_one_of_both(china):  # noqa: F811
    for turn in range(4):
        order, person, at = _ready()
        ship(order, 4, waybill="A", by=person, at=at)

        def act(number, order=order, person=person, at=at):
            if number % 2:
                purchase_orders.cancel_rest(purchase_order=order, by=person, at=at, reason="断货")
            else:
                purchase_orders.ship(purchase_order=order, carrier="顺丰", waybill="B", by=person, at=at)

        ends = together(act, count=2)

        assert ends == {"done": 1, "IllegalMove": 1}, turn
        order.refresh_from_db()
        sent = sum(row.packs for row in order.shipments.all())
        record = get_model("partner", "StockRecord").objects.get(pk=order.order.lines.get().stockrecord_id)
        assert order.is_shipped
        assert (nets(order)[Stage.ORDERED], record.num_allocated, record.num_in_stock) == (sent, 0, 100 - sent)


def _ready():
    from tests.procurement.test_stock_concurrency import AT

    person = factories.UserFactory()
    return buy(factories.make_product(stock=100), 10, by=person, at=AT), person, AT


# The pages.


@pytest.fixture
def sent(placed, seller, now):
    """Two shipments on their way: four and six boxes."""
    ship(placed, 4, waybill="YT0001", by=seller, at=now)
    ship(placed, 6, waybill="YT0002", by=seller, at=now)
    placed.refresh_from_db()
    return placed


def at_unit(name, unit, *args):
    return reverse(f"unit:{name}", args=[unit.code, *args])


def test_a_supplier_sends_a_part_and_then_the_rest(client, seller, supplier, placed, line):
    client.force_login(seller)
    where = reverse("supplier:ship", args=[supplier.code, placed.number])

    client.post(where, {"carrier": "顺丰", "waybill": "A", f"packs_{line.pk}": "4"})
    page = client.get(reverse("supplier:order", args=[supplier.code, placed.number])).text
    assert "部分发货" in page and "发剩下的货" in page and "未发 6" in page
    refused = client.post(where, {"carrier": "顺丰", "waybill": "B", f"packs_{line.pk}": "7"})
    client.post(where, {"carrier": "顺丰", "waybill": "C"})

    assert refused.status_code == 400
    assert [row.packs for row in Shipment.objects.all()] == [4, 6]


def test_a_supplier_cancels_the_rest_by_a_button_and_never_by_a_link(client, seller, supplier, placed, rival, now):
    ship(placed, 4, waybill="A", by=seller, at=now)
    where = reverse("supplier:cancel_rest", args=[supplier.code, placed.number])
    client.force_login(rival)
    assert client.post(where, {"reason": "断货"}).status_code == 404
    client.force_login(seller)

    assert client.get(where).status_code == 405
    assert client.post(where, {"reason": ""}).status_code == 400
    assert client.post(where, {"reason": "断货"}).status_code == 302
    assert "取消 6" in client.get(reverse("supplier:order", args=[supplier.code, placed.number])).text


def test_an_acceptor_chooses_the_shipment_that_came(client, acceptor, unit, sent):
    client.force_login(acceptor)

    page = client.get(at_unit("accept", unit, sent.number)).text

    assert "YT0001" in page and "YT0002" in page
    assert at_unit("accept_shipment", unit, sent.number, 2) in page
    assert "应收 6 箱" in client.get(at_unit("accept_shipment", unit, sent.number, 2)).text


def test_photos_are_kept_anew_and_shown_to_both_sides_and_the_office_only(
    client, acceptor, member, seller, office, rival, stranger_handler, unit, sent, line
):
    exif = Image.Exif()
    exif[0x010E] = "secret place"
    upload = SimpleUploadedFile("箱子.jpg", picture((3000, 200), exif=exif), "image/jpeg")
    client.force_login(acceptor)

    client.post(
        at_unit("accept_shipment", unit, sent.number, 1), {f"damaged_{line.pk}": 1, "note": "压坏", "photos": [upload]}
    )

    photo = Photo.objects.get()
    where = reverse("photos:photo", args=[photo.token])
    assert photo.acceptance.by == acceptor
    for person in (acceptor, member, seller, office):
        client.force_login(person)
        answer = client.get(where)
        assert (answer.status_code, answer["Content-Type"], answer["X-Content-Type-Options"]) == (
            200,
            "image/jpeg",
            "nosniff",
        )
    with Image.open(io.BytesIO(answer.content)) as shown:
        assert (shown.format, shown.size, dict(shown.getexif())) == ("JPEG", (1600, 107), {})
    for person in (rival, stranger_handler):
        client.force_login(person)
        assert client.get(where).status_code == 404
    client.logout()
    assert client.get(where).status_code == 404
    assert client.post(where).status_code == 405


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"GIF89a" + b"0" * 50, "JPG、PNG 或 WebP"),
        (b"\xff\xd8\xff" + b"0" * 50, "已损坏"),
        (b"<svg/>", "JPG、PNG 或 WebP"),
    ],
)
def test_a_file_that_is_no_photo_signs_nothing(client, acceptor, unit, sent, data, sentence):
    client.force_login(acceptor)

    answer = client.post(
        at_unit("accept_shipment", unit, sent.number, 1), {"photos": [SimpleUploadedFile("a.jpg", data, "image/jpeg")]}
    )

    assert answer.status_code == 400
    assert sentence in answer.text
    assert not Acceptance.objects.exists()


def test_photos_have_limits_of_bytes_and_pixels(monkeypatch):
    assert photos.encode(picture()).startswith(b"\xff\xd8\xff")
    with pytest.raises(photos.BadPhoto, match="12 MB"):
        photos.encode(picture() + b"0" * photos.MAX_BYTES)
    monkeypatch.setattr(photos, "MAX_PIXELS", 1000)
    with pytest.raises(photos.BadPhoto, match="万像素"):
        photos.encode(picture())


def test_a_transparent_picture_is_put_on_white():
    out = io.BytesIO()
    Image.new("RGBA", (10, 10), (0, 0, 0, 0)).save(out, "PNG")

    with Image.open(io.BytesIO(photos.encode(out.getvalue()))) as shown:
        assert min(shown.convert("L").getdata()) > 250


def test_too_many_photos_are_refused(client, acceptor, unit, sent):
    files = [SimpleUploadedFile(f"{number}.jpg", picture(), "image/jpeg") for number in range(photos.MAX_PHOTOS + 1)]
    client.force_login(acceptor)

    answer = client.post(at_unit("accept_shipment", unit, sent.number, 1), {"photos": files})

    assert answer.status_code == 400
    assert "最多 6 张" in answer.text


@pytest.mark.parametrize("person", ["handler", "member", "stranger_handler"])
def test_only_the_units_acceptor_signs_for_a_shipment(client, request, person, unit, sent):
    client.force_login(request.getfixturevalue(person))
    status = 404 if person == "stranger_handler" else 403

    for answer in (client.get, client.post):
        assert answer(at_unit("accept_shipment", unit, sent.number, 1)).status_code == status


def test_a_shipment_that_is_not_there_is_not_found(client, acceptor, unit, sent):
    client.force_login(acceptor)

    assert client.get(at_unit("accept_shipment", unit, sent.number, 9)).status_code == 404


def test_shipments_to_sign_stand_on_the_acceptors_agenda_until_signed(unit, acceptor, sent, now):
    from procurement import agenda

    sign(sent, 1, by=acceptor, at=now)
    assert agenda.today(unit, acceptor, now).to_sign == [sent]

    sign(sent, 2, by=acceptor, at=now)
    assert agenda.today(unit, acceptor, now).to_sign == []
