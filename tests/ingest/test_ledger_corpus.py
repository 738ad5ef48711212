"""The ledger of the project's own documents: every fact stands on its page, no trap is walked into."""

import pytest

from ingest.build import lay_out
from ingest.catalogue import load_document, read_catalogue
from ingest.conditions import load_vocabulary
from ingest.ledger import make_ledger
from ingest.lexicon import load_lexicon
from ingest.quantities import parse_quantities
from ingest.readings import load_readings
from ingest.registry import load_registry
from tests.conftest import REPOSITORY

CORPUS = REPOSITORY / "corpus"


@pytest.fixture(scope="module")
def documents():
    return {entry.id: load_document(CORPUS, entry) for entry in read_catalogue(CORPUS)}


@pytest.fixture(scope="module")
def facts(documents):
    lexicon, registry, vocabulary = load_lexicon(CORPUS), load_registry(CORPUS), load_vocabulary(CORPUS)
    readings = load_readings(CORPUS)
    return [
        fact
        for document in documents.values()
        for fact in make_ledger(document, lay_out(document, readings, lexicon), registry, lexicon, vocabulary)
    ]


def quote(documents, fact):
    text = documents[fact.document_id].pages[fact.page - 1].text
    return "".join(text[start:end] for start, end in fact.spans)


def test_the_spans_of_a_figure_are_one_figure_of_the_page_and_no_more(documents, facts):
    figures = [fact for fact in facts if fact.is_figure]
    assert len(figures) > 350
    for fact in figures:
        (quantity,) = parse_quantities(quote(documents, fact), "平成")
        plain = fact.value.partition(":")[2].partition("-")[0].partition("/")[0]
        assert quantity.start == 0
        assert plain[:2] in quantity.canonical or quantity.kind in ("rate", "date")


def test_names_and_keys_stand_on_the_page_of_their_fact(documents, facts):
    for fact in facts:
        text = documents[fact.document_id].pages[fact.page - 1].text
        assert fact.owner_spans
        assert all(0 <= start < end <= len(text) for start, end in (*fact.owner_spans, *fact.key_spans, *fact.spans))


def test_ids_are_unique(facts):
    assert len({fact.id for fact in facts}) == len(facts)


def test_the_ledger_is_deterministic(documents, facts):
    lexicon, registry, vocabulary = load_lexicon(CORPUS), load_registry(CORPUS), load_vocabulary(CORPUS)
    document = documents["r07"]
    layouts = lay_out(document, load_readings(CORPUS), lexicon)
    again = make_ledger(document, layouts, registry, lexicon, vocabulary)
    assert again == [fact for fact in facts if fact.document_id == "r07"]


def test_amounts_that_cannot_be_tied_to_a_name_make_no_fact(facts):
    torn = {("r07", page) for page in range(23, 31)} | {("r03", 7)}
    assert [f for f in facts if f.attribute == "予算額" and (f.document_id, f.page) in torn] == []


def test_charts_without_values_make_no_figure(facts):
    assert [f for f in facts if f.is_figure and (f.document_id, f.page) == ("h30", 1)] == []


def test_a_page_of_torn_amounts_gives_no_budget_and_only_the_amounts_printed_with_a_name(facts):
    amounts = {(f.name, f.attribute, f.value, f.conditions) for f in facts if f.value.startswith("yen:")
               and (f.document_id, f.page) == ("r03", 7)}  # fmt: skip
    assert amounts == {
        ("正規雇用・定着助成金", "助成限度額", "yen:300000", ("区分:氷河期世代",)),
        ("正規雇用・定着助成金", "助成限度額", "yen:200000", ("区分:その他",)),
    }


def test_a_budget_of_one_year_and_a_cap_of_another_are_never_mixed(facts):
    figures = {
        (f.document_id, f.fiscal_year, f.attribute, f.value, f.conditions)
        for f in facts
        if f.programme == "asuni-challenge" and f.value.startswith("yen:")
    }
    assert figures == {
        ("r02", 2020, "予算額", "yen:1563000000", ()),
        ("r07", 2025, "助成限度額", "yen:20000000", ("一般",)),
        ("r07", 2025, "助成限度額", "yen:10000000", ("小規模企業",)),
    }


MATRIX = """\
競争力強化 - - rate:1/2
競争力強化 - 〇 rate:2/3
競争力強化 - ◎ rate:3/4
競争力強化 - ○ rate:3/4
競争力強化 小規模企業 - rate:2/3
競争力強化 小規模企業 〇 rate:2/3
競争力強化 小規模企業 ◎ rate:3/4
競争力強化 小規模企業 ○ rate:4/5
競争力強化 働き方改革推進 - rate:4/5
DX推進・イノベーション - - rate:2/3
DX推進・イノベーション - ◎ rate:3/4
DX推進・イノベーション - ○ rate:3/4
後継者チャレンジ - - rate:2/3
後継者チャレンジ - ◎ rate:3/4
後継者チャレンジ - ○ rate:3/4
アップグレード促進 - ◎○ rate:3/4
"""
MARKS = {
    "-": [],
    "〇": ["ゼロエミッション"],
    "◎": ["ゼロエミッション"],
    "○": ["賃上げ"],
    "◎○": ["ゼロエミッション", "賃上げ"],
}
SIZES = {"-": [], "小規模企業": ["小規模企業"], "働き方改革推進": ["枠:働き方改革推進"]}


def test_every_row_of_the_matrix_of_rates_has_its_conditions(facts):
    rows = [line.split() for line in MATRIX.splitlines()]
    expected = sorted(
        (rate, sorted([f"区分:{division}", *SIZES[size], *MARKS[mark]]), mark[0] if mark[0] in "〇◎" else "")
        for division, size, mark, rate in rows
    )
    rates = [f for f in facts if (f.document_id, f.page, f.attribute) == ("r07", 11, "助成率")]
    assert len(expected) == 16
    assert sorted((f.value, sorted(f.conditions), f.item) for f in rates) == expected


def test_a_row_of_the_matrix_is_printed_only_where_its_division_stands_on_its_line(facts):
    rates = [f for f in facts if (f.document_id, f.page, f.attribute) == ("r07", 11, "助成率")]
    printed = {(f.conditions[-1] if len(f.conditions) == 1 else f.item, f.value) for f in rates if f.tied == "printed"}
    assert printed == {
        ("区分:DX推進・イノベーション", "rate:2/3"), ("区分:後継者チャレンジ", "rate:2/3"), ("◎", "rate:3/4"),
    }  # fmt: skip
    assert {f.tied for f in rates} == {"printed", "order"}


def test_a_cell_over_several_rows_is_tied_by_order_where_one_of_them_is(facts):
    caps = {f.conditions: (f.value, f.tied) for f in facts
            if (f.document_id, f.page, f.attribute) == ("r07", 11, "助成限度額")}  # fmt: skip
    assert caps == {
        ("区分:競争力強化",): ("yen:1000000-100000000", "order"),
        ("区分:DX推進・イノベーション",): ("yen:1000000-100000000", "order"),
        ("区分:後継者チャレンジ",): ("yen:1000000-100000000", "order"),
        ("ゼロエミッション", "区分:アップグレード促進", "賃上げ"): ("yen:100000000-200000000", "printed"),
        ("区分:競争力強化", "小規模企業"): ("yen:30000000", "printed"),
    }


def test_two_marks_of_one_requirement_are_told_apart(facts):
    rates = {
        (fact.value, fact.item)
        for fact in facts
        if (fact.document_id, fact.page, fact.attribute) == ("r07", 11, "助成率")
        and set(fact.conditions) == {"区分:競争力強化", "小規模企業", "ゼロエミッション"}
    }
    assert rates == {("rate:2/3", "〇"), ("rate:3/4", "◎")}


def test_years_behind_the_names_of_facilities_say_since_when_they_are_there(facts):
    opened = {
        (f.name.partition("（")[0], f.value)
        for f in facts
        if (f.document_id, f.page, f.attribute) == ("r07", 2, "開設") and f.value.startswith("fy:")
    }
    assert opened == {
        ("EMCサイト", "fy:2009"), ("複合素材開発サイト", "fy:2016"), ("DX推進センター", "fy:2020"),
        ("生活空間計測スタジオ", "fy:2015"), ("生活動作計測スタジオ", "fy:2018"),
    }  # fmt: skip


def test_answers_to_a_survey_are_under_their_question_and_in_their_year(facts):
    shares = [f for f in facts if f.programme == "survey-kadai-joi" and f.item.endswith("人材不足への対応")]
    assert {(f.value, f.fiscal_year, f.conditions[-1]) for f in shares} == {
        ("percent:36", 2022, "順位:3"),
        ("percent:55", 2023, "順位:1"),
    }


def test_a_figure_of_an_exhibition_held_earlier_is_about_that_year(facts):
    years = {f.fiscal_year for f in facts if (f.document_id, f.page) == ("r07", 18) and f.is_figure}
    assert years == {2024}
