"""Encode photos that people upload anew, in a child process, so that no file can hurt the site or tell a place."""

import subprocess
import sys
from pathlib import Path

from .photo_worker import TOO_MANY_PIXELS

WORKER = Path(__file__).with_name("photo_worker.py")
MAX_PHOTOS = 6
MAX_BYTES = 12 * 2**20
MAX_PIXELS = 50_000_000
SIDE = 1600
MEMORY = 1024 * 2**20
SECONDS = 10
MAGICS = (b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n")


class BadPhoto(Exception):
    """The file cannot be taken; the message says why."""


def encode(data):
    """Return a JPEG, PNG or WebP as a JPEG of at most 1600 px a side, without metadata.

    :raises BadPhoto: if it is too large, no such picture, or takes too much time.
    """
    if len(data) > MAX_BYTES:
        raise BadPhoto(f"照片超过 {MAX_BYTES // 2**20} MB，请压缩后再传。")
    if not _is_picture(data):
        raise BadPhoto("照片须是 JPG、PNG 或 WebP 格式。")
    command = [sys.executable, "-I", str(WORKER), *map(str, (SIDE, MAX_PIXELS, MEMORY, SECONDS))]
    try:
        child = subprocess.run(command, input=data, capture_output=True, timeout=60, env={}, check=False)  # noqa: S603 (our own)
    except subprocess.TimeoutExpired:
        raise BadPhoto("照片无法在限定时间内处理，请换一张。") from None
    if child.returncode == TOO_MANY_PIXELS:
        raise BadPhoto(f"照片超过 {MAX_PIXELS // 10_000} 万像素，请缩小后再传。")
    if child.returncode or not child.stdout:
        raise BadPhoto("照片已损坏或无法处理，请换一张。")
    return child.stdout


def _is_picture(data):
    return data.startswith(MAGICS) or (data[:4] == b"RIFF" and data[8:12] == b"WEBP")
