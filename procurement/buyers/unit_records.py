"""Write what was done to a unit and its people, and tell how such records end up on a page."""

from ..models import Role, UnitRecord

What = UnitRecord.What
LONGEST = 300


def write(*, unit, what, by, at, person=None, words="", roles=(), department=""):
    """Add one record; ``words`` are cut to what fits."""
    return UnitRecord.objects.create(
        unit=unit,
        what=what,
        by=by,
        at=at,
        person=person,
        words=words[:LONGEST],
        roles=list(roles),
        department=department,
    )


def role_words(roles):
    """Return roles in words, in the order of ``Role``, e.g. ``管理员、经办人``."""
    return "、".join(role.label for role in Role if role in set(roles)) or "没有角色"


def change_words(old, new, labels):
    """Return what differs between two dictionaries in words, e.g. ``简称：县委办 → 县委办公室``; empty when nothing.

    :param labels: ``{key: label}``; keys beyond it are left out.
    """
    changes = [(label, old.get(key), new.get(key)) for key, label in labels.items()]
    return "；".join(
        f"{label}：{_word(before)} → {_word(after)}" for label, before, after in changes if before != after
    )


def _word(value):
    return "（空）" if value in (None, "") else str(value)
