"""The page of search results, and what is suggested while typing."""

from axes.helpers import get_client_ip_address
from django.conf import settings
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils import timezone
from django.views.decorators.http import require_safe

from shop.catalogue import categories, offers
from shop.shared_pages import parts, sharing
from shop.user import limits

from . import results, suggesting, words

QUERY = ("words", "region", "category", "page")


@sharing.shared_page(*QUERY)
@require_safe
def search(request):
    """Products for the words of the address (``?words=大米&region=zigui&page=2``), best first."""
    text = _text(request)

    def make():
        return render_to_string("search/_found.html", _context(request, text), request)

    found = parts.kept(request.get_full_path(), make) if sharing.is_plain(request, QUERY) else make()
    return render(request, "search/results.html", {"words": text, "found": found})


def _context(request, text):
    region, category = request.GET.get("region", ""), request.GET.get("category", "")
    found = results.search(text, region=region, category=category)
    page = Paginator(found.pks, offers.PAGE_SIZE).get_page(request.GET.get("page"))
    page.object_list = offers.in_order(page.object_list, timezone.localdate().month)
    return {
        "words": text,
        "found": found,
        "page": page,
        "chosen_region": region,
        "chosen_category": category,
        "tops": [] if found.pks else categories.tops(categories.read()),
    }


@require_safe
def suggest(request):
    """A few products for words that are still being typed, as a piece of page; none for who asks all the time."""
    key = f"suggest:{get_client_ip_address(request)}"
    if limits.is_exceeded(key, most=settings.SUGGESTIONS_A_MINUTE, seconds=60):
        return HttpResponse(status=429)
    text = request.GET.get("words", "").replace("\x00", "")[: words.LONGEST_QUERY]
    found = suggesting.suggest(text, timezone.localdate().month)
    response = render(request, "search/_suggestions.html", {"offers": found, "words": text.strip()})
    # The same letters are typed again and again, by everybody.
    response["Cache-Control"] = "public, max-age=60"
    return response


def _text(request):
    return " ".join(request.GET.get("words", "").replace("\x00", "").split())[: words.LONGEST_QUERY]
