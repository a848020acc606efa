"""One of everything that has an address: a side is a unit, its supplier and what went on between them."""

from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

from django.core.files.base import ContentFile
from django.core.files.storage import storages
from django.utils import timezone

from catalogue_import.models import CatalogueImport, ColumnMapping, Synonym
from procurement.api import tokens
from procurement.buyers import invitations
from procurement.collection import group_orders
from procurement.delivery import purchase_orders
from procurement.figures.closings import content
from procurement.invoices import registry
from procurement.invoices.checks import Said
from procurement.models import (
    Closing,
    DeliveryAddress,
    OfflineFile,
    OfflineImport,
    Photo,
    PledgeSheet,
    ReportFile,
    ReportSubscription,
    Role,
    SavedTable,
    StandIn,
    StandingOrder,
    Target,
    TargetImport,
    UnitApplication,
    UnitImport,
    UnitRecord,
)
from procurement.proofs import files
from procurement.sellers import application_licences, applications, bank_changes, licences, staff
from shop.campaign.models import Article, FrontPage
from shop.inbox.models import Message
from shop.payments import payees, remittances, slips, terms
from shop.payments.models import OnlinePayment, PayerAlias, Statement, StatementLayout
from tests import factories
from tests.procurement import states
from tests.procurement.histories import make_plan
from tests.shop.money import order, picture

SHEET = Path(__file__).parents[1] / "samples" / "hidden_and_filtered.xlsx"
JPEG = b"\xff\xd8\xff only stored and read again"
UNIT_ROLES = {
    "administrator": Role.ADMINISTRATOR,
    "handler": Role.HANDLER,
    "approver": Role.APPROVER,
    "acceptor": Role.ACCEPTOR,
    "member": Role.MEMBER,
}


@dataclass
class Side:
    """``people`` by what they are; everything else is what stands in addresses."""

    number: int
    at: object
    people: dict = field(default_factory=dict)

    def __post_init__(self):
        self.unit = factories.UnitFactory()
        self.people |= {name: factories.join_unit(self.unit, role) for name, role in UNIT_ROLES.items()}
        self.people["seller"], self.people["shopper"] = factories.UserFactory(), factories.UserFactory()
        self.supplier = factories.SupplierFactory(users=[self.people["seller"]])
        self.people["clerk"] = factories.join_supplier(self.supplier, factories.UserFactory())
        self.handler, self.seller = self.people["handler"], self.people["seller"]
        self.product = factories.make_product(self.supplier, stock=1000)
        self.collect()
        self.deliver()
        self.bill()
        self.sell()
        self.set_up()
        self.register_offline()
        self.import_catalogue()
        self.keep_supplier()

    def who(self, name="handler"):
        return {"by": self.people[name], "at": self.at}

    def collect(self):
        cast = states.Cast(self.handler, self.people["approver"], self.at)
        self.open = group_orders.open(group_order=states.draft(self.unit, cast, [self.product]), **self.who())
        self.open.listed.create(name="张三", last_four="0001")
        self.participant = states.join(self.open, 2, cast, number=self.number)
        self.sheet = PledgeSheet.objects.create(group_order=self.open, name="表.xlsx", sheet="征集表", **self.who())
        self.placed = states.bring(states.draft(self.unit, cast, [self.product]), states.Status.PLACED, cast)
        self.ordered = self.placed.purchase_orders.get()
        self.standing = StandingOrder.objects.create(
            unit=self.unit, title="每月", source=self.placed, handler=self.handler, day=5, collect_days=3,
            starts_on=date(2027, 1, 1), created_at=self.at,
        )  # fmt: skip

    def deliver(self):
        purchase_orders.ship(purchase_order=self.ordered, carrier="顺丰", waybill="SF1", **self.who("seller"))
        line = self.ordered.order.lines.get()
        purchase_orders.accept(
            purchase_order=self.ordered, refused={line.pk: (1, 0)}, pictures=[JPEG], **self.who("acceptor")
        )
        self.photo = Photo.objects.filter(purchase_order=self.ordered).first()
        self.entry = self.ordered.ledger_entries.first()

    def bill(self):
        handler, seller = self.who(), self.who("seller")
        self.unpaid = order(self.product, 3, by=self.handler, unit=self.unit, number=f"U{self.number}")
        facts = {
            "number": f"2632200000010000000{self.number}", "issued_on": timezone.localdate(),
            "seller_name": self.supplier.name, "seller_code": self.supplier.profile.credit_code,
            "buyer_name": self.unit.name, "buyer_code": "", "total": Decimal("174.00"), "tax": Decimal("14.37"),
        }  # fmt: skip
        checked = [files.check("票.png", picture(shade=self.number).read())]
        self.invoice = registry.issue(orders=[self.unpaid], said=Said(**facts), checked=checked, **seller)
        self.remittance = remittances.make(unit=self.unit, orders=[self.unpaid], **handler)
        paid = {"amount": Decimal("174.00"), "serial": f"L{self.number}", "paid_on": timezone.localdate()}
        checked = files.check("单.png", picture(shade=100 + self.number).read())
        self.slip = slips.upload(orders=[self.unpaid], checked=checked, **paid, **handler)
        self.terms = terms.propose(unit=self.unit, supplier=self.supplier, days=30, by_supplier=True, **seller)
        account = payees.of(self.supplier).key
        self.statement = Statement.objects.create(account=account, name="流水.csv", is_mapped=True, **seller)
        self.line = self.statement.lines.create(
            account=account, row=2, booked_on=timezone.localdate(), amount="174.00", payer_name="某单位",
            fingerprint=f"f{self.number}",
        )  # fmt: skip
        self.payment = OnlinePayment.objects.create(
            gateway="stripe", amount="1", created_at=self.at, expires_at=self.at + timedelta(hours=1)
        )
        self.payer = PayerAlias.objects.create(account=account, name="某单位", unit=self.unit, **seller)
        self.layout = StatementLayout.objects.create(account=account, signature="s", keys=[], **seller)

    def set_up(self):
        self.message = Message.objects.create(recipient=self.handler, kind="X", title="有新消息", created_at=self.at)
        self.party = self.supplier.invoicing_parties.create(name="代开", **self.who())
        unit, handler = self.unit, self.handler
        self.step = unit.approval_steps.create(position=1, name="分管领导")
        self.stand_in = StandIn.objects.create(
            unit=unit,
            absent=self.people["approver"],
            person=factories.join_unit(unit, Role.MEMBER),
            from_on="2026-01-01",
            to_on="2026-01-02",
        )
        self.invitation = invitations.invite(unit=unit, roles=[Role.MEMBER], **self.who("administrator"))
        self.record = UnitRecord.objects.create(
            unit=unit, what=UnitRecord.What.REMOVED, person=factories.UserFactory(), roles=["MEMBER"],
            **self.who("administrator"),
        )  # fmt: skip
        self.address = DeliveryAddress.objects.create(unit=unit, street="路 2 号", contact="李", mobile="10000000001")
        self.token, self.token_text = tokens.issue(name="财务", unit=unit, **self.who("administrator"))
        self.table = SavedTable.objects.create(unit=unit, name="表", parameters="", saved_by=handler, saved_at=self.at)
        self.subscription = ReportSubscription.objects.create(user=handler, unit=unit, created_at=self.at)
        self.report = make_report(handler, unit, self.at)

    def plan(self, plan):
        self.target = Target.objects.create(
            plan=plan, unit=self.unit, amount="1000", basis="PLEDGED", effective_on="2026-01-01", set_by=self.handler,
            set_at=self.at,
        )  # fmt: skip
        return self

    def sell(self):
        self.bought = order(self.product, 1, by=self.people["shopper"], number=f"S{self.number}")
        self.payment.parts.create(purchase_order=self.bought, amount="1")

    def register_offline(self):
        self.offline = factories.make_offline_purchase(
            self.unit, at=self.at, number=f"2632200000020000000{self.number}"
        )
        stored = files.store(files.check("票.png", picture(shade=200 + self.number).read()))
        self.offline_file = OfflineFile.objects.create(proof=self.offline.proof, **stored, **self.who())
        self.offline_import = OfflineImport.objects.create(unit=self.unit, name="表.xlsx", **self.who())

    def keep_supplier(self):
        """A licence and an account that wait, somebody invited, and an application of the shopper."""
        scan = [files.check("照.png", picture(shade=50 + self.number).read())]
        facts = {"kind": "BUSINESS", "title": "", "number": f"9{self.number}", "expires_on": None, "checked": scan}
        seller, supplier = self.who("seller"), self.supplier
        self.licence = licences.renew(supplier=supplier, **facts, **seller)
        account = {"account_name": supplier.name, "bank_name": "新银行", "bank_account": f"6222{self.number}"}
        self.bank_change = bank_changes.ask(supplier=supplier, **account, **seller)
        self.supplier_invitation = staff.invite(
            supplier=supplier, mobile=f"1990000000{self.number}", role="CLERK", **seller
        )
        shopper = self.who("shopper")
        self.application = applications.start(
            applicant=self.people["shopper"], at=self.at, **factories.supplier_facts(self.number)
        )
        application_licences.put(application=self.application, **facts, **shopper)
        applications.submit(application=self.application, at=self.at)

    def import_catalogue(self):
        name = f"imports/{self.number}.xlsx"
        storages["private"].save(name, ContentFile(SHEET.read_bytes()))
        facts = {"supplier": self.supplier, "by": self.seller}
        self.imported = CatalogueImport.objects.create(
            name="目录.xlsx", stored_name=name, status="REVIEW", uploaded_at=self.at, **facts
        )
        self.picture = "d" * 64
        self.imported.pictures.create(digest=self.picture)
        self.row = self.imported.rows.create(sheet="商品", number=2, outcome="NEW")
        self.mapping = ColumnMapping.objects.create(signature="s", sheet="商品", header_row=1, at=self.at, **facts)
        self.word = Synonym.objects.create(key="unit", word="件", meaning="箱", at=self.at, **facts)


def make_report(user, unit, at):
    name = f"reports/{user.pk}.xlsx"
    storages["private"].save(name, ContentFile(b"x"))
    return ReportFile.objects.create(
        user=user, unit=unit, form="XLSX", parameters="", state="DONE", name="表.xlsx", file=name, created_at=at
    )


class County:
    """What the county office keeps, beside two sides."""

    def __init__(self, at):
        self.at, self.people = at, {"office": factories.make_office_person()}
        self.office = self.people["office"]
        by = {"by": self.office, "at": at}
        self.plan = make_plan()
        self.sides = [Side(number, at).plan(self.plan) for number in (1, 2)]
        self.table = SavedTable.objects.create(unit=None, name="表", parameters="", saved_by=self.office, saved_at=at)
        self.subscription = ReportSubscription.objects.create(user=self.office, unit=None, created_at=at)
        self.report = make_report(self.office, None, at)
        self.token, self.token_text = tokens.issue(name="审计", **by)
        self.target = Target.objects.create(plan=self.plan, amount="9", basis="OFFICE", set_by=self.office, set_at=at)
        self.target_import = TargetImport.objects.create(plan=self.plan, name="表.xlsx", **by)
        self.unit_import = UnitImport.objects.create(name="表.xlsx", **by)
        self.offline_import = OfflineImport.objects.create(unit=None, name="表.xlsx", **by)
        facts = {"short_name": "新单位", "kind": "INSTITUTION", "contact_name": "王", "contact_phone": "10000000009"}
        self.application = UnitApplication.objects.create(
            name="新单位", credit_code=factories.credit_code(99), submitted_at=at, **facts
        )
        self.article = Article.objects.create(
            kind="STORY", title="故事", body="正文", created_by=self.office, changed_by=self.office, created_at=at,
            changed_at=at, publish_at=at,
        )  # fmt: skip
        front = {"blocks": [], "changed_by": self.office, "changed_at": at}
        self.front_page = FrontPage.objects.create(published_at=at, **front)
        FrontPage.objects.create(**front)
        self.closed, self.open_period = "2026-01", "2026-02"
        # Before anything was bought, as no month of these orders is over.
        facts = {"is_demo": False, "checks": [], "signer": "周主任", "note": ""}
        written = content.write(period=self.closed, **facts, **by)
        Closing.objects.create(
            period=self.closed, closed_by=self.office, closed_at=at, entries=0, content=written, entries_digest="",
            digest="",
        )  # fmt: skip
