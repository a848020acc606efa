"""What the blocks of the front page show, asked for only when the block is shown."""

from django.utils import timezone

from . import halls, live_figures
from .blocks import BlockKind
from .models import Article, ArticleKind

FRESH_EACH = 6
FRESH_MOST = 8
STORIES = 3
NOTICES = 4


def context(blocks):
    """Return the context of ``campaign/home.html`` for these blocks, in a constant number of queries."""
    today = timezone.localdate()
    rooms = halls.read(today.month, FRESH_EACH)
    shown = [block for block in blocks if block.is_shown]
    kinds = {block.kind for block in shown}
    articles = Article.objects.published(timezone.now())
    return {
        "blocks": shown,
        "rooms": rooms,
        "partners": "、".join(room.region.name for room in rooms),
        "fresh": halls.mixed(rooms, FRESH_MOST),
        "month": today.month,
        "figures": live_figures.read() if BlockKind.FIGURES in kinds else None,
        "stories": _first(articles, ArticleKind.STORY, STORIES) if BlockKind.STORIES in kinds else [],
        "notices": _first(articles, ArticleKind.NOTICE, NOTICES) if BlockKind.NOTICES in kinds else [],
    }


def _first(articles, kind, most):
    return list(articles.of_kind(kind).select_related("region")[:most])
