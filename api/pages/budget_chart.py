"""The budgets of a programme over the years as bars: the numbers of an SVG, worked out on the server."""

from collections.abc import Sequence

from api.pages.figures import View
from ingest.facts import Fact
from ingest.wording import render_money
from rag.catalogue import Catalogue, Entry
from rag.comparison import newest_facts

ATTRIBUTE = "予算額"
WIDTH, _ROW, _BAR, _TOP = 320, 52, 20, 4  # units of the drawing; one is about a pixel on a phone


def budget_chart(catalogue: Catalogue, entry: Entry, facts: Sequence[Fact]) -> View | None:
    """Bars from zero, the oldest year first; None for fewer than two years that state one budget each.

    A year whose documents state several budgets (by part or by document) has no bar and is named in ``left_out``.
    """
    amounts: dict[int, int] = {}
    several: list[int] = []
    for year in sorted({fact.fiscal_year for fact in facts if fact.attribute == ATTRIBUTE}):
        stated = newest_facts([fact for fact in facts if fact.fiscal_year == year], ATTRIBUTE)
        amount = stated[0].value.removeprefix("yen:")
        if len(stated) == 1 and not stated[0].item and not stated[0].conditions and amount.isdecimal():
            amounts[year] = int(amount)
        else:
            several.append(year)
    if len(amounts) < 2:
        return None
    most = max(amounts.values()) or 1
    bars = [
        {
            "year": catalogue.year_label(year),
            "amount": render_money(amount),
            "width": max(1, round(WIDTH * amount / most)),
            "text_y": _TOP + at * _ROW + 14,
            "bar_y": _TOP + at * _ROW + 20,
        }
        for at, (year, amount) in enumerate(amounts.items())
    ]
    told = "、".join(f"{bar['year']}は{bar['amount']}" for bar in bars)
    return {
        "bars": bars,
        "width": WIDTH,
        "height": _TOP + len(bars) * _ROW,
        "bar_height": _BAR,
        "told": told,
        "left_out": [catalogue.year_label(year) for year in several],
    }
