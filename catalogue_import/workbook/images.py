"""Re-encode pictures in a child process with little memory and time, so that no picture can hurt the site."""

import json
import subprocess
import sys
import tempfile
from itertools import islice
from pathlib import Path
from typing import NamedTuple

WORKER = Path(__file__).with_name("image_worker.py")
OPTIONS = {"side": 2000, "memory": 320 * 2**20, "seconds": 3, "allowance": 0.05, "allowance_per_mib": 0.25}
BATCH = 100
BATCH_BYTES = 32 * 2**20
# Seconds of processor time that the pictures of a file may take beyond what their size allows; a picture at which the
# process dies costs as much as the slowest. A file that takes more is meant to: the rest is not tried.
PATIENCE = 6
MAGICS = (b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n")

TOO_LARGE = "图片超过 {limit} MB，请压缩后再放进表格。"
TOO_MANY_PIXELS = "图片超过 {limit} 万像素，请缩小后再放进表格。"
TOO_HEAVY = "图片太大，处理不了。请缩小，或另存为普通 JPG 后再放进表格。"
NOT_A_PICTURE = "图片不是 JPG、PNG 或 WebP 格式，或已损坏，请换一张。"
TOO_SLOW = "图片无法在限定时间内处理，请另存为普通 JPG 后再放进表格。"


class Encoded(NamedTuple):
    """A picture under the caller's key: its new JPEG bytes, or the sentence saying why there are none."""

    key: str
    jpeg: bytes
    problem: str = ""


def is_picture(data):
    """Tell by the first bytes whether this is a JPEG, PNG or WebP."""
    return data.startswith(MAGICS) or (data[:4] == b"RIFF" and data[8:12] == b"WEBP")


def reencode(sources, limits):
    """Yield an ``Encoded`` for each ``(key, bytes)``, in order."""
    sources = iter(sources)
    patience = PATIENCE
    while batch := _batch(sources):
        with tempfile.TemporaryDirectory(prefix="pictures-") as folder:
            problems, patience = _run(Path(folder), batch, limits, patience)
            yield from _results(Path(folder), batch, problems, limits)


def _batch(sources):
    batch, size = [], 0
    for key, data in islice(sources, BATCH):
        batch.append((key, data))
        size += len(data)
        if size > BATCH_BYTES:
            break
    return batch


def _run(folder, batch, limits, patience):
    """Return ``{number: problem}`` of a batch and the patience that is left."""
    problems = _write(folder, batch, limits)
    start = 0
    while start < len(batch) and patience > 0:
        done = _child(folder, start, len(batch), limits, patience)
        problems = {line["number"]: line["problem"] for line in done} | problems
        patience -= sum(line["excess"] for line in done)
        start += len(done)
        if start < len(batch) and patience > 0:
            # The process died at this one.
            problems.setdefault(start, "slow")
            patience, start = patience - OPTIONS["seconds"], start + 1
    return problems, patience


def _write(folder, batch, limits):
    """Put the pictures of a batch where the child finds them; return the problems seen at once."""
    problems = {}
    for number, (_, data) in enumerate(batch):
        if len(data) > limits["picture_bytes"]:
            problems[number] = "bytes"
        elif not is_picture(data):
            problems[number] = "unreadable"
        else:
            (folder / f"{number}.in").write_bytes(data)
    return problems


def _child(folder, start, count, limits, patience):
    """Return what the child said of each picture it worked on, from the first on without a gap."""
    options = OPTIONS | {"pixels": limits["picture_pixels"], "patience": patience}
    command = [sys.executable, "-I", str(WORKER), str(folder), str(start), str(count), json.dumps(options)]
    seconds = 30 + OPTIONS["seconds"] * 2 * (count - start)
    try:
        process = subprocess.run(command, capture_output=True, timeout=seconds, env={}, check=False)  # noqa: S603 (our own)
        output = process.stdout
    except subprocess.TimeoutExpired as expired:
        output = expired.stdout or b""
    return [json.loads(line) for line in output.splitlines() if line.endswith(b"}")]


def _results(folder, batch, problems, limits):
    for number, (key, _) in enumerate(batch):
        problem = problems.get(number, "slow")
        file = folder / f"{number}.out"
        if problem or not file.exists():
            yield Encoded(key, b"", _sentence(problem, limits))
        else:
            yield Encoded(key, file.read_bytes())


def _sentence(problem, limits):
    if problem == "bytes":
        return TOO_LARGE.format(limit=limits["picture_bytes"] // 2**20)
    if problem == "pixels":
        return TOO_MANY_PIXELS.format(limit=limits["picture_pixels"] // 10_000)
    if problem == "memory":
        return TOO_HEAVY
    return TOO_SLOW if problem == "slow" else NOT_A_PICTURE
