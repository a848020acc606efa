"""Oscar's own tables, unchanged."""

from oscar.apps.basket.models import *  # noqa: F403
