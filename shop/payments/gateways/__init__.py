"""Ways to pay. A provider is one module here with the same names; bank transfer is one of them.

Every module has ``CODE``, ``LABEL``, ``HINT`` (what a buyer reads), ``IS_ONLINE`` and ``is_available()``. An online one
also has::

    open_page(payment, back_url=…, title=…) -> Page      the same page however often it is asked
    look(payment) -> Sight                                what became of it
    close(payment)                                        nobody can pay on its page any more
    send_back(refund) -> Returned                         once, however often it is asked
    refunds_of(payment) -> [Returned]                     all there are, also those not asked for here
    read_event(body, headers) -> Event                    a message of theirs, its signature checked

and raises ``Unreachable`` or ``Declined``. Amounts are CNY as ``Decimal``. Nothing here touches the database.
"""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from enum import Enum


class Unreachable(Exception):
    """The provider did not answer, or not in time: the same call may be made again."""


class Declined(Exception):
    """The provider answered no; the message is theirs."""


class Forged(Exception):
    """A message that does not come from the provider, or is too old."""


class State(Enum):
    OPEN = "open"
    PAID = "paid"
    FAILED = "failed"
    EXPIRED = "expired"


@dataclass(frozen=True)
class Page:
    session: str
    url: str


@dataclass(frozen=True)
class Sight:
    """What a provider says of a payment now."""

    state: State
    amount: Decimal
    currency: str
    intent: str = ""
    method: str = ""


@dataclass(frozen=True)
class Returned:
    """A refund at the provider: ``key`` is ours, empty when it was not asked for here."""

    reference: str
    amount: Decimal
    is_done: bool
    is_failed: bool
    key: str = ""
    at: datetime | None = None


@dataclass(frozen=True)
class Event:
    event: str
    kind: str
    subject: str


def available():
    """Return the modules that can be paid with now, the quickest first."""
    return [module for module in _modules().values() if module.is_available()]


def of(code):
    """Return the module of a code.

    :raises KeyError: when there is none.
    """
    return _modules()[code]


def _modules():
    from . import bank_transfer, stripe

    return {module.CODE: module for module in (stripe, bank_transfer)}
