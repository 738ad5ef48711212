"""Whether every figure of an answer stands in a span that it really cites, or follows from such figures."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import astuple

from eval.given import GivenCitation
from eval.statements import StatedFigure
from eval.working import ends_of, listed, worked_out
from ingest.fold import folded, squeeze
from ingest.quantities import parse_quantities
from rag.grounding import ungrounded
from rag.types import Citation

_NEIGHBOUR = re.compile(r"前の年|前年|翌年|次の年|次年|昨年|去年|その前|その次|年前|年後|さらに前")

_RANKED = re.compile(r"(\d{1,2})(?!\d)([^\d%]{3,})")  # a line of a table of ranks: the place, and what has it


def ungrounded_figures(
    text: str,
    figures: Sequence[StatedFigure],
    citations: Sequence[GivenCitation],
    turns: Sequence[str],
    years: Iterable[int] = (),
) -> tuple[str, ...]:
    """The figures of ``text`` that nothing proves, as they are written.

    ``citations`` are those that lead to their quotes. Proved are the figures of the quotes, what the asker said in
    ``turns``, what follows from both, and the fiscal ``years`` that an answer may name without evidence.
    """
    told = [quantity for turn in turns for quantity in parse_quantities(turn)]
    asked = {quantity.canonical for quantity in told} | {f"fy:{year}" for year in years}
    if any(_NEIGHBOUR.search(turn) for turn in turns):  # 「前の年は」
        asked |= {f"fy:{int(q.canonical[3:]) + step}" for q in told if q.kind == "fiscal_year" for step in (-1, 1)}
    # 「800万かかりそう」 is said of yen.
    asked |= {f"yen:{q.canonical[7:]}" for q in told if q.kind == "number" and q.text.endswith(("万", "億"))}
    quoted = {q.canonical for one in citations for q in parse_quantities(one.quote)}
    quoted |= {end for value in quoted for end in ends_of(value)}
    quoted |= _places(text, (one.quote for one in citations))
    stated = {figure.value for figure in figures}
    proved = worked_out(stated, asked | (stated & quoted)) | listed(text)
    missing = ungrounded(text, (), [Citation(*astuple(one)) for one in citations], given=proved | quoted)
    said = folded("\n".join(turns))
    return tuple(one for one in missing if folded(one) not in said)


def _places(text: str, quotes: Iterable[str]) -> set[str]:
    """The places (2位) of rankings: a cited line begins with the number, and the answer says what stands behind it."""
    told = squeeze(text)
    lines = [match for quote in quotes if (match := _RANKED.match(squeeze(quote)))]
    return {f"count:{match[1]}位" for match in lines if match[2] in told}
