"""Whom a reply is for, and what it is about, out of the inquiry's header and signature."""

import re
from collections.abc import Sequence

from ingest.fold import narrow

_PREFIX = re.compile(r"^(?:\s*(?:re|fw|fwd|返信|転送)\s*(?:\[\d+\])?\s*[:：])+\s*", re.IGNORECASE)
_SUFFIX = re.compile(
    r"(?:について|に関して|に関する|の件|につきまして)?の?(?:ご|お)?(?:質問|問い?合わ?せ|相談|伺い|尋ね|照会)?"
    r"(?:です|します|いたします|をお願いします|させてください)?(?:について|の件)?[。！!？?\s]*$"
)
_COMPANY = re.compile(r"株式会社|有限会社|合同会社|\(株\)|\(有\)|協同組合|商店$|製作所$|工業$")
_TITLE = 40  # letters
_NAME = 40


def title_of(subject: str) -> str:
    """What a mail's subject names: without Re: and 「についての質問」; "" where it names nothing."""
    text = _PREFIX.sub("", narrow(subject))
    return _SUFFIX.sub("", text)[:_TITLE].strip()


def company_of(signature: Sequence[str]) -> str:
    """The company that a signature names, "" for none."""
    lines = (line.strip("*-=~━─■□◆◇ ") for line in signature)
    return next((line for line in lines if _COMPANY.search(line) and len(line) <= _NAME), "")


def person_of(name: str) -> str:
    """The name of a sender, without the title that the reply adds itself."""
    return re.sub(r"\s*(?:様|さん|御中|殿)$", "", narrow(name))[:_NAME]


def is_company(name: str) -> bool:
    return bool(_COMPANY.search(name))
