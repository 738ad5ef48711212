"""Templates: wording with places in double braces that the letter at hand fills."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

from desk.errors import InputError
from desk.flow.letters import PART_LABELS, shared_detail, texts_of
from desk.store import DraftPart

PLACES: Mapping[str, str] = {
    "宛名": "回答の宛名", "件名": "回答の件名", "制度名": "質問で尋ねられた制度", "窓口": "回答の窓口",
    "署名": "回答の署名",
}  # fmt: skip
_PLACE = re.compile(r"\{\{\s*([^{}]{1,20}?)\s*\}\}")
_OF = {"宛名": "addressee", "件名": "subject", "窓口": "window", "署名": "signature"}


def check_places(text: str) -> None:
    """Raises InputError for a place that no letter has."""
    for name in _PLACE.findall(text):
        if name not in PLACES:
            named = "、".join(f"{{{{{one}}}}}" for one in PLACES)
            raise InputError(f"「{{{{{name}}}}}」という差し込みはありません。{named} を使えます。")


def filled(text: str, parts: Sequence[DraftPart]) -> str:
    """``text`` with its places filled from the letter; what the letter does not have stays as it is, to be seen."""
    texts = texts_of(parts)
    given = {name: texts.get(kind, "").strip() for name, kind in _OF.items()}
    given["制度名"] = next((one["about"] for one in shared_detail(parts, "answers") if one["about"]), "")
    return _PLACE.sub(lambda match: given.get(match[1]) or match[0], text)


def inserted(parts: Sequence[DraftPart], kind: str, text: str) -> list[DraftPart]:
    """``parts`` with ``text`` at the end of one; raises InputError where there is no such part."""
    if kind not in texts_of(parts):
        raise InputError(f"この回答には「{PART_LABELS.get(kind, kind)}」の部分がありません。")
    said = filled(text, parts).strip()
    return [
        replace(one, text=f"{one.text.rstrip()}\n\n{said}".strip()) if one.kind == kind else one for one in parts
    ]  # fmt: skip
