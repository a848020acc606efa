"""What befalls a purchase order on its way."""

from dataclasses import dataclass
from enum import Enum

CARRIERS = ("顺丰速运", "京东物流", "中通冷链", "德邦快递", "邮政速递")
SHORT = "到货清点少件，已与供应商电话确认"
DAMAGED = "外箱压损，拍照留存"


class Answer(Enum):
    """What a supplier says to what came short or damaged."""

    NONE = 0
    REFUNDED = 1
    RESHIPPED = 2
    REJECTED = 3


@dataclass(frozen=True)
class Fate:
    """The turns an order takes; the usual one arrives whole and is paid for afterwards, at once."""

    is_prepaid: bool = False
    is_unpaid: bool = False
    instalments: int = 1
    short: int = 0
    damaged: int = 0
    taken_back: int = 0
    cancelled_because: str = ""
    answer: Answer = Answer.REFUNDED
    is_shared_out: bool = False

    @property
    def note(self):
        if self.short:
            return SHORT
        return DAMAGED if self.damaged else ""


WHOLE = Fate()
UNPAID = Fate(is_unpaid=True)


def of_unit(rng):
    """Draw the fate of a unit's order."""
    return _draw(
        rng,
        (66, WHOLE),
        (9, Fate(is_prepaid=True)),
        (8, Fate(instalments=2)),
        (4, Fate(short=rng.randint(1, 2), is_shared_out=True)),
        (4, Fate(damaged=rng.randint(1, 3))),
        (2, Fate(is_prepaid=True, short=1, damaged=1)),
        (2, Fate(taken_back=2)),
        (2, UNPAID),
        (2, Fate(cancelled_because="产地连日降雨，无法采摘")),
        (1, Fate(is_prepaid=True, cancelled_because="货品抽检不合格，主动取消")),
    )


def of_shopper(rng):
    """Draw the fate of a public order: paid before it is shipped."""
    return _draw(
        rng,
        (84, Fate(is_prepaid=True)),
        (5, Fate(is_prepaid=True, damaged=1)),
        (2, Fate(is_prepaid=True, short=1)),
        (2, Fate(is_prepaid=True, taken_back=1)),
        (3, Fate(is_prepaid=True, cancelled_because="买家改变主意")),
        (4, Fate(cancelled_because="超过三天未付款")),
    )


def _draw(rng, *choices):
    weights, fates = zip(*choices, strict=True)
    return rng.choices(fates, weights)[0]
