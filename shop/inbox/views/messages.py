"""What a person was told: the list, one message, and marking as read."""

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from .. import messages

PAGE_SIZE = 20


@require_safe
@login_required
def index(request):
    """All messages of the person, newest first, or only those not read yet."""
    rows = request.user.inbox.all()
    only_unread = "unread" in request.GET
    page = Paginator(rows.unread() if only_unread else rows, PAGE_SIZE).get_page(request.GET.get("page"))
    newest = rows.order_by("-pk").values_list("pk", flat=True).first()
    context = {"page": page, "only_unread": only_unread, "newest": newest}
    return render(request, "inbox/index.html", context)


@require_safe
@never_cache
@login_required
def open(request, pk):
    """Mark a message as read, as opening a letter does, and go where it leads."""
    message = get_object_or_404(request.user.inbox, pk=pk)
    messages.read(messages=request.user.inbox.filter(pk=pk), at=timezone.now())
    return HttpResponseRedirect(message.link) if message.link else redirect("inbox:index")


@require_POST
@login_required
def read(request, pk):
    get_object_or_404(request.user.inbox, pk=pk)
    messages.read(messages=request.user.inbox.filter(pk=pk), at=timezone.now())
    return _back(request)


@require_POST
@login_required
def read_all(request):
    """Mark as read all that were there when the page was made; what came since stays unread."""
    newest = request.POST.get("newest", "")
    if newest.isdecimal() and len(newest) < 19:
        messages.read(messages=request.user.inbox.filter(pk__lte=int(newest)), at=timezone.now())
    return _back(request)


def _back(request):
    """Return to the list as the person left it."""
    answer = redirect("inbox:index")
    page = request.POST.get("page", "")
    words = (["unread"] if request.POST.get("unread") else []) + ([f"page={page}"] if page.isdecimal() else [])
    answer["Location"] += f"?{'&'.join(words)}" if words else ""
    return answer
