"""The PDF route against the gold facts: readings printed as PDF files, and loaded again without the readings.

``python -m eval.renderings [--layout one-column|two-columns|ruled|unruled|two-columns-unruled] [--json]``. Each
hand-written reading is printed by Chromium, one PDF page for one page of the corpus (``eval/render_page.py``), loaded
like any file that a user adds, and the figures of its ledger compared with ``eval/gold`` as ``python -m eval.ledger``
does.
"""

import argparse
import json
import tempfile
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from eval.matching import Gold, attribute_of, load_gold, match
from eval.render_page import STYLES, Style, html_of
from eval.render_pdf import find_chromium, print_pdf
from ingest.catalogue import Entry, load_document, read_catalogue
from ingest.conditions import load_vocabulary
from ingest.facts import Fact
from ingest.layout import PageLayout
from ingest.ledger import make_ledger
from ingest.lexicon import Lexicon, load_lexicon
from ingest.loaded import layout_of
from ingest.loaders import load_file
from ingest.reading import PageReading, parse_reading
from ingest.registry import Registry, load_registry

ROOT = Path(__file__).resolve().parent
KEPT = Path(tempfile.gettempdir()) / "sodan-renderings"
Chosen = Mapping[str, Collection[int]]
"""Page numbers by document id."""


@dataclass(frozen=True, slots=True)
class Figures:
    """The figures of the gold and of the ledger, and the ids of those that say the same."""

    gold: tuple[Gold, ...]
    facts: tuple[Fact, ...]
    same: frozenset[str]

    @property
    def missed(self) -> tuple[Gold, ...]:
        """Gold figures that the ledger does not have."""
        return tuple(gold for gold in self.gold if gold.id not in self.same)

    @property
    def extra(self) -> tuple[Fact, ...]:
        """The ledger's figures that no gold fact has."""
        return tuple(fact for fact in self.facts if fact.id not in self.same)

    @property
    def recall(self) -> tuple[int, int]:
        """Gold figures that were found, and all."""
        return len(self.gold) - len(self.missed), len(self.gold)

    @property
    def precision(self) -> tuple[int, int]:
        """The ledger's figures that are right, and all."""
        return len(self.facts) - len(self.extra), len(self.facts)

    def only(self, attribute: str) -> "Figures":
        """The figures of one attribute."""
        gold = tuple(fact for fact in self.gold if attribute_of(fact.attribute) == attribute)
        return Figures(gold, tuple(f for f in self.facts if attribute_of(f.attribute) == attribute), self.same)


def compare(gold: Sequence[Gold], facts: Sequence[Fact], registry: Registry) -> Figures:
    """Match every gold figure with every figure of its page in the ledger."""
    wanted = tuple(fact for fact in gold if fact.is_figure)
    made = tuple(fact for fact in facts if fact.is_figure)
    pairs = ((g, f) for g in wanted for f in made if (g.document, g.page) == (f.document_id, f.page))
    same = [(g.id, f.id) for g, f in pairs if match(g, f, registry)]
    return Figures(wanted, made, frozenset(id_ for pair in same for id_ in pair))


def measure(corpus: Path, gold: Path, style: Style, folder: Path, chosen: Chosen | None = None) -> Figures:
    """Print, load and compare every document that has gold facts, or the ``chosen`` pages.

    ``folder`` keeps what was printed. Raises RuntimeError without a Chromium.
    """
    lexicon, registry, vocabulary = load_lexicon(corpus), load_registry(corpus), load_vocabulary(corpus)
    facts = load_gold(gold)
    compared: list[Figures] = []
    for entry in read_catalogue(corpus):
        reading = _reading(corpus, entry, chosen)
        wanted = [f for f in facts if f.document == entry.id and f.page in {page.page for page in reading}]
        if wanted:
            layouts = _layouts(entry, reading, _printed(entry, reading, style, folder), lexicon)
            document = replace(load_document(corpus, entry), pages=tuple(layout.page for layout in layouts))
            made = make_ledger(document, layouts, registry, lexicon, vocabulary)
            compared.append(compare(wanted, made, registry))
    return Figures(
        tuple(fact for one in compared for fact in one.gold),
        tuple(fact for one in compared for fact in one.facts),
        frozenset().union(*(one.same for one in compared)),
    )


def _reading(corpus: Path, entry: Entry, chosen: Chosen | None) -> tuple[PageReading, ...]:
    path = corpus / "readings" / f"{entry.id}.md"
    if not path.is_file():
        return ()
    pages = parse_reading(path.name, path.read_text(encoding="utf-8"))
    return tuple(page for page in pages if chosen is None or page.page in chosen.get(entry.id, ()))


def _printed(entry: Entry, reading: Sequence[PageReading], style: Style, folder: Path) -> Path:
    chromium = find_chromium()
    if chromium is None:
        raise RuntimeError("no Chromium to print with: name one in the environment's CHROMIUM")
    return print_pdf(f"{entry.id}-{style}", html_of(reading, style), folder, chromium)


def _layouts(entry: Entry, reading: Sequence[PageReading], file: Path, lexicon: Lexicon) -> list[PageLayout]:
    """The layouts of the loaded pages, numbered as the pages of the corpus that they were printed from."""
    loaded = load_file(file, lexicon).pages
    if len(loaded) != len(reading):
        raise RuntimeError(f"{entry.id}: {len(reading)} pages were printed on {len(loaded)}")
    pairs = zip(loaded, reading, strict=True)
    return [layout_of(entry.id, replace(page, number=source.page)) for page, source in pairs]


def report(figures: Figures) -> str:
    """Recall and precision of the figures, by attribute too, and every figure that is missing or wrong."""
    attributes = [*(g.attribute for g in figures.gold), *(f.attribute for f in figures.facts)]
    names = sorted(set(map(attribute_of, attributes)))
    parts = {"all": figures} | {name: figures.only(name) for name in names}
    rows = [(name, _share(*part.recall), _share(*part.precision)) for name, part in parts.items()]
    lines = ["".join(f"{cell:16}" for cell in row) for row in [("", "recall", "precision"), *rows]]
    lines += [f"miss  {_line(gold, gold.document, gold.subject)}" for gold in figures.missed]
    return "\n".join([*lines, *(f"extra {_line(fact, fact.document_id, fact.name)}" for fact in figures.extra)])


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
    """The command; prints a report for each layout or, with ``--json``, the counts of all."""
    parser = argparse.ArgumentParser(
        prog="python -m eval.renderings", description=(__doc__ or "").partition(chr(10))[0]
    )
    parser.add_argument("--corpus", type=Path, default=ROOT.parent / "corpus")
    parser.add_argument("--gold", type=Path, default=ROOT / "gold" / "facts.jsonl")
    parser.add_argument("--layout", choices=STYLES, help="one layout alone")
    parser.add_argument("--document", help="one document alone, by its id")
    parser.add_argument("--keep", type=Path, default=KEPT, help="where the printed files are kept")
    parser.add_argument("--json", action="store_true", help="the counts alone, as JSON")
    options = parser.parse_args(arguments)
    chosen = {options.document: range(1, 10_000)} if options.document else None
    counts: dict[str, Any] = {}
    for style in STYLES if options.layout is None else (options.layout,):
        figures = measure(options.corpus, options.gold, style, options.keep, chosen)
        counts[style] = {"recall": figures.recall, "precision": figures.precision}
        if not options.json:
            print(f"== {style}\n{report(figures)}\n")
    if options.json:
        print(json.dumps(counts, ensure_ascii=False, indent=2))
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
