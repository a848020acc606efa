"""What the county office is told about units that ask to join; applicants look at their own link."""

from django.urls import reverse

from shop.inbox.kinds import Kind
from shop.inbox.messages import tell, unless_silenced

from . import people


@unless_silenced
def submitted(application, *, at):
    """Tell the office that an application waits, anew or again."""
    link = reverse("office:application", args=[application.pk])
    tell(kind=Kind.APPLIED, people=people.office(), link=link, at=at, application=application)
