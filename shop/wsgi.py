"""WSGI entry point."""

import gc
import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "shop.settings")
application = get_wsgi_application()

# Only servers come here; commands that do not search load nothing for it.
from shop.search import warming  # noqa: E402

warming.begin()

# What is loaded by now stays for good; looking through it again for garbage took up to a third of a page's time.
gc.collect()
gc.freeze()
