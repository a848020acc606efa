"""Find province, city and county in a text; full and short names, with or without spaces, some of them missing."""

import re
from dataclasses import dataclass, field

from shop.produce import gazetteer
from shop.produce.provinces import WITHOUT_CITIES

LONGEST = 15
# A short name before one of these is the name of a street or a town: 南京路, 建湖大道, 朝阳镇.
STREET = re.compile(r"[东西南北中]?(路|街|大道|大街|巷|弄|胡同|镇|乡|村|桥|里)")
# Before these it is a place and belongs to the name of a house too: 建湖中学.
HOUSE = re.compile(
    r"(第.)?(中学|小学|大学|学院|医院|车站|宾馆|酒店|饭店|公园|广场|大厦|银行|政府|法院|公安|市场|花园|小区)"
)
SKIPPED = re.compile(r"^(市辖区|县辖区|省直辖)?")


@dataclass
class Where:
    """What was found: fields of the form, and sentences on what is left to the person."""

    fields: dict = field(default_factory=dict)
    notes: list = field(default_factory=list)


@dataclass(frozen=True)
class Chain:
    """Places one below the other from ``start`` to ``end`` of a text; ``kept`` is where the street begins."""

    start: int
    end: int
    places: tuple
    kept: int
    doubt: str = ""

    @property
    def weight(self):
        """The more levels, and the more letters, the surer; doubts come last."""
        return len(self.places), self.end - self.start, -self.start


def find(text):
    """Return ``(Where, the text before, the text after)``."""
    text = re.sub(r"(?:^|(?<=\s))中国(?!\S*(?:银行|移动|电信|联通))", "", text).strip()
    chains = [chain for start in _starts(text) if (chain := _chain(text, start))]
    chains = chains or [chain for start in range(len(text)) if (chain := _chain(text, start)) and _is_sure(chain, text)]
    if not chains:
        return Where(), text, ""
    best = max(chains, key=lambda chain: chain.weight)
    return _where(best), text[: best.start].strip(), text[best.kept :].strip()


def _starts(text):
    return [0, *(match.end() for match in re.finditer(r"[\s:]", text))] if text else []


def _is_sure(chain, text):
    """In the middle of a word only what is written in full, or two levels, is a place."""
    return len(chain.places) > 1 or text[chain.start : chain.end].endswith(("省", "市", "自治区", "自治州"))


def _chain(text, start):
    """Follow places downwards from a place in a text, or return None."""
    names, places, position, kept = gazetteer.top(), [], start, start
    doubt = ""
    while True:
        step = _next(text, position, names, is_first=not places) or (_anywhere(text, position) if not places else None)
        if step is None:
            break
        found, end, kept = step
        if len(found) > 1:
            doubt = _doubt(found, text[position:end])
            places.append(None)
            position = end
            break
        places.append(found[0])
        names = found[0].below
        position = _skip(text, end, found[0])
        kept = position if kept == end else kept
        if not names:
            break
    if not places:
        return None
    if not doubt:
        doubt = _stranger(text, position, places[-1])
    return Chain(start, position, tuple(places), kept, doubt)


def _next(text, position, names, *, is_first):
    """Return ``(places, end, where the street begins)`` of the longest name that stands there, or None."""
    for end in range(min(len(text), position + LONGEST), position + 1, -1):
        said = text[position:end]
        if said not in names:
            continue
        found = _nearest(names[said])
        is_full = any(place.name == said for place in found)
        if is_full and not (is_first and len(said) < 2):
            return found, end, end
        if STREET.match(text, end):
            continue
        return found, end, position if HOUSE.match(text, end) and not found[0].is_province else end
    return None


def _anywhere(text, position):
    """Return the same for a city or county whose province is not said."""
    full, short = gazetteer.by_name()
    return _next(text, position, full, is_first=True) or _next(text, position, short, is_first=True)


def _nearest(found):
    """A prefecture wins over a county of the same name (吉林, 朝阳), and a place over its own repetition."""
    prefectures = [place for place in found if place.is_prefecture]
    return prefectures if len(prefectures) == 1 else found


def _skip(text, end, place):
    """Pass spaces, a name said twice (北京市北京市), and the words that stand for no place."""
    while True:
        before = end
        while end < len(text) and text[end] == " ":
            end += 1
        if (place.is_province and place.name in WITHOUT_CITIES | {place.name}) or place.is_prefecture:
            end += len(place.name) if text.startswith(place.name, end) else 0
        end += len(SKIPPED.match(text[end:])[0])
        if end == before:
            return end


def _doubt(found, said):
    cities = "、".join(dict.fromkeys(place.parent.name for place in found if place.parent))
    return f"“{said}”在几个地方都有（{_few(cities)}），请自己选省份、填城市。"


def _few(words):
    parts = words.split("、")
    return "、".join(parts[:4]) + (f"等 {len(parts)} 处" if len(parts) > 4 else "")


def _stranger(text, position, place):
    """Say so when a city or county follows that does not lie there."""
    full, _ = gazetteer.by_name()
    step = _next(text, position, full, is_first=True)
    if step and all(place.code[:2] != other.code[:2] for other in step[0]):
        return f"“{step[0][0].name}”不在{place.name}，请核对省份、城市和区县。"
    return ""


def _where(chain):
    if chain.doubt:
        return Where(notes=[chain.doubt])
    last = chain.places[-1]
    province = last.province
    levels = [last] if not last.is_province else []
    while levels and levels[0].parent and not levels[0].parent.is_province:
        levels.insert(0, levels[0].parent)
    names = [place.name for place in levels]
    fields = {"province": province.name, "city": "", "district": ""}
    if province.name in WITHOUT_CITIES:
        fields["district"] = names[-1] if names else ""
    elif names:
        fields["city"], fields["district"] = names[0], names[1] if len(names) > 1 else ""
    note = [] if fields["city"] or province.name in WITHOUT_CITIES else ["没有认出城市，请自己填写。"]
    return Where(fields, note)
