"""What the header of every page knows about a person's inbox."""

from django.utils.functional import SimpleLazyObject

from .models import Message

# Nobody reads a larger number, and counting stops there.
MOST = 99


def inbox(request):
    """Offer ``unread_messages``, counted when a page shows it: one query for a person, none for a visitor."""
    return {"unread_messages": SimpleLazyObject(lambda: _unread(request.user))}


def _unread(user):
    """Return how many messages a person has not read, in words: empty for none, at most ``99+``."""
    if not user.is_authenticated:
        return ""
    count = Message.objects.filter(recipient=user).unread().order_by()[: MOST + 1].count()
    return f"{MOST}+" if count > MOST else str(count or "")
