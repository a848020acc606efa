"""WSGI entry point."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "shop.settings")
application = get_wsgi_application()

# Only servers come here; commands that do not search load nothing for it.
from shop.search import warming  # noqa: E402

warming.begin()
