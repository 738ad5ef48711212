"""Quantities put into words, as people say them; parsing the words gives the quantity back."""

from fractions import Fraction

_MYRIADS = ("", "万", "億", "兆")


def render_money(yen: int) -> str:
    """120,000,000 is 「1億2,000万円」, 55,000 「5万5,000円」; ``ValueError`` below zero."""
    if yen < 0:
        raise ValueError(f"an amount below zero: {yen}")
    rest, parts = yen, list[str]()
    for unit in _MYRIADS[:-1]:
        rest, section = divmod(rest, 10_000)
        if section:
            parts.append(f"{section:,}{unit}")
    if rest:
        parts.append(f"{rest:,}{_MYRIADS[-1]}")
    return ("".join(reversed(parts)) or "0") + "円"


def render_months(months: int) -> str:
    """15 is 「1年3か月」, 12 「1年」, 6 「6か月」; ``ValueError`` below zero."""
    if months < 0:
        raise ValueError(f"a length below zero: {months}")
    years, rest = divmod(months, 12)
    return (f"{years}年" if years else "") + (f"{rest}か月" if rest or not years else "")


def render_rate(rate: Fraction) -> str:
    """2/3 is 「2/3」; the whole is 「10/10」, as grant guides write it."""
    return "10/10" if rate == 1 else f"{rate.numerator}/{rate.denominator}"
