"""Variants: each rule case by case, and what they keep."""

from dataclasses import replace
from pathlib import Path

import pytest

from eval.given import Given
from eval.variants import RULES, original_of, unchanged, variants
from ingest.fold import squeeze
from ingest.quantities import parse_quantities
from tests.eval.fixtures import CAP, RIGHT

CASES = [
    line.split("\t")
    for line in (Path(__file__).parent / "cases" / "variants.tsv").read_text(encoding="utf-8").splitlines()
    if not line.startswith("#")
]


@pytest.mark.parametrize(("rule", "question", "rewritten"), CASES)
def test_a_rule_rewrites_or_does_not_apply(rule: str, question: str, rewritten: str):
    assert RULES[rule](question) == (None if rewritten == "-" else rewritten)


@pytest.mark.parametrize("question", sorted({question for _, question, _ in CASES}))
def test_no_rule_changes_the_figures(question: str):
    before = sorted(q.canonical for q in parse_quantities(question))
    for rule in RULES.values():
        assert sorted(q.canonical for q in parse_quantities(rule(question) or question)) == before


@pytest.mark.parametrize("question", sorted({question for _, question, _ in CASES}))
def test_widths_say_the_same_folded(question: str):
    for rule in (RULES["full-width"], RULES["half-width"]):
        assert squeeze(rule(question) or question) == squeeze(question)


def test_a_variant_expects_what_its_item_does_and_names_it():
    item = replace(CAP, turns=("令和7年度のデジタルの助成率は？", "では上限はいくらですか？"))
    made = variants(item)

    assert set(made) == {"full-width", "half-width", "kana", "polite", "blunt", "era"}
    assert made["blunt"].turns == ("令和7年度のデジタルの助成率は？", "では上限はいくら？")
    assert all(variant.expect == item.expect for variant in made.values())
    assert original_of(made["era"].id) == (item.id, "era")
    assert original_of(item.id) == (item.id, "")


def test_an_answer_is_unchanged_when_its_text_and_evidence_are():
    other = replace(RIGHT, elapsed_ms=99.0, answer={**RIGHT.answer, "answer_id": "x"})

    assert unchanged(RIGHT, other)
    assert not unchanged(RIGHT, replace(RIGHT, answer={**RIGHT.answer, "citations": []}))
    assert not unchanged(RIGHT, Given({}, error="時間切れ"))
