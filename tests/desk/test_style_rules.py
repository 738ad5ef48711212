"""The lint's rules: each explains itself by an example that is tried here."""

from pathlib import Path

import pytest

from desk.errors import StyleError
from desk.style.linting import lint
from desk.style.quoted import quoted
from desk.style.rules import load_rules

CORPUS = Path(__file__).parent.parent.parent / "corpus"
RULES = load_rules(CORPUS)


@pytest.mark.parametrize("rule", RULES, ids=[rule.id for rule in RULES])
def test_the_example_before_is_found_and_the_one_after_is_not(rule):
    assert rule.id in [one.rule for one in lint(rule.before, RULES, letter=rule.letter)]
    assert [one.rule for one in lint(rule.after, RULES, letter=rule.letter)] == []


@pytest.mark.parametrize("rule", RULES, ids=[rule.id for rule in RULES])
def test_a_finding_says_where_why_and_what_instead(rule):
    found = next(one for one in lint(rule.before, RULES, letter=rule.letter) if one.rule == rule.id)
    assert rule.before[found.start : found.end] == found.text
    assert found.why.endswith("。")
    assert "{" not in found.suggestion


def test_words_of_a_cited_document_are_not_found_fault_with():
    source = "令和７年度の助成対象経費：機械装置・器具備品等の購入費、リース料、３０００万円を限度とする"
    assert lint(source, RULES)
    assert lint(source, RULES, quotes=[source]) == ()


def test_a_long_programme_name_does_not_make_a_sentence_long():
    name = "ゼロエミッション東京の実現に向けたイノベーション促進事業における補助限度額の引上げに関する取組"
    text = f"「{name}」については、実施主体の窓口で最新の募集要項と公募のご案内をお確かめください。"
    assert [one.rule for one in lint(text, RULES)] == ["long-sentence"]
    assert lint(text, RULES, quotes=[name]) == ()


def test_an_assertion_with_its_source_may_stand():
    assert lint("機械の購入費は、助成の対象です（見本の資料 9ページ）。", RULES) == ()


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ('[[rule]]\nid = "a"\n', "check"),
        (
            '[[rule]]\nid="a"\ncheck="pattern"\nwhy="a"\nsuggestion="a"\nbefore="a"\nafter="a"\npattern="("\n',
            "正規表現",
        ),
        ('[[rule]]\nid="a"\ncheck="spell"\nwhy="a"\nsuggestion="a"\nbefore="a"\nafter="a"\n', "spell|check"),
    ],
)
def test_a_malformed_rule_is_refused_by_name(tmp_path, text, named):
    (tmp_path / "style").mkdir()
    (tmp_path / "style" / "rules.toml").write_text(text, encoding="utf-8")
    with pytest.raises(StyleError, match=named):
        load_rules(tmp_path)


def test_the_explanation_of_a_hard_word_neither_counts_nor_tears_a_quotation():
    text = "経費（＝仕事のために使うお金）等の一部を助成します。"
    assert quoted(text, ["経費等の一部を助成"]) == [True] * 22 + [False] * 4
