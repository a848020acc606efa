"""Reports that come by themselves: after every month, quarter or year, once for each person who wants them."""

from datetime import timedelta

from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from shop.inbox import messages
from shop.inbox.kinds import Kind

from ...models import Plan, ReportSubscription
from . import files, words

Frequency = ReportSubscription.Frequency
MONTHS = {Frequency.MONTHLY: 1, Frequency.QUARTERLY: 3, Frequency.YEARLY: 12}


def subscribe(*, user, unit, frequency, form, at):
    """Let a person have a report regularly; return whether that is new."""
    facts = {"user": user, "unit": unit, "frequency": frequency, "form": form}
    try:
        with transaction.atomic():
            ReportSubscription.objects.create(created_at=at, **facts)
    except IntegrityError:
        return False
    return True


def send(*, at):
    """Ask for the report of the last month, quarter and year that are over, for everybody who wants one.

    Running it again asks for nothing again. A year without a plan has no report; whoever left their unit gets none.

    :return: how many were asked for.
    """
    on, asked = words.day_of(at), 0
    plans = {plan.year: plan for plan in Plan.objects.visible()}
    for subscription in ReportSubscription.objects.select_related("user", "unit").order_by("pk"):
        first, last = period(subscription.frequency, on)
        plan = plans.get(int(first[:4]))
        if plan is None or not {first, last} <= set(plan.months) or not _belongs(subscription):
            continue
        parameters = {"plan": str(plan.year), "from": first, "to": last}
        facts = {"user": subscription.user, "unit": subscription.unit, "form": subscription.form}
        once = f"{subscription.pk} {first} {last}"
        asked += files.ask(parameters=parameters, at=at, once=once, **facts) is not None
    for pk in files.waiting(at):
        files.enqueue(pk)
    return asked


def period(frequency, on):
    """Return the first and last month of the last whole period before a day: ``2026-11-26`` → ``2026-10, 2026-10``."""
    length = MONTHS[frequency]
    begun = (on.month - 1) // length * length + 1
    last = on.replace(month=begun, day=1) - timedelta(days=1)
    return f"{last.year}-{last.month - length + 1:02d}", f"{last:%Y-%m}"


def tell(asked):
    """Tell the person that their file is there, in the inbox and by e-mail if they have an address."""
    selection = files.selection_of(asked, on=timezone.localdate())
    messages.tell(
        kind=Kind.REPORT,
        people=[asked.user],
        link=link(asked),
        at=asked.finished_at,
        once=f"report {asked.pk}",
        name=asked.get_form_display(),
        period=words.period_name(selection),
    )


def link(asked):
    """Return the page of a file at the desk it belongs to."""
    if asked.unit is None:
        return reverse("office:report_file", args=[asked.pk])
    return reverse("unit:report_file", args=[asked.unit.code, asked.pk])


def _belongs(subscription):
    """Tell whether the person may still see what the report says."""
    if subscription.unit is None:
        return subscription.user.has_perm("procurement.view_figures")
    return subscription.unit.memberships.filter(user=subscription.user).exists()
