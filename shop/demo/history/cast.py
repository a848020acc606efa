"""Who acts: the people of each unit and supplier, and the public."""

from collections import defaultdict

from oscar.core.loading import get_model

from procurement.models import Membership, Role, Unit

from .. import people
from ..people import SUPERVISOR


class Cast:
    """All demo people by what they do, read once."""

    def __init__(self):
        self.units = list(Unit.objects.filter(is_demo=True).order_by("code"))
        rows = Membership.objects.filter(unit__is_demo=True).select_related("user").order_by("pk")
        self._by_role, self._members = {}, defaultdict(dict)
        for row in rows:
            self._by_role.setdefault((row.unit_id, row.role), []).append(row.user)
            if row.department != SUPERVISOR:
                self._members[row.unit_id].setdefault(row.user, row.department)
        partners = get_model("partner", "Partner").objects.prefetch_related("users")
        self._sellers = {partner.pk: partner.users.all()[0] for partner in partners if partner.users.all()}
        persons = people.by_number()
        self.shoppers = [persons[number] for number in people.SHOPPERS]

    def members(self, unit):
        """Return ``[(person, department)]`` of those who work in the unit, each once."""
        return list(self._members[unit.pk].items())

    def handler(self, unit):
        return self._by_role[unit.pk, Role.HANDLER][0]

    def approver(self, unit):
        return self._by_role[unit.pk, Role.APPROVER][0]

    def leader(self, unit):
        """Return a member whom the unit may name to approve: neither handler nor approver nor acceptor."""
        return self._by_role[unit.pk, Role.MEMBER][-1]

    def acceptor(self, unit):
        return self._by_role[unit.pk, Role.ACCEPTOR][0]

    def seller(self, purchase_order):
        return self._sellers[purchase_order.supplier_id]

    def receiver(self, purchase_order):
        """Return who signs for goods: the unit's acceptor, or the shopper (None without an account)."""
        if purchase_order.is_public:
            return purchase_order.order.user
        return self.acceptor(purchase_order.unit)
