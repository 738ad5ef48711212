"""Leave one page out, and write what came of it into docs/evaluation.md.

python -m tools.left_out [--split dev] [--show] [--write]
"""

import argparse
import logging
import os
import sys
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from api.contract import answer_object
from api.settings import Settings
from eval.documentation import LEFT_OUT, with_left_out
from eval.engines import ChainEngine
from eval.given import Given
from eval.labels import CHECK_LABELS, KIND_LABELS
from eval.left_out import LeavingOut, LeftOut, pages_of
from eval.loading import read_sets
from eval.measuring import SETS
from eval.reference import reference_of
from eval.statistics import wilson
from ingest.build import corpus_hashes, laid_out
from ingest.catalogue import read_catalogue
from ingest.embedder import load_embedder
from ingest.manifest import Recipe
from ingest.tokens import dictionary_version
from rag.bootstrap import build_chain
from rag.settings import ChainSettings

ROOT = Path(__file__).parent.parent
_SHOWN = 90  # characters of a wrong answer


def main() -> int:
    arguments = argparse.ArgumentParser()
    arguments.add_argument("--split", default="", choices=("dev", "frozen"), help="one half of the questions alone")
    arguments.add_argument("--show", action="store_true", help="tell every wrong answer of the development half")
    arguments.add_argument("--write", action="store_true", help="write the figures into docs/evaluation.md")
    options = arguments.parse_args()
    logging.getLogger("sodan").addHandler(logging.NullHandler())
    results = measured(Settings.from_env(os.environ).chain, options.split)
    section = told(results)
    print(section)
    if options.show:
        print("\n".join(_shown(one) for one in results if one.outcome == "wrong" and one.item.split == "dev"))
    if options.write:
        LEFT_OUT.write_text(section + "\n", encoding="utf-8")
        page = ROOT / "docs" / "evaluation.md"
        page.write_text(with_left_out(page.read_text(encoding="utf-8")), encoding="utf-8")
    return 0


def measured(settings: ChainSettings, split: str = "") -> list[LeftOut]:
    """What came of every question (of one half) whose evidence is one page."""
    corpus, embedder = settings.corpus, load_embedder(settings.embedder)
    documents = list(laid_out(corpus, read_catalogue(corpus), None, lambda step, done, whole: None))
    recipe = Recipe(corpus_hashes(corpus), embedder.fingerprint, dictionary_version())
    items = [item for item in read_sets(SETS)[0] if split in ("", item.split)]

    def ask(root: Path, turns: Sequence[Sequence[str]]) -> list[Given]:
        engine = ChainEngine(build_chain(ChainSettings(corpus, root, settings.embedder)), answer_object)
        return [engine.ask(one) for one in turns]

    reference = reference_of(build_chain(settings).index.store, corpus)
    whole, results = sum(map(len, pages_of(items).values())), list[LeftOut]()
    for one in LeavingOut(corpus, documents, recipe, embedder, reference, ask).run(items):
        results.append(one)
        print(f"\r{len(results)}/{whole}", end="", file=sys.stderr)
    return results


def told(results: Sequence[LeftOut]) -> str:
    """The figures in Markdown; no question of the frozen half is told."""
    count = Counter((one.item.split, one.outcome) for one in results)
    lines = [
        "| half | refused | right from another page | a right part | wrong | wrong, 95 % | n |",
        "| --- |" + " ---: |" * 6,
    ]
    for split, label in (("dev", "開発用"), ("frozen", "凍結")):
        found = [count[split, outcome] for outcome in ("refused", "elsewhere", "incomplete", "wrong")]
        if n := sum(found):
            low, high = wilson(found[-1], n)
            cells = [*map(str, found), f"{low * 100:.1f}–{high * 100:.1f}%", str(n)]
            lines.append(f"| {label} | {' | '.join(cells)} |")
    wrong = [one for one in results if one.outcome == "wrong"]
    kinds = Counter(KIND_LABELS[one.item.kind] for one in wrong)
    checks = Counter(CHECK_LABELS[name] for one in wrong for name in one.why)
    of_kinds = "、".join(f"{name} {n}" for name, n in kinds.most_common())
    of_checks = "、".join(f"{name} {n}" for name, n in checks.most_common())
    ids = "、".join(f"`{one.item.id}`" for one in wrong if one.item.split == "dev")
    told_of = [f"Wrong by kind: {of_kinds}. By check: {of_checks}.", "", f"Of the development half: {ids or 'none'}."]
    return "\n".join([*lines, "", *(told_of if wrong else ["None was answered wrongly."])])


def _shown(one: LeftOut) -> str:
    text = " ".join(one.text.split())[:_SHOWN]
    return f"- {one.item.kind} {one.item.id} {' / '.join(one.item.turns)} {list(one.why)}\n    => {text}"


if __name__ == "__main__":
    sys.exit(main())
