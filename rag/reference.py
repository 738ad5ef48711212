"""References: what a turn points at in the assistant's last answer (「2つ目の」, 「最初の方」, 「後者」)."""

import re
from collections.abc import Sequence

from ingest.fold import narrow, squeeze

_MARK = re.compile(r"\[\d+\]")
_LINE = re.compile(r"^・\s*(.+)$", re.MULTILINE)
# What stands before the colon or the figure of a line is its name; a year in brackets behind it is not.
_SOURCE = re.compile(r"[（(][^（）()]*の資料[）)]")
_NAME = re.compile(r"^(.+?)(?:[：:は]|（[^）]*$|$)")
_FIGURES = re.compile(r"[（(][^（）()]*[0-9０-９][^（）()]*[）)]※?$")  # what a list says of an entry, behind its name
_RANKED = re.compile(r"の[0-9]{1,2}位は、([^（\n]+)（")
_PRONOUN = re.compile(
    r"(?:それ|これ|そちら|その(?:割合|項目|回答))(?:は|って|が)?、?(?=.*(?:何%|割合|何パーセント|何位))"
)
_NUMBERED = re.compile(r"[①-⑳]\s*([^①-⑳\n。]+)")
_KANJI = {"一": 1, "二": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8, "九": 9, "十": 10}
_ORDINAL = re.compile(
    r"(?:上から)?(?:([0-9]{1,2})|([一二三四五六七八九十]))(?:つ目|番目|個目|件目|番め|つめ|こめ|個め)"
)
_FIRST = re.compile(r"(?:最初|はじめ|初め|一番上|先頭|前者)(?=の|は|が|って|$|だけ)|前者")
_LAST = re.compile(r"(?:最後|一番下|末尾|後者)(?=の|は|が|って|$|だけ)|後者")
_FOLLOWING = re.compile(r"^の?(?:方|ほう|もの|やつ|コース|事業|制度|支援|区分|枠|項目|会社)?の?")


def resolved(text: str, answer: str, earlier: str = "", divisions: Sequence[str] = ()) -> str:
    """``text`` with an ordinal replaced by the entry that it counts; the text itself where it counts none.

    Counted are the lines of ``answer``, else ``divisions``, else what the answer numbers with ①②③ or ``earlier``
    (the user's turn before) enumerates.
    """
    narrowed = narrow(text)
    found = _found(narrowed)
    if found is None:
        return text
    entries = entries_of(answer) or list(divisions) or numbered(answer) or listed(earlier)
    match, at = found
    if not entries or not -len(entries) <= at < len(entries):
        return text
    rest = narrowed[match.end() :]
    particle = _FOLLOWING.match(rest)
    tail = rest[particle.end() :] if particle else rest
    joined = tail if tail.startswith(("は", "が", "も", "って", "を", "に", "で")) else f"の{tail}"
    return f"{narrowed[: match.start()]}{entries[at]}{joined}"


def with_ranked(text: str, answer: str) -> str:
    """``text`` with the one item that ``answer`` gave a place for its pronoun; as it is where there is no such item.

    The item is meant, and not whatever had that place in another year: 「それは前の年度だと何％？」.
    """
    items = _RANKED.findall(_MARK.sub("", answer))
    match = _PRONOUN.match(squeeze(text))
    return f"{items[0]}は、{squeeze(text)[match.end() :]}" if match and len(items) == 1 else text


def entries_of(answer: str) -> list[str]:
    """The names of the lines of a list in an answer, in its order; empty for fewer than two."""
    lines = [_SOURCE.sub("", _MARK.sub("", line)) for line in _LINE.findall(answer)]
    names = [_FIGURES.sub("", match[1].strip()) for line in lines if (match := _NAME.match(line))]
    return names if len(names) > 1 else []


def numbered(text: str) -> list[str]:
    """What ①②③ introduce, up to what is said of it."""
    found = [re.split(r"[：:\s]", part.strip())[0] for part in _NUMBERED.findall(_MARK.sub("", text))]
    return found if len(found) > 1 else []


def listed(text: str) -> list[str]:
    """The parts of an enumeration in a question (「A、B、Cは何社ずつですか」)."""
    head = re.split(r"[はが]", text)[0]
    parts = [part.strip() for part in re.split(r"[、,・]|と(?=[^と]{2,}$)", head.rpartition("の")[2] or head)]
    return [part for part in parts if part] if len(parts) > 1 else []


def leading(answer: str) -> tuple[str, ...]:
    """The names that an answer begins with, the nearest to what it says last; none where it names no sheet.

    「はい、X（…の資料）の上限は…」: X; 「X（…の資料）の「A」の「B」：…」: X, A, B.
    """
    match = re.match(
        r"(?:はい、|いいえ、)?([^（\n]{3,}?(?:（[^（）]*）[^（\n]*?)?)（[^（）]*の資料）((?:の「[^」\n]+」)*)", answer
    )
    return (squeeze(match[1]), *map(squeeze, re.findall(r"「([^」]+)」", match[2]))) if match else ()


def _found(text: str) -> tuple[re.Match[str], int] | None:
    """The ordinal of ``text`` and its place, counted from 0; -1 is the last."""
    if match := _ORDINAL.search(text):
        return match, (int(match[1]) if match[1] else _KANJI[match[2]]) - 1
    if match := _FIRST.search(text):
        return match, 0
    if match := _LAST.search(text):
        return match, -1
    return None
