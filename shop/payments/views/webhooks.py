"""Messages of providers. No cookies, no pages: the signature is all that counts."""

from django.http import HttpResponse
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from .. import events, gateways


@csrf_exempt
@require_POST
def stripe(request):
    """Keep a message and answer at once; what it means is looked into in the background."""
    gateway = gateways.of("stripe")
    if not gateway.is_available():
        return HttpResponse(status=404)
    try:
        event = gateway.read_event(request.body, request.headers)
    except gateways.Forged:
        return HttpResponse("签名不符", status=400, content_type="text/plain; charset=utf-8")
    events.take(gateway=gateway, event=event, at=timezone.now())
    return HttpResponse(status=200)
