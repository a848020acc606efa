"""Give strangers the pages that are kept, before anything is found out about them."""

from django.conf import settings
from django.core.cache import cache
from django.utils import timezone

from shop.produce import editions

from . import keeping, sharing, visitors


class SharedPageMiddleware:
    """Stands outside of sessions, tokens and baskets. ``request.is_stranger`` tells templates who is looking."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        request.is_stranger = visitors.is_stranger(request)
        if not request.is_stranger:
            return self.get_response(request)
        shared = sharing.find(request)
        return self._shared(request, *shared) if shared else self._compressed(request)

    def _shared(self, request, name, until):
        at, edition = timezone.now(), editions.current()
        window = sharing.window(at)
        kept = cache.get(name)
        if kept and kept.is_right(edition, window, at):
            return kept.answer(request)
        # A token of an earlier visit is not theirs alone to put into this page.
        request.COOKIES.pop(settings.CSRF_COOKIE_NAME, None)
        turns_at = until(at)
        response = self.get_response(request)
        if response.status_code != 200 or not visitors.is_for_everybody(request, response):
            return response
        page = keeping.of(response, edition=edition, window=window, until=turns_at)
        cache.set(name, page, sharing.WINDOW.total_seconds())
        return page.answer(request)

    def _compressed(self, request):
        response = self.get_response(request)
        is_page = response.get("Content-Type", "").startswith("text/html")
        if is_page and visitors.is_for_everybody(request, response):
            return keeping.compress(request, response)
        return response
