"""The text-quality gate: does a page's extracted text read like Japanese, or is it damaged?

It judges characters and words only, never the layout. The thresholds were set on pages of clean
slide text (64 pages: unknown words at most 0.3 %, kana 18-53 %, one-character lines at most 38 %
but for one page that is torn) and on the same pages damaged on purpose: read in a wrong encoding
(unknown words 36-100 %, or half-width kana above 50 %), with glyph numbers for letters, with
look-alike ideographs, cut into one character a line.
"""

import re
import threading
from dataclasses import dataclass
from typing import Any, Literal

from ingest.fold import folded

Verdict = Literal["good", "suspect", "bad"]

_CID = re.compile(r"\(cid:\d+\)")
# The highest share of each damage that is still good, and the highest that is still only suspect.
_LIMITS = {
    "cid": (0.002, 0.05),
    "replacement": (0.002, 0.05),
    "lookalike": (0.01, 0.10),
    "unknown": (0.03, 0.15),
    "halfwidth": (0.25, 0.50),
    "lone": (0.45, 0.85),
}
_KANA = (0.03, 0.80)
"""Least and highest share of kana in Japanese letters; outside it a page is suspect, for lists of names exist."""
_JUDGED_FROM = 40
"""Letters below which shares say nothing: only glyph numbers and replacement marks are judged."""
_KANA_JUDGED_FROM = 200
_SAMPLE = 20_000
"""Characters of a page that are looked at."""
_local = threading.local()


@dataclass(frozen=True, slots=True)
class Quality:
    """``reasons`` says in Japanese what is wrong (none for a good page); ``shares`` are the measures, 0 to 1."""

    verdict: Verdict
    reasons: tuple[str, ...] = ()
    shares: tuple[tuple[str, float], ...] = ()


def judge_text(text: str) -> Quality:
    """Judge the text of one page; an empty one is bad."""
    sample = text[:_SAMPLE]
    if not sample.strip():
        return Quality("bad", ("文字がありません。",))
    shares = _shares(sample)
    found = [finding for name, share in shares.items() if (finding := _finding(name, share))]
    verdicts = {verdict for verdict, _ in found}
    verdict: Verdict = "bad" if "bad" in verdicts else "suspect" if verdicts else "good"
    return Quality(verdict, tuple(reason for _, reason in found), tuple(shares.items()))


def is_lookalike(character: str) -> bool:
    """An ideograph that stands for another: Extension A, radicals, compatibility forms. Broken fonts give them."""
    return (
        "\u3400" <= character <= "\u4dbf"
        or "\u2e80" <= character <= "\u2fdf"
        or ("\uf900" <= character <= "\ufaff" and character not in "﨑﨟﨎﨏﨓﨔﨡﨣﨤﨧﨨﨩")
    )


def _shares(text: str) -> dict[str, float]:
    letters = [character for character in text if character.isalnum() or character == "\ufffd"]
    count = max(1, len(letters))
    cids = _CID.findall(text)
    shares = {
        "cid": min(1.0, sum(map(len, cids)) / max(1, len(text))),
        "replacement": sum(c == "\ufffd" or _is_unassigned(c) for c in text) / max(1, len(text)),
    }
    if len(letters) < _JUDGED_FROM:
        return shares
    shares["lookalike"] = sum(map(is_lookalike, letters)) / count
    shares["unknown"] = unknown_share(text)
    shares["halfwidth"] = sum("ｦ" <= c <= "ﾟ" for c in letters) / count
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    shares["lone"] = sum(len(line) == 1 for line in lines) / len(lines)
    wide = [c for c in letters if ord(c) > 0x2E7F]
    if len(wide) >= _KANA_JUDGED_FROM:
        shares["kana"] = sum("ぁ" <= c <= "ヺ" or "ｦ" <= c <= "ﾝ" for c in wide) / len(wide)
    return shares


def unknown_share(text: str) -> float:
    """Share of the letters of ``text`` that stand in words the dictionary does not have, 0 to 1.

    Latin words and figures are left out: names and addresses are never in the dictionary.
    """
    unknown = known = 0
    for line in folded(text.replace("\n", "。")).split("。"):
        for word in _tagger()(line):
            length = sum(c.isalpha() and not c.isascii() for c in word.surface)
            if word.is_unk and not _is_katakana(word.surface):
                unknown += length
            else:
                known += length
    return unknown / max(1, unknown + known)


def _is_katakana(word: str) -> bool:
    return all("ァ" <= c <= "ー" for c in word)


def _is_unassigned(character: str) -> bool:
    return character in "\x00\x01\x02\x03" or "\ufff0" <= character <= "\ufff8" or "\x80" <= character <= "\x9f"


def _finding(name: str, share: float) -> tuple[Verdict, str] | None:
    if name == "kana":
        failed, is_bad = not _KANA[0] <= share <= _KANA[1], False
    else:
        good, suspect = _LIMITS[name]
        failed, is_bad = share > good, share > suspect
    if not failed:
        return None
    return ("bad" if is_bad else "suspect"), _REASONS[name].format(share)


_REASONS = {
    "cid": "文字に戻せない字形番号（cid）が{:.0%}あります。",
    "replacement": "読めない文字（�など）が{:.0%}あります。",
    "lookalike": "字形の似た別の漢字や部首が{:.0%}あります。",
    "unknown": "辞書にない語が{:.0%}あり、文字化けのおそれがあります。",
    "halfwidth": "半角カナが{:.0%}あり、文字コードの取り違えのおそれがあります。",
    "lone": "1文字だけの行が{:.0%}あり、縦書きや改行の崩れのおそれがあります。",
    "kana": "かなの割合が{:.1%}で、日本語の文章として不自然です。",
}


def _tagger() -> Any:
    if not hasattr(_local, "tagger"):
        import fugashi
        import unidic_lite

        _local.tagger = fugashi.Tagger(f'-d "{unidic_lite.DICDIR}"')
    return _local.tagger
