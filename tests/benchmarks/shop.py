"""The shop's pages beside Oscar's own, on the same rows, one process each, in turns; and beside a bare Django view.

Oscar's lists go through its search as it ships (Whoosh with spelling) and with spelling off. ``ratio`` is how many
times as fast ours is. Of Oscar few are asked: with spelling a list takes it seconds.
"""

from pathlib import Path
from statistics import median, quantiles
from tempfile import TemporaryDirectory

from django.db import connection

from . import shop_sizes
from .worker import TOKEN, Worker

OURS, STOCK, BARE = "shop.settings", "tests.benchmarks.stock_oscar.settings", "tests.benchmarks.bare_django"
SIZES, MIDDLE = (1_000, 10_000, 100_000), 10_000
MANY, FEW = 60, 3
ADD = "quantity=1"


def measure():
    """Yield ratios at 10,000 products, then times of our lists at every size; PostgreSQL with our pages only."""
    with TemporaryDirectory() as folder:
        if connection.vendor == "postgresql":
            yield from _ours_alone(shop_sizes.in_this_database(MIDDLE))
            return
        shops = {size: shop_sizes.on_sqlite(Path(folder) / str(size), size) for size in SIZES}
        yield from _beside_oscar(shops[MIDDLE])
        yield from _beside_bare(shops[MIDDLE])
        yield from _sizes(shops)


def _beside_oscar(shop):
    pages = shop.pages
    with (
        Worker(OURS, shop.environment) as ours,
        Worker(OURS, shop.environment | {"PAGE_CACHE": "0"}) as anew,
        Worker(STOCK, shop.environment) as stock,
        Worker(STOCK, shop.environment | {"SPELLING": "1"}) as shipped,
    ):
        yield _compared("list, Oscar as shipped", ours, pages["list"], shipped, pages["list"], shop)
        for who, cookie in (("stranger", ""), ("logged in", shop.login)):
            for name, theirs in (
                ("list", "list"),
                ("filtered", "category"),
                ("product", "product"),
                ("search", "find"),
            ):
                yield _compared(f"{name}, {who}", ours, pages[name], stock, pages[theirs], shop, cookie=cookie)
            yield _compared(f"list, {who}, made anew", anew, pages["list"], stock, pages["list"], shop, cookie=cookie)
            add = f"csrftoken={TOKEN}; {cookie}"
            yield _compared(f"add, {who}", ours, pages["add"], stock, pages["add"], shop, cookie=add, form=ADD)
        yield _alone("suggestions, stranger", ours, pages["suggest"], shop)


def _beside_bare(shop):
    bytes_file = Path(shop.environment["VAR_DIR"]) / "page"
    with (
        Worker(OURS, shop.environment) as ours,
        Worker(BARE, shop.environment | {"BARE_PAGE": str(bytes_file)}) as bare,
    ):
        for name in ("home", "hall", "list", "filtered", "category", "product"):
            ours.ask(shop.pages[name])
            ours.ask(shop.pages[name], keep=str(bytes_file))
            yield _compared(f"{name} beside bare bytes", ours, "list", bare, "x", shop, path=shop.pages[name], few=MANY)


def _sizes(shops):
    """How the list takes more time with more products: kept, for somebody logged in, and made anew."""
    workers = {size: Worker(OURS, shop.environment) for size, shop in shops.items()}
    for who, cookie in (("stranger", ""), ("logged in", "login")):
        worst = {}
        for size, shop in shops.items():
            request = {"cookie": shop.login if cookie else ""}
            workers[size].ask(shop.pages["list"], **request)
            seconds = workers[size].ask(shop.pages["list"], times=MANY, **request)["seconds"]
            worst[size] = quantiles(seconds, n=20)[-1]
        yield _growth(f"list p95, {who}", worst)
    anew = {size: Worker(OURS, shop.environment | {"PAGE_CACHE": "0"}) for size, shop in shops.items()}
    worst = {}
    for size, shop in shops.items():
        anew[size].ask(shop.pages["list"])
        worst[size] = quantiles(anew[size].ask(shop.pages["list"], times=10)["seconds"], n=20)[-1]
    yield _growth("list p95, made anew", worst)
    for worker in (*workers.values(), *anew.values()):
        worker.__exit__()


def _growth(name, worst):
    milliseconds = {f"ms_at_{size}": round(seconds * 1000, 2) for size, seconds in worst.items()}
    return {"name": name, **milliseconds, "growth": round(worst[SIZES[-1]] / worst[SIZES[0]], 2)}


def _ours_alone(shop):
    with Worker(OURS, shop.environment) as ours:
        for who, cookie in (("stranger", ""), ("logged in", shop.login)):
            for name in ("home", "list", "filtered", "product", "search"):
                yield _alone(f"{name}, {who}", ours, shop.pages[name], shop, cookie=cookie)


def _alone(name, worker, path, shop, **request):
    worker.ask(path, **request)
    told = worker.ask(path, times=MANY, **request)
    _check(told, path)
    facts = {"ms": round(median(told["seconds"]) * 1000, 2), "queries": told["queries"]}
    return {"name": name, "products": shop.size, **facts}


def _compared(name, ours, our_path, theirs, their_path, shop, *, path=None, few=FEW, **request):
    """Ask both in turns and return pages a second; ``path`` is for both."""
    our_path, their_path = path or our_path, path or their_path
    spent, told = ([], []), [None, None]
    ours.ask(our_path, **request), theirs.ask(their_path, **request)
    for _ in range(FEW):
        for place, (worker, address, times) in enumerate(
            ((ours, our_path, MANY // FEW), (theirs, their_path, few // FEW))
        ):
            told[place] = worker.ask(address, times=max(times, 1), **request)
            spent[place].extend(told[place]["seconds"])
            _check(told[place], address)
    mine, other = (median(each) for each in spent)
    facts = {"per_second": round(1 / mine, 1), "other_per_second": round(1 / other, 2), "ratio": round(other / mine, 2)}
    queries = {"queries": told[0]["queries"], "other_queries": told[1]["queries"], "bytes": told[0]["bytes"]}
    return {"name": name, "products": shop.size, **facts, **queries}


def _check(told, path):
    if told["status"] not in (200, 302):
        raise RuntimeError(f"{path} answered {told['status']}")
