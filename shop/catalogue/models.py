"""Oscar's own tables, unchanged."""

from oscar.apps.catalogue.models import *  # noqa: F403
