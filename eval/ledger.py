"""The fact ledger against gold facts that people wrote by reading the pages.

``python -m eval.ledger [--json] [--automatic]``. A ledger fact matches a gold fact of the same document,
page and attribute (申請要件 is 要件) with the same canonical value, the same set of conditions (NFKC) and the
same subject; where both name an item, one contains the other. Of wording, white space, width, a last full
stop and a last など do not count; か国 and か所 have one spelling. The subject is the same when

- both are one subject of the registry, or their names are equal white space and width aside, or
- the gold names the whole and its part as the item, and the ledger the part itself, or
- the registry has no such subject, and the ledger has its name in the path of the item: a heading.

Recall is over gold facts, precision over the ledger's figures; wording has no precision, for gold is not
exhaustive about it. ``--automatic`` measures the same pages read without the hand-written readings.
"""

import argparse
import json
import unicodedata
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from ingest.build import lay_out
from ingest.catalogue import load_document, read_catalogue
from ingest.conditions import load_vocabulary
from ingest.facts import Fact
from ingest.fold import squeeze
from ingest.ledger import make_ledger
from ingest.lexicon import load_lexicon
from ingest.quantities import parse_quantities
from ingest.readings import Readings, load_readings
from ingest.registry import Programme, Registry, load_registry

ROOT = Path(__file__).resolve().parent
_SAME_ATTRIBUTE = {"申請要件": "要件"}
_APART = ("内容", "事例")
_SEPARATORS = str.maketrans("", "", "›・「」『』")


@dataclass(frozen=True, slots=True)
class Gold:
    """A gold fact; the fields are those of ``Fact``, by name and not by id."""

    id: str
    document: str
    page: int
    subject: str
    attribute: str
    value: str
    conditions: tuple[str, ...]
    item: str
    fiscal_year: int
    quote: str

    @property
    def is_figure(self) -> bool:
        """Whether the value is a quantity and not wording."""
        return not self.value.startswith("text:")


@dataclass(frozen=True, slots=True)
class Outcome:
    """What the comparison of one document found, in page order.

    ``renamed`` are gold facts that were found, but under no subject of the same id or name.
    """

    document: str
    found: tuple[Gold, ...]
    missed: tuple[Gold, ...]
    right: tuple[Fact, ...]
    extra: tuple[Fact, ...]
    wrong_year: tuple[tuple[Gold, Fact], ...]
    renamed: tuple[Gold, ...]


def load_gold(path: Path) -> list[Gold]:
    """The gold facts of a JSONL file; raises KeyError or ValueError for a malformed line."""
    rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]
    return [
        Gold(
            row["id"], row["document"], row["page"], row["subject"], row["attribute"], row["value"],
            tuple(row["conditions"]), row["item"], row["fiscal_year"], row["quote"],
        )
        for row in rows
    ]  # fmt: skip


def compare(document: str, gold: Sequence[Gold], facts: Sequence[Fact], registry: Registry) -> Outcome:
    """Match every gold fact with every ledger fact of its page."""
    matching = [(g, f) for g in gold for f in facts if matches(g, f, registry)]
    found = {g.id for g, _ in matching}
    alike = {g.id for g, f in matching if is_named(g, f, registry)}
    right = {f.id for _, f in matching}
    years = [
        (g, f)
        for g, f in matching
        if not any(g.fiscal_year == o.fiscal_year for h, o in matching if h.id == g.id)
    ]
    figures = [fact for fact in facts if fact.is_figure]
    return Outcome(
        document,
        tuple(g for g in gold if g.id in found),
        tuple(g for g in gold if g.id not in found),
        tuple(f for f in figures if f.id in right),
        tuple(f for f in figures if f.id not in right),
        tuple(years),
        tuple(g for g in gold if g.id in found - alike),
    )


def matches(gold: Gold, fact: Fact, registry: Registry) -> bool:
    """Whether ``fact`` says what ``gold`` says."""
    same = (gold.document, gold.page, _attribute(gold.attribute)) == (
        fact.document_id,
        fact.page,
        _attribute(fact.attribute),
    )
    return (
        same
        and _value(gold.value) == _value(fact.value)
        and _conditions(gold.conditions) == _conditions(fact.conditions)
        and _same_subject(gold, fact, registry)
    )


def _same_subject(gold: Gold, fact: Fact, registry: Registry) -> bool:
    return (
        is_named(gold, fact, registry) or _is_part(gold, fact, registry) or _is_heading(gold, fact, registry)
    )


def is_named(gold: Gold, fact: Fact, registry: Registry) -> bool:
    """Whether both name the subject alike: one id, or one name; and the same item."""
    known = registry.find(gold.subject, gold.document)
    same = (known is not None and known.id == fact.programme) or squeeze(gold.subject) == squeeze(fact.name)
    return same and _same_item(gold.item, fact.item)


def _is_part(gold: Gold, fact: Fact, registry: Registry) -> bool:
    known = registry.find(gold.subject, gold.document)
    if known is None or not gold.item or fact.programme not in _parts(known, registry):
        return False
    return _path(gold.item) in _path(fact.name + fact.item) or _same_item(gold.item, fact.name)


def _is_heading(gold: Gold, fact: Fact, registry: Registry) -> bool:
    path = _path(fact.name + fact.item)
    if registry.find(gold.subject, gold.document) is not None or _path(gold.subject) not in path:
        return False
    return not gold.item or _path(gold.item) in path or _same_item(gold.item, fact.item)


def _same_item(gold: str, ours: str) -> bool:
    if not gold or not ours:
        return True
    wanted, whole, last = _path(gold), _path(ours), _path(ours.rpartition("›")[2])
    return wanted in whole or whole in wanted or (bool(last) and last in wanted)


def _parts(programme: Programme, registry: Registry) -> set[str]:
    """Ids of all parts of a subject, and of their parts."""
    inner = {p.id for p in registry.programmes if p.within == programme.id} | set(programme.parts)
    children = [child for id in inner if (child := registry.get(id)) and id != programme.id]
    return inner.union(*(_parts(child, registry) for child in children)) if children else inner


def _path(text: str) -> str:
    return squeeze(text).translate(_SEPARATORS)


def _attribute(name: str) -> str:
    return _SAME_ATTRIBUTE.get(name, name)


def _value(value: str) -> str:
    if value.startswith("text:"):
        return squeeze(value).rstrip("。").removesuffix("など")
    said = parse_quantities(value.removeprefix("count:")) if value.startswith("count:") else ()
    return said[0].canonical + value[6 + said[0].end :] if said and said[0].start == 0 else value


def _conditions(conditions: Iterable[str]) -> frozenset[str]:
    return frozenset("".join(unicodedata.normalize("NFKC", condition).split()) for condition in conditions)


def measure(corpus: Path, folder: Path, automatic: bool = False) -> list[Outcome]:
    """Make the ledger of every document that has gold facts, and compare."""
    lexicon, registry, vocabulary = load_lexicon(corpus), load_registry(corpus), load_vocabulary(corpus)
    readings = Readings({}, frozenset()) if automatic else load_readings(corpus)
    outcomes = []
    for entry in read_catalogue(corpus):
        path = folder / f"{entry.id}.jsonl"
        if path.is_file():
            document = load_document(corpus, entry)
            facts = make_ledger(document, lay_out(document, readings, lexicon), registry, lexicon, vocabulary)
            outcomes.append(compare(entry.id, load_gold(path), facts, registry))
    return outcomes


def summary(outcomes: Sequence[Outcome]) -> dict[str, Any]:
    """Counts and rates: overall, by document and by attribute."""
    total = Outcome(
        "all", *(tuple(x for o in outcomes for x in getattr(o, name)) for name in Outcome.__slots__[1:])
    )
    names = sorted({_attribute(g.attribute) for o in outcomes for g in (*o.found, *o.missed)})
    return {
        "all": _rates(total),
        "documents": {outcome.document: _rates(outcome) for outcome in outcomes},
        "attributes": {name: _rates(_only(total, name)) for name in names},
        "wrong_year": len(total.wrong_year),
        "renamed": sum(gold.is_figure for gold in total.renamed),
    }


def _only(outcome: Outcome, attribute: str) -> Outcome:
    def own(facts: Iterable[Any]) -> tuple[Any, ...]:
        return tuple(fact for fact in facts if _attribute(fact.attribute) == attribute)

    return replace(
        outcome,
        found=own(outcome.found),
        missed=own(outcome.missed),
        right=own(outcome.right),
        extra=own(outcome.extra),
    )


def _rates(outcome: Outcome) -> dict[str, Any]:
    kinds = Counter((_kind(gold), gold in outcome.found) for gold in (*outcome.found, *outcome.missed))
    recall = {
        kind: {"found": kinds[kind, True], "gold": kinds[kind, True] + kinds[kind, False]}
        for kind in ("figures", "wording", "apart")
    }
    made = len(outcome.right) + len(outcome.extra)
    return {"recall": recall, "precision": {"right": len(outcome.right), "ledger": made}}


def _kind(gold: Gold) -> str:
    return "figures" if gold.is_figure else "apart" if gold.attribute in _APART else "wording"


def report(outcomes: Sequence[Outcome]) -> str:
    """The summary as text, with every miss and extra of the figures and of the wording but 内容 and 事例."""
    counts = summary(outcomes)
    lines = [f"{'':10}figures          wording          内容・事例         figures' precision"]
    for name, rates in (("all", counts["all"]), *counts["documents"].items(), *counts["attributes"].items()):
        cells = [
            _share(rates["recall"][kind]["found"], rates["recall"][kind]["gold"])
            for kind in ("figures", "wording", "apart")
        ]
        lines.append(
            f"{name:10}" + "".join(f"{cell:17}" for cell in (*cells, _share(*rates["precision"].values())))
        )
    lines.append(f"matched with another fiscal year: {counts['wrong_year']}")
    lines.append(
        f"gold figures found under a part of their subject, or as a heading's path: {counts['renamed']}"
    )
    for outcome in outcomes:
        lines += [f"miss  {_line(g, g.document, g.subject)}" for g in outcome.missed if _kind(g) != "apart"]
        lines += [f"extra {_line(f, f.document_id, f.name)}" for f in outcome.extra]
        lines += [
            f"year  {_line(g, g.document, g.subject)}: {f.fiscal_year} for {g.fiscal_year}"
            for g, f in outcome.wrong_year
        ]
    return "\n".join(lines)


def _share(part: int, whole: int) -> str:
    return f"{part}/{whole} {part / whole:.3f}" if whole else "-"


def _line(fact: Gold | Fact, document: str, name: str) -> str:
    parts = (
        f"{document} p{fact.page}",
        name,
        fact.attribute,
        fact.value,
        "・".join(fact.conditions),
        fact.item,
    )
    return " | ".join(parts)


def main(arguments: Sequence[str] | None = None) -> int:
    """The command; prints the report or, with ``--json``, the summary."""
    parser = argparse.ArgumentParser(
        prog="python -m eval.ledger", description=(__doc__ or "").partition(chr(10))[0]
    )
    parser.add_argument("--corpus", type=Path, default=ROOT.parent / "corpus")
    parser.add_argument("--gold", type=Path, default=ROOT / "gold")
    parser.add_argument("--automatic", action="store_true", help="leave the hand-written readings away")
    parser.add_argument("--json", action="store_true", help="the summary alone, as JSON")
    options = parser.parse_args(arguments)
    outcomes = measure(options.corpus, options.gold, options.automatic)
    print(json.dumps(summary(outcomes), ensure_ascii=False, indent=2) if options.json else report(outcomes))
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
