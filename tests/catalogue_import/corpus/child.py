"""Read files in children forked from a process that has the site loaded, and tell what each took.

Runs as ``python -m tests.catalogue_import.corpus.child``: a JSON line ``{"path", "name"}`` in, a JSON line out.
"""

import hashlib
import json
import os
import resource
import sys
from pathlib import Path

# More than this is not asked for even by accident: the machine that runs the tests stays alive.
ADDRESS_SPACE = 4 * 2**30


def main():
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "shop.settings")
    import django

    django.setup()
    print(json.dumps({"base_mib": _mib(resource.getrusage(resource.RUSAGE_SELF))}), flush=True)
    for line in sys.stdin:
        print(json.dumps(_forked(**json.loads(line)), ensure_ascii=False), flush=True)


def _forked(path, name):
    reader, writer = os.pipe()
    pid = os.fork()
    if not pid:
        resource.setrlimit(resource.RLIMIT_AS, (ADDRESS_SPACE, ADDRESS_SPACE))
        os.write(writer, json.dumps(_read(Path(path), name), ensure_ascii=False).encode())
        os._exit(0)
    os.close(writer)
    with os.fdopen(reader, "rb") as pipe:
        told = pipe.read()
    _, status, usage = os.wait4(pid, 0)
    found = json.loads(told) if told else {"error": f"died with status {status}"}
    return found | {"seconds": usage.ru_utime + usage.ru_stime, "peak_mib": _mib(usage)}


def _read(path, name):
    from django.conf import settings

    from catalogue_import import reading
    from catalogue_import.parse.lookups import Context
    from catalogue_import.workbook.refusals import Refused

    places = dict.fromkeys(("秭归县", "秭归", "420527"), "秭归县")
    context = Context.of(categories=["水果", "水果 > 脐橙", "水果 > 苹果"], places=places, region="秭归县")
    try:
        found = reading.read(path=path, name=name, context=context, limits=settings.WORKBOOK_LIMITS, keep=_digest)
    except Refused as refusal:
        return {"refused": str(refusal)}
    except BaseException as error:
        return {"error": repr(error)}
    mistakes = [mistake.message for row in found.rows for mistake in row.mistakes]
    return {"rows": len(found.rows), "images": found.images, "mistakes": len(mistakes), "messages": mistakes[:20]}


def _digest(jpeg):
    return hashlib.sha256(jpeg).hexdigest()


def _mib(usage):
    return round(usage.ru_maxrss / 1024, 1)


if __name__ == "__main__":
    main()
