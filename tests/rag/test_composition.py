"""Composition: numbering of citations, how much is said, and what is said beside the value."""

import re
from dataclasses import replace

import pytest

from ingest.store import DocumentSummary
from rag.composition import AT_MOST, Composer
from rag.draft import ORDER_NOTE, Draft
from rag.units import UnitRanker, scored

PAGE = "助成限度額 １００万円\n助成率 1/2"
DOCUMENT = DocumentSummary("r07", "支援策", "産業労働局", "", 2025, False, "ab" * 32, 31)


def marks_of(text):
    return [int(n) for n in re.findall(r"\[(\d+)\]", text)]


@pytest.fixture(scope="session")
def composer(chain, lexicon):
    return Composer(chain.index, lexicon, UnitRanker(chain.index, lexicon))


@pytest.fixture(scope="session")
def units_of(chain, lexicon):
    def rank(text):
        asked = chain.understand(text)
        return asked, UnitRanker(chain.index, lexicon).rank(asked, chain.retriever.retrieve(asked))

    return rank


def test_citations_are_numbered_in_order_of_first_mention():
    draft = Draft()
    assert draft.cite(DOCUMENT, PAGE, 9, (6, 11)) == "[1]"
    assert draft.cite(DOCUMENT, PAGE, 9, (12, 15)) == "[2]"
    assert [(c.n, c.quote) for c in draft.citations] == [(1, "１００万円"), (2, "助成率")]


def test_the_same_span_keeps_its_number():
    draft = Draft()
    first = draft.cite(DOCUMENT, PAGE, 9, (6, 11))
    draft.cite(DOCUMENT, PAGE, 9, (12, 15))
    assert draft.cite(DOCUMENT, PAGE, 9, (6, 11)) == first
    assert len(draft.citations) == 2


def test_the_same_characters_of_another_page_or_document_are_another_citation():
    draft = Draft()
    draft.cite(DOCUMENT, PAGE, 9, (6, 11))
    assert draft.cite(DOCUMENT, PAGE, 10, (6, 11)) == "[2]"
    assert draft.cite(replace(DOCUMENT, id="r06"), PAGE, 9, (6, 11)) == "[3]"


def test_a_citation_quotes_the_sources_own_characters_and_opens_its_page():
    draft = Draft()
    draft.cite(DOCUMENT, PAGE, 9, (6, 11))
    (citation,) = draft.citations
    assert citation.quote == "１００万円"
    assert citation.url == "/documents/r07/pages/9?start=6&end=11#cited"


def test_every_unit_of_a_page_written_at_once_keeps_marks_and_citations_in_step(composer, units_of):
    _, units = units_of("産業交流展の出展料は？")
    draft = composer.write(units[:12])
    marks = marks_of(draft.text)
    first_mentions = list(dict.fromkeys(marks))
    assert first_mentions == [citation.n for citation in draft.citations]
    spans = [(c.document_id, c.page, c.start, c.end) for c in draft.citations]
    assert len(spans) == len(set(spans))


def test_nothing_is_chosen_from_nothing(composer, units_of):
    asked, _ = units_of("産業交流展")
    assert composer.choose(asked, []) == []
    assert composer.suggestions([]) == ()


@pytest.mark.parametrize(
    "question",
    ["産業交流展の出展料は？", "BCP策定支援は何回？", "躍進的な事業推進のための設備投資支援事業の助成率は？"],
)
def test_a_few_units_of_one_page_are_said(composer, units_of, question):
    asked, units = units_of(question)
    chosen = composer.choose(asked, [replace(unit, score=units[0].score) for unit in units])
    assert len(chosen) <= AT_MOST
    assert len({(unit.block.document_id, unit.block.page) for unit in chosen}) <= 1


def test_a_unit_that_holds_little_of_the_topic_is_not_chosen(composer, units_of):
    asked, units = units_of("産業交流展の出展料は？")
    poor = replace(units[0].signals, own=0.0, led=0.0, beside=0.0, called=0.0, named=0.0)
    assert composer.choose(asked, scored([replace(unit, signals=poor) for unit in units])) == []


def test_units_without_the_kind_of_quantity_that_is_asked_for_are_not_chosen(composer, units_of):
    asked, units = units_of("産業交流展の出展料はいくらですか？")
    assert composer.choose(asked, [unit for unit in units if "円" not in unit.block.text]) == []


def test_what_is_tied_by_order_only_says_so(chain):
    answer = chain.answer("令和3年度の産業交流展の予算は？")
    assert "210百万円" in answer.text
    assert ORDER_NOTE == "（資料の並び順による対応）"
    assert ORDER_NOTE in answer.text


def test_what_is_printed_together_needs_no_such_note(chain):
    answer = chain.answer("産業交流展の会場はどこですか？")
    assert "東京ビッグサイト" in answer.text
    assert "並び順" not in answer.text


def test_the_year_is_named_with_the_value_and_an_undated_documents_as_about(chain):
    assert "令和7年度の資料" in chain.answer("産業交流展の会場はどこですか？").text
    assert "平成30年度ごろの資料" in chain.answer("市町村の地域産業活性化計画に対する補助の上限は？").text


def test_a_look_up_is_one_short_sentence(chain):
    text = chain.answer("製品開発着手支援助成事業の助成限度額は？").text
    assert len(text) < 300
    assert text.count("。") == 1


@pytest.mark.parametrize(
    "question",
    [
        "産業交流展の会場はどこですか？",
        "デジタルツール導入の助成金はいくらまで？",
        "東京国際フォーラムの住所は？",
        "明日にチャレンジ中小企業基盤強化事業の助成率は？",
    ],
)
def test_suggestions_are_at_most_three_different_questions_that_are_not_answered_yet(chain, question):
    answer = chain.answer(question)
    assert len(answer.suggestions) <= 3
    assert len(set(answer.suggestions)) == len(answer.suggestions)
    assert question not in answer.suggestions
    assert all(suggestion.endswith("？") for suggestion in answer.suggestions)


def test_a_suggestion_can_be_asked_and_is_answered_from_the_same_page(chain):
    answer = chain.answer("製品開発着手支援助成事業の助成限度額は？")
    assert answer.suggestions
    for suggestion in answer.suggestions:
        following = chain.answer(suggestion)
        assert following.status == "answered", suggestion
        assert (following.citations[0].document_id, following.citations[0].page) == ("r07", 12)
