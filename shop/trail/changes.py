"""Old → new of what is worth it, gathered while a request runs, without a query: rows remember how they were read."""

from contextlib import contextmanager
from contextvars import ContextVar

from django.apps import apps
from django.db.models.signals import m2m_changed, post_delete, post_init, post_save

# Model → fields whose change is told. A password is told as changed, never what it was.
WATCHED = {
    "user.User": ("name", "mobile", "email", "is_active", "password", "woken_at"),
    "user.FactorRule": ("role",),
    "procurement.Unit": ("name", "parent_id", "credit_code", "contact_name", "contact_phone"),
    "procurement.Membership": ("user_id", "unit_id", "role"),
    "procurement.InvoiceTitle": ("name", "credit_code", "bank_account"),
    "procurement.ApprovalPolicy": ("gift_ceiling",),
    "procurement.ApprovalStep": ("name", "from_amount", "position"),
    "procurement.StandIn": ("absent_id", "person_id", "from_on", "to_on"),
    "procurement.Plan": ("title", "counting_stage", "starts_on", "ends_on"),
    "procurement.ApiToken": ("name", "revoked_at"),
    "procurement.SupplierMember": ("supplier_id", "user_id", "role"),
    "procurement.SupplierPause": ("supplier_id", "cause", "reason", "ended_at"),
    "procurement.Licence": ("supplier_id", "number", "expires_on", "status"),
    "procurement.BankChange": ("supplier_id", "account_name", "bank_name", "bank_account", "status"),
    "produce.SupplierProfile": ("credit_code", "account_name", "bank_name", "bank_account", "contact_phone"),
}
SECRET, LONGEST = {"password"}, 120
_gathered = ContextVar("gathered", default=None)


def connect():
    for label in WATCHED:
        model = apps.get_model(label)
        for signal, act in ((post_init, _remember), (post_save, _saved), (post_delete, _deleted)):
            signal.connect(act, sender=model, dispatch_uid=f"trail.{label}.{act.__name__}")
    m2m_changed.connect(_groups, sender=apps.get_model("user.User").groups.through, dispatch_uid="trail.groups")


@contextmanager
def gathering():
    """Gather ``[what, old, new]`` of everything that changes inside."""
    token = _gathered.set([])
    try:
        yield _gathered.get()
    finally:
        _gathered.reset(token)


def tell(what, old, new):
    gathered = _gathered.get()
    if gathered is not None:
        gathered.append([what, old, new])


def _remember(sender, instance, **kwargs):
    if instance.pk:
        instance.__dict__["_as_read"] = _facts(sender, instance)


def _saved(sender, instance, created, **kwargs):
    if _gathered.get() is None:
        return
    new = _facts(sender, instance)
    old = {} if created else instance.__dict__.get("_as_read", {})
    name = f"{sender._meta.verbose_name} {instance.pk}"
    for field, value in new.items():
        if old.get(field) != value:
            tell(f"{name} {_label(sender, field)}", *_said(field, old.get(field), value))
    instance.__dict__["_as_read"] = new


def _deleted(sender, instance, **kwargs):
    tell(f"{sender._meta.verbose_name} {instance.pk}", str(instance)[:LONGEST], "（删除）")


def _groups(sender, instance, action, pk_set, model, **kwargs):
    if action in ("post_add", "post_remove") and pk_set and _gathered.get() is not None:
        names = "、".join(model.objects.filter(pk__in=pk_set).values_list("name", flat=True))
        tell(f"用户 {instance.pk} 角色", *(("", names) if action == "post_add" else (names, "")))


def _facts(sender, instance):
    # What was deferred is not looked up for this.
    return {name: instance.__dict__[name] for name in WATCHED[sender._meta.label] if name in instance.__dict__}


def _label(sender, field):
    return str(sender._meta.get_field(field).verbose_name)


def _said(field, old, new):
    if field in SECRET:
        return "", "（已修改）"
    return tuple("" if value is None else str(value)[:LONGEST] for value in (old, new))
