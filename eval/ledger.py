"""The fact ledger against gold facts that were written by reading the pages.

``python -m eval.ledger [--json] [--automatic]``. When a ledger fact says what a gold fact says is in
``eval.matching``. Recall is over gold facts, precision over the ledger's figures; wording has no precision, for gold
is not exhaustive about it. Years and ties are compared where the subject is the same by name or as a registered
part. ``--automatic`` measures the same pages read without the hand-written readings.
"""

import argparse
import json
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from eval.matching import By, Gold, Match, Said, attribute_of, load_gold, match
from ingest.build import lay_out
from ingest.catalogue import load_document, read_catalogue
from ingest.conditions import load_vocabulary
from ingest.facts import Fact
from ingest.ledger import make_ledger
from ingest.lexicon import load_lexicon
from ingest.readings import Readings, load_readings
from ingest.registry import Registry, load_registry

__all__ = ["ROOT", "Gold", "Match", "Outcome", "compare", "load_gold", "main", "match", "measure", "report", "summary"]
ROOT = Path(__file__).resolve().parent
_APART = ("内容", "事例")
_KINDS = ("figures", "wording", "apart")


@dataclass(frozen=True)
class Outcome:
    """What the comparison of a document found: its gold facts, the ledger's figures, every match between them."""

    document: str
    gold: tuple[Gold, ...]
    figures: tuple[Fact, ...]
    matches: tuple[Match, ...]

    @cached_property
    def best(self) -> dict[str, Match]:
        """The strictest match of each gold fact, by its id; one of the same tie and year before others."""
        chosen: dict[str, Match] = {}
        for found in self.matches:
            before = chosen.get(found.gold.id)
            if before is None or _strictness(found) > _strictness(before):
                chosen[found.gold.id] = found
        return chosen

    @property
    def missed(self) -> tuple[Gold, ...]:
        """Gold facts that the ledger does not have."""
        return tuple(gold for gold in self.gold if gold.id not in self.best)

    @cached_property
    def extra(self) -> tuple[Fact, ...]:
        """Figures of the ledger that are in no gold fact."""
        right = {found.fact.id for found in self.matches}
        return tuple(fact for fact in self.figures if fact.id not in right)

    @property
    def wrong_year(self) -> tuple[Match, ...]:
        """Facts that were found, but for another fiscal year."""
        return tuple(found for found in self.best.values() if found.gold.fiscal_year != found.fact.fiscal_year)

    @property
    def wrong_tie(self) -> tuple[Match, ...]:
        """Facts that were found by name or as a part, but tied to their subject in another way."""
        strict = (found for found in self.best.values() if found.by > By.HEADING)
        return tuple(found for found in strict if found.gold.tied != found.fact.tied)

    def only(self, attribute: str) -> "Outcome":
        """The outcome of one attribute."""
        return Outcome(
            self.document,
            tuple(gold for gold in self.gold if attribute_of(gold.attribute) == attribute),
            tuple(fact for fact in self.figures if attribute_of(fact.attribute) == attribute),
            tuple(found for found in self.matches if attribute_of(found.gold.attribute) == attribute),
        )


def _strictness(found: Match) -> tuple[int, ...]:
    same_year, same_tie = found.gold.fiscal_year == found.fact.fiscal_year, found.gold.tied == found.fact.tied
    return found.said, found.by, same_year, same_tie


def compare(document: str, gold: Sequence[Gold], facts: Sequence[Fact], registry: Registry) -> Outcome:
    """Match every gold fact with every ledger fact of its page."""
    pages: dict[tuple[str, int], list[Fact]] = {}
    for fact in facts:
        pages.setdefault((fact.document_id, fact.page), []).append(fact)
    pairs = (match(one, fact, registry) for one in gold for fact in pages.get((one.document, one.page), ()))
    figures = tuple(fact for fact in facts if fact.is_figure)
    return Outcome(document, tuple(gold), figures, tuple(found for found in pairs if found))


def measure(corpus: Path, gold: Path, automatic: bool = False) -> list[Outcome]:
    """Make the ledger of every document that has gold facts, and compare."""
    lexicon, registry, vocabulary = load_lexicon(corpus), load_registry(corpus), load_vocabulary(corpus)
    readings = Readings({}, frozenset()) if automatic else load_readings(corpus)
    every = load_gold(gold)
    outcomes = []
    for entry in read_catalogue(corpus):
        if wanted := [one for one in every if one.document == entry.id]:
            document = load_document(corpus, entry)
            facts = make_ledger(document, lay_out(document, readings, lexicon), registry, lexicon, vocabulary)
            outcomes.append(compare(entry.id, wanted, facts, registry))
    return outcomes


def summary(outcomes: Sequence[Outcome]) -> dict[str, Any]:
    """Counts: overall, by document and by attribute; ``as_such`` leaves out what stands inside a longer wording."""
    total = _together(outcomes)
    names = sorted({attribute_of(gold.attribute) for gold in total.gold})
    return {
        "all": _rates(total),
        "documents": {outcome.document: _rates(outcome) for outcome in outcomes},
        "attributes": {name: _rates(total.only(name)) for name in names},
        "subjects": {by.name.lower(): sum(found.by == by for found in total.best.values()) for by in reversed(By)},
        "wrong_year": len(total.wrong_year),
        "wrong_tie": len(total.wrong_tie),
    }


def _together(outcomes: Sequence[Outcome]) -> Outcome:
    return Outcome(
        "all",
        tuple(gold for one in outcomes for gold in one.gold),
        tuple(fact for one in outcomes for fact in one.figures),
        tuple(found for one in outcomes for found in one.matches),
    )


def _rates(outcome: Outcome) -> dict[str, Any]:
    given, found = Counter(map(_kind, outcome.gold)), Counter(_kind(one.gold) for one in outcome.best.values())
    as_such = Counter(_kind(one.gold) for one in outcome.best.values() if one.said == Said.AS_SUCH)
    recall = {kind: {"found": found[kind], "as_such": as_such[kind], "gold": given[kind]} for kind in _KINDS}
    recall["together"] = {key: sum(recall[kind][key] for kind in _KINDS) for key in ("found", "as_such", "gold")}
    made = len(outcome.figures)
    return {"recall": recall, "precision": {"right": made - len(outcome.extra), "ledger": made}}


def _kind(gold: Gold) -> str:
    return "figures" if gold.is_figure else "apart" if gold.attribute in _APART else "wording"


def report(outcomes: Sequence[Outcome]) -> str:
    """The summary as text, with every gold fact that was missed, every extra figure, and other years and ties."""
    counts = summary(outcomes)
    heads = ("", "figures", "wording", "内容・事例", "all", "figures' precision")
    lines = ["".join(f"{head:22}" for head in heads)]
    for name, rates in (("all", counts["all"]), *counts["documents"].items(), *counts["attributes"].items()):
        cells = [_recall(rates["recall"][kind]) for kind in (*_KINDS, "together")]
        lines.append("".join(f"{cell:22}" for cell in (name, *cells, _share(*rates["precision"].values()))))
    lines.append("(in brackets: without those that stand inside a longer wording)")
    lines.append("subjects: " + ", ".join(f"{number} by {by}" for by, number in counts["subjects"].items()))
    lines.append(f"other fiscal year: {counts['wrong_year']}, other tie: {counts['wrong_tie']}")
    for outcome in outcomes:
        lines += [f"miss  {_line(gold)}" for gold in outcome.missed]
        lines += [f"extra {_line(fact)}" for fact in outcome.extra]
        lines += [f"year  {_line(one.gold)}: {one.fact.fiscal_year}" for one in outcome.wrong_year]
        lines += [
            f"tie   {_line(one.gold)}: {one.gold.tied}, {one.fact.tied} {one.fact.reason}" for one in outcome.wrong_tie
        ]
    return "\n".join(lines)


def _recall(counts: dict[str, int]) -> str:
    found, gold = counts["found"], counts["gold"]
    apart = f" ({counts['as_such']})" if counts["as_such"] != found else ""
    return _share(found, gold) + apart


def _share(part: int, whole: int) -> str:
    return f"{part}/{whole} {part / whole:.3f}" if whole else "-"


def _line(fact: Gold | Fact) -> str:
    name = fact.name if isinstance(fact, Fact) else fact.subject
    return " | ".join((fact.id, name, fact.attribute, fact.value, "・".join(fact.conditions), fact.item))


def main(arguments: Sequence[str] | None = None) -> int:
    """The command; prints the report or, with ``--json``, the summary."""
    parser = argparse.ArgumentParser(prog="python -m eval.ledger", description=(__doc__ or "").partition(chr(10))[0])
    parser.add_argument("--corpus", type=Path, default=ROOT.parent / "corpus")
    parser.add_argument("--gold", type=Path, default=ROOT / "gold" / "facts.jsonl")
    parser.add_argument("--automatic", action="store_true", help="leave the hand-written readings away")
    parser.add_argument("--json", action="store_true", help="the summary alone, as JSON")
    options = parser.parse_args(arguments)
    outcomes = measure(options.corpus, options.gold, options.automatic)
    print(json.dumps(summary(outcomes), ensure_ascii=False, indent=2) if options.json else report(outcomes))
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
