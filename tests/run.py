"""Run every suite: on SQLite, on PostgreSQL, in the browser. What cannot run here is said in one clear line.

``make test`` on a laptop needs nothing but Python. With ``CI`` set in the environment nothing may be left out.
"""

import os
import shutil
import subprocess
import sys

import psycopg

LOCAL_SERVER = "postgres:///postgres"
CHROMIUM = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("google-chrome")


def main():
    missing, failed = [], []
    suites = [("SQLite", ["-m", "not postgresql and not browser and not faults"], {})]
    server = find_postgresql()
    if server:
        suites.append(("PostgreSQL", ["-m", "not browser and not pure and not faults"], {"DATABASE_URL": server}))
    else:
        missing.append("PostgreSQL: no server answers (set TEST_DATABASE_URL)")
    if CHROMIUM:
        suites.append(("browser", ["-m", "browser", "-n", "0"], {"CHROMIUM": CHROMIUM}))
    else:
        missing.append("browser: no Chromium found (set CHROMIUM)")
    if not shutil.which("soffice"):
        missing.append("LibreOffice: the tests that open our workbooks with it (install libreoffice-calc)")
    for name, arguments, environment in suites:
        print(f"== {name}", flush=True)
        environment = {**os.environ, "LOG_LEVEL": "ERROR", **environment}
        command = [sys.executable, "-m", "pytest", "-n", "2", *arguments, *sys.argv[1:]]
        if subprocess.run(command, env=environment, check=False).returncode:
            failed.append(name)
    for line in missing:
        print(f"skipped: {line}")
    if failed:
        print(f"failed: {', '.join(failed)}")
    return 1 if failed or (missing and os.environ.get("CI")) else 0


def find_postgresql():
    """Return the address of a server to test on, or None when none answers."""
    address = os.environ.get("TEST_DATABASE_URL", LOCAL_SERVER)
    try:
        psycopg.connect(address.replace("postgres://", "postgresql://"), connect_timeout=3).close()
    except psycopg.OperationalError:
        return None
    return address


if __name__ == "__main__":
    sys.exit(main())
