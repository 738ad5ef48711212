"""The figures of one line, each with the words around it and the conditions under which it holds.

A line's own conditions stand before its first figure and hold for all of it; what stands between two figures
holds for the second: 「賃上げを行う場合 3/4（小規模企業 4/5）」 is 3/4 with 賃上げ and 4/5 with both.
"""

import re
from dataclasses import dataclass, replace

from ingest.conditions import Vocabulary
from ingest.counters import read_counter
from ingest.fold import folded, narrow, squeeze
from ingest.ledger.words import Words
from ingest.quantities import parse_quantities
from ingest.quantity import Quantity

_OPEN, _CLOSE = "（(〔［[【", "）)〕］]】"
_LABEL = re.compile(
    r"(?:^|[（(〔【、,／/・】\s])([^（()）〔〕【】、,／/：:\s][^（()）〔〕【】，／/：:]{0,19})[：:]\s*\S*$"
)
_EACH = re.compile(r"\s*(?:あたり|当たり|につき|毎|ごと)")
_PER = re.compile(r"\s*[/／]\s*([^\s0-9、。（）()]{1,10})")
_TOGETHER = re.compile(r"・([^\s0-9、。（）()・]{1,4})")
_STRIPPED = " 　、，,・／/：:×*＋+※"
_EDGES = _STRIPPED + _OPEN + _CLOSE
_IN_FRONT = re.compile(r"^[（(【][^（）()【】]{1,6}[)）】]\s*(?=.)")


@dataclass(frozen=True, slots=True)
class Figure:
    """A quantity of a line: ``value`` is canonical, with what it is counted by (「count:12回/社」).

    ``before`` are the words since the last figure or bracket, ``lead`` the words before the bracket that
    holds it (``bracket`` is where it opens, -1 outside), ``after`` the source up to the next figure,
    ``label`` what stands before a colon in its clause, ``per`` what an amount is for. ``without`` is a clause
    that states the lack of a condition; ``year`` the fiscal year that the line gives the figure.
    """

    kind: str
    quantity: Quantity
    value: str
    start: int
    end: int
    before: str
    lead: str
    after: str
    label: str
    bracket: int
    per: str
    conditions: frozenset[str] = frozenset()
    without: str = ""
    year: Quantity | None = None


def figures_of(words: Words, vocabulary: Vocabulary, divisions: dict[str, str], era: str = "") -> list[Figure]:
    """The figures of ``words``; ``divisions``: names that the page divides by, squeezed -> condition."""
    text = words.text
    quantities = [q for q in parse_quantities(text, era) if not q.unit_only and "第" not in q.qualifiers]
    found = list[Figure]()
    last = 0
    for index, quantity in enumerate(quantities):
        if _is_base(text, quantity, quantities[index + 1 : index + 2]):
            continue
        following = quantities[index + 1].start if index + 1 < len(quantities) else len(text)
        figure = _figure(text, quantity, last, following)
        found.append(_conditioned(text, figure, found, vocabulary, divisions))
        last = quantity.end
    found = [_dated(figure, found) for figure in found if not _dates_another(figure, found)]
    plain = vocabulary.plain
    return [replace(f, conditions=f.conditions - plain) for f in _labelled(found, vocabulary)]


def _conditioned(
    text: str, figure: Figure, earlier: list[Figure], vocabulary: Vocabulary, divisions: dict[str, str]
) -> Figure:
    """``figure`` with the conditions of its line, of what its bracket belongs to, and of its own clause."""
    last = earlier[-1] if earlier else None
    begin = last.end if last else 0
    if last and last.bracket == figure.bracket and len(squeeze(text[begin : figure.start])) <= 1:
        return replace(figure, conditions=last.conditions)
    if figure.bracket >= 0:
        host = next((f for f in reversed(earlier) if f.end <= figure.bracket), None)
        outer = vocabulary.stated(text[host.end if host else 0 : figure.bracket])
        base = vocabulary.joined(host.conditions if host else frozenset(), outer.conditions)
        begin = max(begin, figure.bracket + 1)
    else:
        base = _line_base(text, earlier, vocabulary)
        if last and any(mark in text[begin : figure.start] for mark in _OPEN):
            base |= last.conditions
    gap = text[begin : figure.start]
    stated = vocabulary.stated(gap)
    named = divisions.get(squeeze(gap.strip(_EDGES)))
    own = stated.conditions | ({named} if named else set())
    return replace(figure, conditions=vocabulary.joined(base, own), without=stated.without)


def _line_base(text: str, earlier: list[Figure], vocabulary: Vocabulary) -> frozenset[str]:
    """What the line states before the last comma in front of its first figure: it holds for all of them."""
    if not earlier:
        return frozenset()
    clause = text[: earlier[0].start].rpartition("、")[0]
    return vocabulary.stated(clause).conditions


def _figure(text: str, quantity: Quantity, last: int, following: int) -> Figure:
    opened = _bracket(text, quantity.start)
    before = text[max(last, opened + 1) : quantity.start]
    label = _LABEL.search(text[max(last, opened, 0) : quantity.start])
    value, end, per = _extended(text, quantity)
    return Figure(
        "money" if value.startswith("yen:") else quantity.kind,
        quantity, value, quantity.start, end, _bare(before), _bare(text[:opened]) if opened >= 0 else "",
        text[end : max(end, following)], narrow(label[1]).strip(_STRIPPED) if label else "", opened, per,
    )  # fmt: skip


def _bracket(text: str, at: int) -> int:
    """Where the innermost bracket that holds ``at`` opens; -1 outside."""
    open_at = list[int]()
    for position in range(at):
        if text[position] in _OPEN:
            open_at.append(position)
        elif text[position] in _CLOSE and open_at:
            open_at.pop()
    return open_at[-1] if open_at else -1


def _extended(text: str, quantity: Quantity) -> tuple[str, int, str]:
    """The canonical value with 「/社」 or 「・団体」, its end, and what an amount is for."""
    if quantity.kind == "number" and quantity.text[-1] in "万億":  # 「3,000万」 is written of money alone
        return quantity.canonical.replace("number:", "yen:"), quantity.end, ""
    per, more = _PER.match(text, quantity.end), _TOGETHER.match(text, quantity.end)
    if quantity.kind == "money" and per:
        return quantity.canonical, quantity.end, narrow(per[1])
    if quantity.kind == "count" and per and (counted := read_counter(folded(per[1]), 0)):
        return f"{quantity.canonical}/{counted[0]}", per.start(1) + counted[1], ""
    if quantity.kind == "count" and more and (counted := read_counter(folded(more[1]), 0)):
        whole = counted[1] == len(folded(more[1]))
        return (f"{quantity.canonical}・{counted[0]}", more.end(), "") if whole else _as_is(quantity)
    return _as_is(quantity)


def _as_is(quantity: Quantity) -> tuple[str, int, str]:
    return quantity.canonical, quantity.end, ""


def _is_base(text: str, quantity: Quantity, following: list[Quantity]) -> bool:
    """Whether the count is what another figure is for: 「1回あたり11,750円」, 「１企業２か月」."""
    if quantity.kind != "count":
        return False
    runs_on = bool(following) and not squeeze(text[quantity.end : following[0].start])
    return bool(_EACH.match(text, quantity.end)) or (runs_on and quantity.canonical.startswith("count:1"))


def _dated(figure: Figure, figures: list[Figure]) -> Figure:
    """``figure`` with the fiscal year that stands before it in its bracket or line."""
    years = [f for f in figures if f.kind == "fiscal_year" and f.end <= figure.start and f.bracket == figure.bracket]
    return replace(figure, year=years[-1].quantity) if years and figure.kind != "fiscal_year" else figure


def _dates_another(figure: Figure, figures: list[Figure]) -> bool:
    """Whether the fiscal year only dates the next figure of its bracket or line."""
    if figure.kind != "fiscal_year":
        return False
    later = [f for f in figures if f.start > figure.start and f.kind not in ("fiscal_year", "number")]
    return any(f.bracket == figure.bracket for f in later)


def _labelled(figures: list[Figure], vocabulary: Vocabulary) -> list[Figure]:
    """Figures of one kind, each behind a label of its own, hold for what the label names."""
    rivals = [f for f in figures if f.label]
    units = {(f.kind, f.quantity.unit if f.kind == "count" else "", f.bracket) for f in rivals}
    labels = {f.label for f in rivals}
    result = list[Figure]()
    for figure in figures:
        condition = vocabulary.division_named(figure.label) if figure.label else ""
        if not condition and figure.label and len(labels) > 1 and len(units) == 1:
            condition = f"区分:{figure.label}"
        result.append(replace(figure, conditions=figure.conditions | {condition}) if condition else figure)
    return result


def _bare(text: str) -> str:
    """``text`` without punctuation around it, a bracket that it leaves open, and a bracket in front."""
    bare = _IN_FRONT.sub("", narrow(text).strip(_STRIPPED))
    while bare and (bare[-1] in _OPEN or (bare[-1] in _CLOSE and not any(mark in bare for mark in _OPEN))):
        bare = bare[:-1].rstrip(_STRIPPED)
    while bare and (bare[0] in _CLOSE or (bare[0] in _OPEN and not any(mark in bare for mark in _CLOSE))):
        bare = bare[1:].lstrip(_STRIPPED)
    return bare
