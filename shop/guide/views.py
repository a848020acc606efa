"""Help pages; their text lies in the templates, one a reader."""

from dataclasses import dataclass

from django.conf import settings
from django.http import Http404
from django.shortcuts import render
from django.views.decorators.http import require_safe


@dataclass(frozen=True)
class Guide:
    """One help page: for whom, and what it answers."""

    slug: str
    title: str
    summary: str


GUIDES = (
    Guide("unit", "采购单位", "发起集中采购、审批、下单、验收"),
    Guide("participant", "参加认购的职工", "打开链接认购，修改或退出，看进度"),
    Guide("supplier", "供应商", "用现有的表格上架，发货，登记收款"),
    Guide("shopper", "个人购买", "挑选、下单、转账、查订单"),
    Guide("office", "县协作办", "看统计、打开台账、设目标、导出报表"),
)


@require_safe
def index(request):
    return render(request, "guide/index.html", {"guides": GUIDES})


@require_safe
def page(request, slug):
    guide = next((guide for guide in GUIDES if guide.slug == slug), None)
    if not guide:
        raise Http404
    return render(request, f"guide/{slug}.html", {"guide": guide, "guides": GUIDES, **_days()})


def _days():
    """Return the days within which people may claim, return and answer, as this site has set them."""
    names = {"claim_days": "CLAIM_DAYS", "return_days": "RETURN_DAYS", "answer_days": "CLAIM_ANSWER_DAYS"}
    return {name: getattr(settings, setting) for name, setting in names.items()}
