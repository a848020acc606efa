"""Run benchmarks on the database of the environment, which must be a scratch one; print one JSON line a result."""

import importlib
import json
import os
import sys


def main(names):
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "shop.settings")
    import django

    django.setup()
    from django.core.management import call_command
    from django.db import connection

    call_command("migrate", verbosity=0)
    for name in names:
        for result in importlib.import_module(f"tests.benchmarks.{name}").measure():
            print(
                json.dumps({"benchmark": name, "database": connection.vendor, **result}, ensure_ascii=False), flush=True
            )


if __name__ == "__main__":
    main(sys.argv[1:])
