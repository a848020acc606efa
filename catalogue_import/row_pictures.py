"""Which pictures belong to which row, by whichever of the four ways they were put there."""

import hashlib
import posixpath
import re

from .parse.rows import CLEAR
from .workbook import cells, images, refusals
from .workbook import pictures as floating
from .workbook.in_cell import Names
from .workbook.refusals import Refused
from .workbook.text import clean

KEY = "pictures"
NUMBERED = re.compile(r"(.+?)_(\d{1,3})")
SEPARATORS = re.compile(r"[;,，；、|\n]+")
FORMULA_ERROR = "这一格是错误值或没有结果的公式，请重新放入图片。"
NOT_IN_FILE = "这一格的图片没有存在文件里（可能是链接的网络图片），请把图片重新插入单元格。"
NO_SUCH_FILE = "压缩包里没有图片文件“{name}”，请放进压缩包或改正文件名。"
NOT_A_ZIP = "图片要放在单元格里；填文件名时，请把表格和图片一起压缩成 .zip 上传。"
CLEARED_AND_GIVEN = "这一格写了“清空”，但这一行还有图片，请二者留一。"


class Pictures:
    """Collects the sources of each row's pictures, then has them re-encoded, each once."""

    def __init__(self, bundle, limits):
        self.package, self.files, self.limits = bundle.package, bundle.files, limits
        self.names = Names(bundle.package)
        self.asked = []
        self.sources = {}

    def start(self, sheet):
        """Look up the pictures that float over a sheet, before its rows are collected."""
        self.anchored = floating.anchored(self.package, sheet, self.limits)

    def collect(self, parsed, cell):
        """Note the sources of a row's pictures, or its mistakes in the picture cell."""
        asked = Asked(parsed, clean(cell.text) if cell else "")
        if cell and cell.kind in {cells.ERROR, cells.UNCALCULATED}:
            asked.refuse(FORMULA_ERROR)
        elif cell and cell.kind == cells.PICTURE:
            asked.parts.append(self.names.part(cell.text))
        elif asked.text and asked.text != CLEAR:
            self._named(asked)
        asked.parts += self.anchored.get(parsed.number, [])
        if asked.is_any or self.files:
            self.asked.append(asked)

    def settle(self, rows, keep, tell, known):
        """Give every row ``values["pictures"]``, a list of digests; return how many pictures were taken.

        A row without any picture keeps the key absent, as for any empty cell.
        """
        codes = {row.code.casefold() for row in rows}
        by_code = _files_by_code(self.files, codes)
        for asked in self.asked:
            if not asked.text:
                asked.files += by_code.get(asked.row.code.casefold(), [])
            self._check_count(asked)
        results = self._reencoded(keep, tell, known)
        for asked in self.asked:
            asked.settle(results)
        return sum(len(asked.row.values.get(KEY, ())) for asked in self.asked)

    def _named(self, asked):
        for name in (name.strip() for name in SEPARATORS.split(asked.text)):
            file = posixpath.basename(name.replace("\\", "/")).casefold()
            if not self.files:
                return asked.refuse(NOT_A_ZIP)
            if file in self.files:
                asked.files.append(file)
            elif file:
                asked.refuse(NO_SUCH_FILE.format(name=name[:80]))

    def _check_count(self, asked):
        count, limit = len(asked.parts) + len(asked.files), self.limits["row_pictures"]
        if count > limit:
            raise Refused(refusals.TOO_MANY_ROW_PICTURES.format(row=asked.row.number, count=count, limit=limit))

    def _reencoded(self, keep, tell, known):
        """Return ``{source key: (digest, problem)}`` of everything asked for; equal bytes are worked on once.

        Sources that the shop knows are not worked on at all.
        """
        wanted = list(dict.fromkeys(key for asked in self.asked for key in asked.keys))
        if len(wanted) > self.limits["pictures"]:
            raise Refused(refusals.TOO_MANY_PICTURES.format(limit=self.limits["pictures"]))
        twins = {}
        unknown = self._unknown(self._distinct(wanted, twins), known, lambda: tell("处理图片", len(twins), len(wanted)))
        results = {}
        for encoded in images.reencode(unknown, self.limits):
            results[encoded.key] = (keep(encoded.jpeg) if encoded.jpeg else "", encoded.problem)
            tell("处理图片", max(len(results), 1), len(wanted))
        self.sources |= {source: digest for source, (digest, _) in results.items() if digest}
        results |= {source: (digest, "") for source, digest in self.sources.items()}
        return {key: results.get(twins.get(key), ("", NOT_IN_FILE)) for key in wanted}

    def _distinct(self, wanted, twins):
        """Yield ``(digest of the source, bytes)`` of each different source, noting which keys share it."""
        seen = set()
        for key in wanted:
            data = self._bytes(*key)
            source = twins[key] = hashlib.sha256(data).hexdigest() if data else ""
            if data and source not in seen:
                seen.add(source)
                yield source, data

    def _unknown(self, sources, known, tell):
        for source, data in sources:
            digest = known(source)
            if digest:
                self.sources[source] = digest
                tell()
            else:
                yield source, data

    def _bytes(self, kind, name):
        # One byte more than allowed is enough to see that it is too large.
        at_most = self.limits["picture_bytes"] + 1
        if kind == "file":
            return self.files[name](at_most)
        return self.package.read(name, at_most) if self.package.has(name) else b""


class Asked:
    """The pictures one row asks for: parts of the workbook, then files of the zip."""

    def __init__(self, row, text):
        self.row, self.text = row, text
        self.parts, self.files = [], []

    @property
    def is_any(self):
        return bool(self.parts or self.files or self.text)

    @property
    def keys(self):
        return [("part", part) for part in self.parts if part] + [("file", name) for name in self.files]

    def refuse(self, sentence):
        self.row.add(KEY, sentence, value=self.text)

    def settle(self, results):
        """Turn what was asked into digests and mistakes."""
        if "" in self.parts:
            self.refuse(NOT_IN_FILE)
        for sentence in dict.fromkeys(results[key][1] for key in self.keys if results[key][1]):
            self.refuse(sentence)
        digests = list(dict.fromkeys(results[key][0] for key in self.keys if results[key][0]))
        if self.text == CLEAR and self.keys:
            self.refuse(CLEARED_AND_GIVEN)
        elif digests or self.text == CLEAR:
            self.row.values[KEY] = digests


def _files_by_code(files, codes):
    """Return ``{code: [file name, …]}``: ``TC01-001.jpg``, then ``TC01-001_2.png``.

    A file named exactly like a code belongs to it, even when that code ends in ``_2``.
    """
    found = {}
    for name in files:
        stem = posixpath.splitext(name)[0]
        match = NUMBERED.fullmatch(stem)
        if stem in codes:
            found.setdefault(stem, []).append((0, name))
        elif match and match[1] in codes:
            found.setdefault(match[1], []).append((int(match[2]), name))
    return {code: [name for _, name in sorted(named)] for code, named in found.items()}
