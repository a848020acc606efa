"""System, security and audit administrators are groups, and the database lets nobody be in two of them."""

from django.db import migrations

from shop.produce.migration_sql import per_vendor

NAMES = ("系统管理员", "安全管理员", "审计管理员")
LIST = ", ".join(f"'{name}'" for name in NAMES)
WORDS = "three administrators exclude each other"
SECOND = f"""
    EXISTS (SELECT 1 FROM auth_group WHERE id = NEW.group_id AND name IN ({LIST}))
    AND EXISTS (
        SELECT 1 FROM user_user_groups held JOIN auth_group ON auth_group.id = held.group_id
        WHERE held.user_id = NEW.user_id AND held.group_id <> NEW.group_id AND auth_group.name IN ({LIST})
    )
"""
SQLITE = [
    f"CREATE TRIGGER three_administrators_{verb.lower()} BEFORE {verb} ON user_user_groups WHEN {SECOND} "
    f"BEGIN SELECT RAISE(ABORT, '{WORDS}'); END"
    for verb in ("INSERT", "UPDATE")
]
# The person's row is locked first, so that two roles given at once see each other.
POSTGRESQL = [
    f"""
    CREATE FUNCTION three_administrators() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        PERFORM 1 FROM user_user WHERE id = NEW.user_id FOR UPDATE;
        IF {SECOND} THEN
            RAISE EXCEPTION '{WORDS}' USING ERRCODE = 'integrity_constraint_violation';
        END IF;
        RETURN NEW;
    END $$
    """,
    "CREATE TRIGGER three_administrators BEFORE INSERT OR UPDATE ON user_user_groups "
    "FOR EACH ROW EXECUTE FUNCTION three_administrators()",
]


def make_groups(apps, schema_editor):
    for name in NAMES:
        apps.get_model("auth", "Group").objects.get_or_create(name=name)


class Migration(migrations.Migration):
    dependencies = [("user", "0002_accounts_that_are_kept"), ("auth", "0012_alter_user_first_name_max_length")]

    operations = [
        migrations.RunPython(make_groups, migrations.RunPython.noop),
        migrations.RunPython(per_vendor(SQLITE, POSTGRESQL), migrations.RunPython.noop),
    ]
