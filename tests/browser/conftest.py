"""A real site for the journeys: its own database, server and worker processes, and Chromium in front."""

import json
import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import pytest
from playwright.sync_api import sync_playwright

from tests import migrated
from tests.shop import fake_stripe

ROOT = Path(__file__).resolve().parents[2]
FLAGS = "--lang=zh-CN --no-sandbox --disable-gpu --disable-background-networking --disable-component-update".split()
SIZES = {"phone": {"width": 390, "height": 844}, "desktop": {"width": 1440, "height": 900}}


def pytest_collection_modifyitems(items):
    for item in items:
        if Path(item.fspath).is_relative_to(Path(__file__).parent):
            item.add_marker(pytest.mark.browser)


class Site:
    """One running site; ``run`` executes a management command against it."""

    def __init__(self, var, stripe):
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        self.var, self.stripe = var, stripe
        self.url = f"http://127.0.0.1:{self.port}"
        self.environment = {
            **{name: value for name, value in os.environ.items() if name != "DATABASE_URL"},
            "VAR_DIR": str(var),
            "DEMO": "1",
            "SITE_URL": self.url,
            "STRIPE_SECRET_KEY": "sk_test_1",
            "STRIPE_WEBHOOK_SECRET": fake_stripe.SECRET,
            "STRIPE_API_BASE": stripe.url,
        }
        self.processes = []

    def run(self, *arguments):
        """Run a management command; return its finished process with output as text."""
        command = [sys.executable, "manage.py", *arguments]
        return subprocess.run(
            command, cwd=ROOT, env=self.environment, capture_output=True, text=True, timeout=300, check=False
        )

    def rows(self, code, argument=""):
        """Return what a line of code leaves in ``rows`` when run on the site with ``ARGUMENT`` set."""
        code = f"import json; ARGUMENT = {argument!r}; {code}; print(json.dumps(rows))"
        done = self.run("shell", "-v0", "-c", code)
        assert done.returncode == 0, done.stderr
        return json.loads(done.stdout.splitlines()[-1])

    def start(self):
        gunicorn = ["-m", "gunicorn", "shop.wsgi", "--bind", f"127.0.0.1:{self.port}", "--threads", "4"]
        for arguments in (gunicorn, ["manage.py", "db_worker", "--interval", "0.2"]):
            with (self.var / "site.log").open("a") as log:
                process = subprocess.Popen(
                    [sys.executable, *arguments], cwd=ROOT, env=self.environment, stdout=log, stderr=log
                )
            self.processes.append(process)
        for _ in range(150):
            try:
                return urllib.request.urlopen(f"{self.url}/healthz", timeout=2)  # noqa: S310
            except OSError:
                time.sleep(0.2)
        raise RuntimeError((self.var / "site.log").read_text()[-3000:])

    def stop(self):
        for process in self.processes:
            process.terminate()
        for process in self.processes:
            process.wait(timeout=20)


@pytest.fixture(scope="session")
def site(tmp_path_factory):
    """A site with the demo's people and products, none of its orders."""
    with fake_stripe.running() as stripe:
        site = Site(tmp_path_factory.mktemp("site"), stripe)
        shutil.copy(migrated.migrated_file(), site.var / "db.sqlite3")
        for command in (["migrate", "-v0"], ["load_demo", "--without-history"], ["update_search_index"]):
            done = site.run(*command)
            assert done.returncode == 0, done.stdout + done.stderr
        site.start()
        yield site
        site.stop()


@pytest.fixture(scope="session")
def chromium():
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=os.environ.get("CHROMIUM"), args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture
def visit(chromium, site):
    """Return a function that opens a new person's page at a size; each has cookies of their own."""
    contexts = []

    def open_page(size="desktop"):
        context = chromium.new_context(base_url=site.url, viewport=SIZES[size], locale="zh-CN")
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(15_000)
        return page

    yield open_page
    for context in contexts:
        context.close()


@pytest.fixture
def shoot(tmp_path_factory):
    """Return a function that keeps a screenshot of a page at both sizes; SHOTS names the folder to keep them in."""
    folder = Path(os.environ.get("SHOTS") or tmp_path_factory.mktemp("shots"))
    folder.mkdir(parents=True, exist_ok=True)

    def take(page, name):
        # After a click the next page may have begun and have no content yet.
        page.wait_for_load_state()
        before = page.viewport_size
        for size, viewport in SIZES.items():
            page.set_viewport_size(viewport)
            width = page.evaluate("document.documentElement.scrollWidth")
            page.screenshot(path=folder / f"{name}-{size}.png", full_page=True)
            assert width <= viewport["width"], f"{name} scrolls sideways at {viewport['width']} px"
        page.set_viewport_size(before)

    return take
