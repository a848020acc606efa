"""The office's desk for the public front: arrange the first page, write stories and notices."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from shop.produce.photos import BadPhoto
from shop.user.desks import office_desk

from . import articles, blocks, front_page, home_page
from .forms import ArticleForm, BlockForm, PublishForm
from .models import Article, ArticleKind, FrontPage

FORM = require_http_methods(["GET", "POST"])
ON_PAGE = 30
EARLIER = 10


@require_GET
@office_desk
def index(request):
    kind = request.GET.get("kind", "")
    rows = Article.objects.order_by("-changed_at", "-pk").select_related("changed_by", "region").defer("body")
    if kind in ArticleKind:
        rows = rows.of_kind(kind)
    context = {
        "draft": front_page.draft(),
        "blocks": front_page.draft_blocks(),
        "earlier": FrontPage.objects.exclude(published_at=None).select_related("changed_by")[:EARLIER],
        "page": Paginator(rows, ON_PAGE).get_page(request.GET.get("page")),
        "kinds": ArticleKind.choices,
        "kind": kind,
    }
    return render(request, "campaign/office/index.html", context)


@require_GET
@office_desk
def preview(request):
    """The first page as the draft would have it."""
    return render(request, "campaign/home.html", {**home_page.context(front_page.draft_blocks()), "is_preview": True})


@FORM
@office_desk
def block(request, kind):
    """The heading of a block and whether it is shown."""
    found = _block(kind)
    facts = {"title": found.title, "lead": found.lead, "is_shown": found.is_shown}
    form = BlockForm(request.POST or None, initial=facts)
    if request.method == "POST" and form.is_valid():
        _change(request, lambda now: blocks.changed(now, kind, **form.cleaned_data))
        messages.success(request, f"“{found.label}”已改到草稿，发布后公众才看到。")
        return redirect("office_campaign:index")
    status = 422 if form.errors else 200
    return render(request, "campaign/office/block.html", {"form": form, "section": found}, status=status)


@require_POST
@office_desk
def move(request, kind):
    _block(kind)
    step = -1 if request.POST.get("step") == "up" else 1
    _change(request, lambda now: blocks.moved(now, kind, step))
    return redirect("office_campaign:index")


@require_POST
@office_desk
def publish(request):
    try:
        front_page.publish(by=request.user, at=timezone.now())
    except front_page.NothingToPublish as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, "首页已按草稿发布。")
    return redirect("office_campaign:index")


@require_POST
@office_desk
def discard(request):
    front_page.discard()
    messages.success(request, "草稿已放弃，首页没有变化。")
    return redirect("office_campaign:index")


@require_POST
@office_desk
def restore(request, pk):
    page = get_object_or_404(FrontPage.objects.exclude(published_at=None), pk=pk)
    front_page.restore(page=page, by=request.user, at=timezone.now())
    messages.success(request, "旧版式已放进草稿，看过预览再发布。")
    return redirect("office_campaign:index")


@FORM
@office_desk
def article_new(request):
    return _edit(request, None)


@FORM
@office_desk
def article_edit(request, pk):
    return _edit(request, get_object_or_404(Article, pk=pk))


@require_GET
@office_desk
def article(request, pk):
    """An article as the public sees or will see it, with what can be done about it."""
    return _show(request, _get(pk), PublishForm())


@require_POST
@office_desk
def article_publish(request, pk):
    found = _get(pk)
    form = PublishForm(request.POST)
    if form.is_valid():
        try:
            articles.publish(article=found, by=request.user, at=timezone.now(), **form.cleaned_data)
        except articles.Refused as refusal:
            form.add_error("publish_at", str(refusal))
        else:
            when = timezone.localtime(found.publish_at)
            messages.success(request, f"将于 {when:%Y-%m-%d %H:%M} 发布。" if found.is_scheduled else "已发布。")
            return redirect("office_campaign:article", pk)
    return _show(request, found, form, status=422)


@require_POST
@office_desk
def article_withdraw(request, pk):
    articles.withdraw(article=_get(pk), by=request.user, at=timezone.now())
    messages.success(request, "已撤回为草稿，公众看不到了。")
    return redirect("office_campaign:article", pk)


@require_POST
@office_desk
def article_remove(request, pk):
    try:
        articles.remove(article=_get(pk))
    except articles.Refused as refusal:
        messages.error(request, str(refusal))
        return redirect("office_campaign:article", pk)
    messages.success(request, "草稿已删除。")
    return redirect("office_campaign:index")


def _edit(request, found):
    form = ArticleForm(request.POST or None, request.FILES or None, instance=found)
    if request.method == "POST" and form.is_valid():
        try:
            written = articles.write(article=found, by=request.user, at=timezone.now(), **form.facts)
        except BadPhoto as refusal:
            form.add_error("upload", str(refusal))
        else:
            messages.success(request, "已保存。")
            return redirect("office_campaign:article", written.pk)
    status = 422 if form.errors else 200
    return render(request, "campaign/office/article_form.html", {"form": form, "article": found}, status=status)


def _show(request, found, form, status=200):
    return render(request, "campaign/office/article.html", {"article": found, "form": form}, status=status)


def _get(pk):
    return get_object_or_404(Article.objects.select_related("region", "changed_by"), pk=pk)


def _block(kind):
    found = next((block for block in front_page.draft_blocks() if block.kind == kind), None)
    if found is None:
        raise Http404
    return found


def _change(request, change):
    front_page.change(change=change, by=request.user, at=timezone.now())
