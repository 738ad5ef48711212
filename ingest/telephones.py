"""Japanese telephone numbers: 03-3251-7881, 03(3251)7881, (03)3251-7881, 0120-123-456, +81-3-3251-7881."""

import re

from ingest.quantity import Found

_DASH = "[-ー]"
_FORMS = (
    re.compile(rf"(0[0-9]{{1,4}}){_DASH}([0-9]{{1,4}}){_DASH}([0-9]{{3,4}})(?![0-9])"),
    re.compile(r"(0[0-9]{1,4})\(([0-9]{1,4})\)([0-9]{3,4})(?![0-9])"),
    re.compile(rf"\((0[0-9]{{1,4}})\) ?([0-9]{{1,4}}){_DASH}([0-9]{{3,4}})(?![0-9])"),
    re.compile(rf"\+81[- ]?\(?0?\)?([0-9]{{1,4}}){_DASH}([0-9]{{1,4}}){_DASH}([0-9]{{3,4}})(?![0-9])"),
)
_UNBROKEN = re.compile(r"0[0-9]{9,10}(?![0-9])")
_MORE = re.compile(rf"{_DASH}[0-9]")
_CUE = re.compile(r"(?:tel|電話(?:番号)?|fax)[:.]? ?$")
_LENGTHS = (10, 11)


def read_telephone(text: str, at: int) -> Found | None:
    """The telephone number at ``at``; an unbroken one only behind TEL, FAX or 電話."""
    for form in _FORMS:
        if (matched := form.match(text, at)) is None:
            continue
        area = matched[1] if matched[1].startswith("0") else "0" + matched[1]
        parts = (area, matched[2], matched[3])
        if len("".join(parts)) in _LENGTHS and not _goes_on(text, at, matched.end()):
            return Found("telephone", "tel:" + "-".join(parts), matched.end())
    unbroken = _UNBROKEN.match(text, at)
    if unbroken is None or not _CUE.search(text[max(0, at - 8) : at].rpartition("。")[2]):
        return None
    return Found("telephone", "tel:" + _broken(unbroken[0]), unbroken.end())


def _goes_on(text: str, at: int, end: int) -> bool:
    """Whether the figures are part of a longer chain, a number of some other kind."""
    before = text[at - 1 : at] == "-" and text[at - 2 : at - 1].isdecimal()
    return before or _MORE.match(text, end) is not None


def _broken(digits: str) -> str:
    """Area codes that are known without a directory; the others stay unbroken."""
    if len(digits) == 11:
        return f"{digits[:3]}-{digits[3:7]}-{digits[7:]}"
    if digits[:4] in ("0120", "0570", "0800"):
        return f"{digits[:4]}-{digits[4:7]}-{digits[7:]}"
    if digits[:2] in ("03", "06"):
        return f"{digits[:2]}-{digits[2:6]}-{digits[6:]}"
    return digits
