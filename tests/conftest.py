"""People and places that most tests need. All of it goes through a real database."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import hypothesis
import pytest

from procurement.models import FundSource, Role

from . import factories, migrated

# A machine that is busy is no fault of what is tested.
hypothesis.settings.register_profile("untimed", deadline=None, suppress_health_check=[hypothesis.HealthCheck.too_slow])
hypothesis.settings.load_profile("untimed")
DATABASE_FIXTURES = {"db", "transactional_db", "django_db_reset_sequences", "django_db_setup"}


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config, log):
    from .scheduling import Scheduling

    return Scheduling(config, log)


def pytest_collection_modifyitems(items):
    """Mark the tests that touch no database, so that ``tests.run`` runs them once."""
    for item in items:
        if not (DATABASE_FIXTURES & set(item.fixturenames) or item.get_closest_marker("django_db")):
            item.add_marker(pytest.mark.pure)


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings):
    """Start from a database that is migrated already."""
    kept = migrated.prepare()
    yield
    if kept:
        kept.close()


def own_settings(settings, folder):
    """Return the settings that keep everything below a folder and do at once what is work in the background."""
    private = {**settings.STORAGES["private"], "OPTIONS": {"location": folder / "private", "base_url": None}}
    return {
        "MEDIA_ROOT": folder / "media",
        "PRIVATE_ROOT": folder / "private",
        "BACKUP_DIR": folder / "backups",
        "STORAGES": {**settings.STORAGES, "private": private},
        "TASKS": {"default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"}},
        # What a supplier publishes is on sale at once; tests of the office's review turn it on.
        "LISTING_REVIEW": False,
        # Counters outlive a test, and its people's numbers come again; tests of the limits set them.
        "UPLOADS_AN_HOUR": 10**6,
        "SUGGESTIONS_A_MINUTE": 10**6,
        # Factories write without the functions that turn the shop's edition; tests of kept pages turn this on.
        "PAGE_CACHE": False,
        "PASSWORD_HASHERS": ["django.contrib.auth.hashers.MD5PasswordHasher"],
    }


@pytest.fixture(autouse=True)
def own_files(settings, tmp_path):
    """Give each test its own media, private files and search index."""
    for name, value in own_settings(settings, tmp_path).items():
        setattr(settings, name, value)
    settings.HAYSTACK_CONNECTIONS["default"]["PATH"] = str(tmp_path / "search")


@pytest.fixture
def now():
    return datetime(2026, 11, 20, 10, 0, tzinfo=ZoneInfo("Asia/Shanghai"))


@pytest.fixture
def unit(db):
    return factories.UnitFactory()


@pytest.fixture
def administrator(unit):
    return factories.join_unit(unit, Role.ADMINISTRATOR)


@pytest.fixture
def handler(unit):
    return factories.join_unit(unit, Role.HANDLER)


@pytest.fixture
def approver(unit):
    return factories.join_unit(unit, Role.APPROVER)


@pytest.fixture
def acceptor(unit):
    return factories.join_unit(unit, Role.ACCEPTOR)


@pytest.fixture
def member(unit):
    return factories.join_unit(unit, Role.MEMBER)


@pytest.fixture
def stranger_handler(db):
    """A handler of another unit."""
    return factories.join_unit(factories.UnitFactory(), Role.HANDLER)


@pytest.fixture
def seller(db):
    """A supplier's person."""
    return factories.UserFactory()


@pytest.fixture
def supplier(seller):
    return factories.SupplierFactory(users=[seller])


@pytest.fixture
def rival(db):
    """A person of another supplier."""
    person = factories.UserFactory()
    factories.SupplierFactory(users=[person])
    return person


@pytest.fixture
def office(db):
    return factories.make_office_person()


@pytest.fixture
def shopper(db):
    return factories.UserFactory()


@pytest.fixture
def oranges(supplier):
    return factories.make_product(supplier, tiers=[(20, "56.30"), (50, "54.50")], stock=200)


@pytest.fixture
def open_group_order(unit, handler, oranges, now):
    """A group order of the unit collecting for oranges until tomorrow."""
    from procurement.collection import group_orders

    group_order = group_orders.create(
        unit=unit,
        title="春节慰问",
        fund_source=FundSource.UNION,
        deadline_at=now + timedelta(days=1),
        delivery=("测试路 1 号", "收货人", "10000000000"),
        items=[(oranges, 0)],
        by=handler,
        at=now,
    )
    return group_orders.open(group_order=group_order, by=handler, at=now)
