"""Question analysis: attributes, years and topic of a question taken alone."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.ingest.tables import unescape

TABLE = Path(__file__).parent / "analysis.tsv"


def rows():
    lines = [line for line in TABLE.read_text(encoding="utf-8").splitlines() if line and not line.startswith("#")]
    return [tuple(unescape(cell) for cell in line.split("\t")) for line in lines[1:]]


@pytest.mark.parametrize(("question", "attributes", "years", "topic"), rows(), ids=[row[0] for row in rows()])
def test_a_question_is_understood(analyser, question, attributes, years, topic):
    found = analyser.analyse(question)
    assert set(found.attributes) == set(attributes.split()) - {"-"}
    assert " ".join(map(str, found.fiscal_years)) == years
    assert " ".join(term.lemma for term in found.topic) == topic


def test_the_owners_words_bring_the_documents_words_into_the_search(analyser):
    question = analyser.analyse("跡継ぎがいません")
    assert question.query.startswith("跡継ぎがいません")
    assert "事業承継" in question.query


def test_the_attribute_brings_how_documents_head_it_but_not_into_the_query(analyser):
    question = analyser.analyse("産業交流展の出展料はいくら")
    assert "出展料" in question.keys or "費用" in question.keys
    assert question.query == question.text


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("ＤＸ推進支援助成金の助成率", "DX推進支援助成金の助成率"),
        ("ｻｲﾊﾞｰｾｷｭﾘﾃｨの費用", "サイバーセキュリティの費用"),
        ("令和７年度の産業交流展", "令和7年度の産業交流展"),
        ("産業交流展 の 会場", "産業交流展の会場"),
    ],
)
def test_width_and_blanks_change_nothing(analyser, one, other):
    first, second = analyser.analyse(one), analyser.analyse(other)
    assert [t.lemma for t in first.topic] == [t.lemma for t in second.topic]
    assert (first.attributes, first.fiscal_years) == (second.attributes, second.fiscal_years)


def test_a_word_asked_twice_is_one_term(analyser):
    lemmas = [term.lemma for term in analyser.analyse("産業交流展と産業交流展").topic]
    assert len(lemmas) == len(set(lemmas))


@given(st.text(max_size=60))
def test_any_text_can_be_analysed(analyser, text):
    question = analyser.analyse(text)
    assert question.text == text
    assert len(set(question.topic)) == len(question.topic)
