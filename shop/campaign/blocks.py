"""The blocks of the front page: which there are, in which order they begin, and what the office may say above each."""

from dataclasses import asdict, dataclass, replace

from django.db import models


class BlockKind(models.TextChoices):
    HALLS = "HALLS", "协作地区"
    SEASON = "SEASON", "当季商品"
    FIGURES = "FIGURES", "今年成效"
    STORIES = "STORIES", "典型案例"
    NOTICES = "NOTICES", "通知公告"
    UNITS = "UNITS", "单位怎么买"
    SUPPLIERS = "SUPPLIERS", "供应商怎么加入"


MAX_TITLE = 20
MAX_LEAD = 60


@dataclass(frozen=True)
class Block:
    """One block: its kind, whether the public sees it, its heading and the sentence beside it."""

    kind: str
    is_shown: bool = True
    title: str = ""
    lead: str = ""

    @property
    def label(self):
        return BlockKind(self.kind).label

    @property
    def template(self):
        return f"campaign/blocks/{self.kind.lower()}.html"

    @property
    def anchor(self):
        return self.kind.lower()


DEFAULT = [
    Block(BlockKind.NOTICES.value, True, "通知公告"),
    Block(BlockKind.HALLS.value, True, "走进协作地区", "从黄土塬到三江源，每一处都有自己的时令。"),
    Block(BlockKind.SEASON.value, True, "当季好物"),
    # Figures are public only when the office says so.
    Block(BlockKind.FIGURES.value, False, "今年成效"),
    Block(BlockKind.STORIES.value, True, "典型案例", "一箱好物背后的人。"),
    Block(BlockKind.UNITS.value, True, "单位采购，三步完成", "买不买、买多少，由单位和职工自己决定。"),
    Block(BlockKind.SUPPLIERS.value, True, "协作地区的供应商，欢迎加入"),
]


def read(rows):
    """Return blocks from stored rows: each kind once, kinds that came later at the end as they begin."""
    known = {block.kind: block for block in DEFAULT}
    found = {}
    for row in rows:
        if row["kind"] in known:
            found.setdefault(row["kind"], Block(**row))
    return [*found.values(), *(block for kind, block in known.items() if kind not in found)]


def as_rows(blocks):
    """Return blocks as rows to store."""
    return [asdict(block) for block in blocks]


def moved(blocks, kind, step):
    """Return the blocks with one moved up (-1) or down (+1) by one place; at the end it stays."""
    order = list(blocks)
    at = next(place for place, block in enumerate(order) if block.kind == kind)
    to = at + step
    if 0 <= to < len(order):
        order[at], order[to] = order[to], order[at]
    return order


def changed(blocks, kind, **facts):
    """Return the blocks with one of them changed."""
    return [replace(block, **facts) if block.kind == kind else block for block in blocks]
