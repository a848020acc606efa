"""Which listing requests the county office, or a supplier, looks at."""

from dataclasses import dataclass, field

from django.db.models import Q
from django.utils import timezone

from shop.produce.models import ListingRequest

MAX_WORDS = 60
ALL, UNSOLVED = "ALL", "UNSOLVED"
STATES = [*ListingRequest.State.choices, (UNSOLVED, "退回后还没改"), (ALL, "全部")]


@dataclass(frozen=True)
class Filters:
    """What was asked for in the address; nonsense counts as nothing."""

    state: str = ListingRequest.State.WAITING
    kind: str = ""
    supplier: str = ""
    words: str = ""
    states: list = field(default_factory=lambda: STATES)
    kinds: list = field(default_factory=lambda: list(ListingRequest.Kind.choices))

    @classmethod
    def of(cls, query, state=ListingRequest.State.WAITING):
        asked = query.get("state", state)
        kind = query.get("kind", "")
        return cls(
            state=asked if asked in dict(STATES) else state,
            kind=kind if kind in ListingRequest.Kind.values else "",
            supplier=query.get("supplier", "").replace("\0", "")[:MAX_WORDS],
            words=query.get("words", "").replace("\0", "").strip()[:MAX_WORDS],
        )

    def apply(self, requests):
        """Return those of some requests that were asked for; what waits longest comes first."""
        if self.state == UNSOLVED:
            requests = requests.unsolved(timezone.now())
        elif self.state != ALL:
            requests = requests.filter(state=self.state)
        if self.kind:
            requests = requests.filter(kind=self.kind)
        if self.supplier:
            requests = requests.filter(product__stockrecords__partner__code=self.supplier)
        if self.words:
            code = Q(product__stockrecords__partner_sku__icontains=self.words)
            requests = requests.filter(Q(product__title__icontains=self.words) | code)
        return requests.order_by("asked_at", "pk") if self.state == ListingRequest.State.WAITING else requests
