"""The result of an item in a run: what was asked, what was given, what was found of it; and its form in a file."""

import hashlib
import json
from dataclasses import asdict, dataclass
from typing import Any

from eval.given import Given, Json, given_from, given_object
from eval.items import Expectation, ExpectedFigure, Item
from eval.variants import original_of
from eval.verdict import Verdict, verdict_from, verdict_object


@dataclass(frozen=True, slots=True)
class Result:
    """One item's result. ``digests`` are of the answers of its repetitions, in order; all equal when it is stable."""

    item: Item
    given: Given
    verdict: Verdict
    digests: tuple[str, ...] = ()

    @property
    def is_variant(self) -> bool:
        return bool(self.rule)

    @property
    def rule(self) -> str:
        """The rule that made a variant, "" for an item itself."""
        return original_of(self.item.id)[1]

    @property
    def origin(self) -> str:
        """The id of the item that a variant was made of, else the item's own."""
        return original_of(self.item.id)[0]

    @property
    def is_stable(self) -> bool:
        return len(set(self.digests)) <= 1


def digest(given: Given) -> str:
    """A hash of the answer byte for byte, all but the time that it took."""
    answer = {key: value for key, value in given.answer.items() if key != "elapsed_ms"}
    text = json.dumps([answer, given.error], ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:16]


def result_line(result: Result) -> str:
    """``result`` as a line of a file."""
    row = {
        "item": asdict(result.item),
        "given": given_object(result.given),
        "verdict": verdict_object(result.verdict),
        "digests": result.digests,
    }
    return json.dumps(row, ensure_ascii=False) + "\n"


def result_from(row: Json) -> Result:
    """The inverse of ``result_line``'s object; KeyError or TypeError for what has another form."""
    return Result(item_from(row["item"]), given_from(row["given"]), verdict_from(row["verdict"]), tuple(row["digests"]))


def item_from(row: Json) -> Item:
    """The inverse of ``asdict(item)``; KeyError or TypeError for what has another form."""
    expect = row["expect"]
    figures = tuple(ExpectedFigure(f["value"], f["role"], tuple(f["conditions"])) for f in expect["figures"])
    strings = tuple(tuple(alternatives) for alternatives in expect["strings"])
    lists: dict[str, Any] = {key: tuple(expect[key]) for key in ("status", "reason")}
    lists |= {key: tuple(expect[key]) for key in ("forbidden_figures", "forbidden_strings")}
    own: dict[str, Any] = {key: tuple(row[key]) for key in ("turns", "pages", "quotes", "fiscal_years")}
    return Item(**{**row, **own, "expect": Expectation(**lists, figures=figures, strings=strings)})
