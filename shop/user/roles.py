"""Which roles a person holds anywhere: what their session may last, and whether they need a second factor."""

from django.apps import apps

from . import permissions

# Groups of Django; the three administrators exclude each other, which triggers of the database see to.
GROUPS = {
    permissions.OFFICE: "县协作办",
    permissions.SYSTEM: "系统管理员",
    permissions.SECURITY: "安全管理员",
    permissions.AUDIT: "审计管理员",
}
EXCLUSIVE = (permissions.SYSTEM, permissions.SECURITY, permissions.AUDIT)


def of(user):
    """Return the codes of all roles of a person; empty for a shopper."""
    names = {name: role for role, name in GROUPS.items()}
    held = {names[name] for name in user.groups.values_list("name", flat=True) if name in names}
    # The memberships lie in a layer above.
    memberships = apps.get_model("procurement", "Membership").objects.filter(user=user)
    held.update(memberships.order_by().values_list("role", flat=True).distinct())
    return held | ({permissions.SUPPLIER} if user.partners.exists() else set())
