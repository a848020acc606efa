"""The API itself: one address for each kind of figure."""

from datetime import date
from typing import Annotated

from django.conf import settings
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils import timezone
from ninja import NinjaAPI, Path, Query
from ninja.errors import AuthenticationError, HttpError, ValidationError
from ninja.security import HttpBearer

from ..figures.reports.entries import SOURCE_NUMBER
from ..figures.statistics import as_json, overview
from ..figures.statistics import selection as selections
from ..figures.statistics.selection.hierarchy import Hierarchy
from ..models import Closing, Plan
from . import answers, schemas, tokens
from .asked import Filters

MISSING = "缺少访问令牌，或令牌不正确、已撤销。请在请求头写 Authorization: Bearer 加令牌。"
TOO_MANY = f"请求太频繁，每分钟最多 {tokens.PER_MINUTE} 次，请稍后再试。"
NOT_FOUND = "没有这项内容，或令牌无权查看。"
MOST_ENTRIES = 500
PROBLEMS = dict.fromkeys((400, 401, 404, 422, 429), schemas.Problem)


class Bearer(HttpBearer):
    """令牌由县协作办或单位管理员在工作台“接口令牌”中发放。"""

    openapi_description = "令牌由县协作办或单位管理员在工作台“接口令牌”中发放；单位的令牌只能看到本单位及下属单位。"

    def authenticate(self, request, token):
        try:
            return tokens.find(token, at=timezone.now())
        except tokens.TooMany:
            raise HttpError(429, TOO_MANY) from None


api = NinjaAPI(
    title=f"{settings.SITE_NAME}数据接口",
    version="1",
    description="年度方案、目标、采购统计、台账和封账，只读。金额一律为元、含税，以文本给出。",
    auth=Bearer(),
    docs_url=None,
    urls_namespace="api",
)


@api.get("/plans", response={200: list[schemas.DatedPlan], **PROBLEMS}, summary="年度方案", operation_id="plans")
def plans(request):
    """全部年度方案，新的在前。"""
    return Plan.objects.visible()


@api.get(
    "/plans/{year}/targets",
    response={200: list[schemas.Target], **PROBLEMS},
    summary="目标",
    operation_id="targets",
)
def targets(
    request,
    year: Annotated[int, Path(ge=2000, le=2100, description="方案年度")],
    on: Annotated[date | None, Query(description="哪一天生效的目标；不填为今天")] = None,
    history: Annotated[bool, Query(description="true 给出全部表态，包括已被取代和撤回的")] = False,
):
    """某天生效的目标，或全部表态。"""
    plan = get_object_or_404(Plan.objects.visible(), year=year)
    rows = plan.targets.visible()
    if unit := request.auth.unit:
        rows = rows.filter(unit__in=Hierarchy().below(unit.pk))
    rows = rows.words() if history else rows.in_force(plan.within(on or timezone.localdate()))
    return [answers.target(row) for row in rows]


@api.get(
    "/statistics",
    response={200: schemas.Statistics, **PROBLEMS},
    by_alias=True,
    summary="采购统计",
    operation_id="statistics",
)
def statistics(request, asked: Query[Filters]):
    """一个范围的采购额与目标，与统计页面和命令行的数字相同。"""
    return as_json.write(overview.read(_selection(request, asked)))


@api.get("/entries", response={200: schemas.Entries, **PROBLEMS}, summary="台账", operation_id="entries")
def entries(
    request,
    asked: Query[Filters],
    cursor: Annotated[int, Query(ge=0, lt=2**63, description="上一页的 next_cursor；第一页不填")] = 0,
    limit: Annotated[int, Query(ge=1, le=MOST_ENTRIES, description=f"每页条数，最多 {MOST_ENTRIES}")] = MOST_ENTRIES,
):
    """台账条目，按编号递增；不填 stage 为四种口径的全部条目。"""
    selection = _selection(request, asked)
    wanted = selection.entries() if asked.stage else selection.at_any_stage()
    rows = list(wanted.filter(pk__gt=cursor).order_by("pk").annotate(source_number=SOURCE_NUMBER)[: limit + 1])
    page = rows[:limit]
    return {"entries": map(answers.entry, page), "next_cursor": page[-1].pk if len(rows) > limit else None}


@api.get("/closings", response={200: list[schemas.Closing], **PROBLEMS}, summary="封账", operation_id="closings")
def closings(request):
    """已封账的月份及摘要，新的在前。"""
    return [answers.closing(row) for row in _closings()]


@api.get(
    "/closings/{period}",
    response={200: schemas.ClosingContent, **PROBLEMS},
    summary="一个月的封账",
    operation_id="closing",
)
def closing(request, period: Annotated[str, Path(max_length=7, description="月份，如 2026-03")]):
    """一个月的封账及其内容；摘要可以用来核对。"""
    row = get_object_or_404(_closings(), period=period)
    return {**answers.closing(row), "content": None if request.auth.unit else row.content}


@api.exception_handler(AuthenticationError)
def no_token(request, error):
    answer = api.create_response(request, {"detail": MISSING}, status=401)
    answer["WWW-Authenticate"] = "Bearer"
    return answer


@api.exception_handler(Http404)
def not_found(request, error):
    return api.create_response(request, {"detail": NOT_FOUND}, status=404)


@api.exception_handler(ValidationError)
def wrong_parameters(request, error):
    names = dict.fromkeys(str(one["loc"][-1]) for one in error.errors)
    return api.create_response(request, {"detail": f"参数不正确：{'、'.join(names)}。"}, status=422)


def _selection(request, asked):
    """Return what was asked for, within the branch of the token's unit; 404 for what it may not know of."""
    try:
        return selections.read(asked.parameters(), on=timezone.localdate(), scope=request.auth.unit)
    except selections.BadMonths as refusal:
        raise HttpError(400, str(refusal)) from None
    except selections.BadSelection as refusal:
        raise HttpError(404, str(refusal)) from None


def _closings():
    rows = Closing.objects.select_related("previous").defer("previous__content")
    return rows if settings.DEMO else rows.filter(is_demo=False)
