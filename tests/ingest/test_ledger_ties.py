"""How facts are tied to their subject: what a mark in a reading reaches, and what it does not."""

from ingest.layout import PageLayout
from ingest.ledger import make_ledger
from ingest.placing import place
from ingest.reading import parse_reading
from ingest.registry import Programme, ProgrammeName, Registry
from ingest.types import Document, Page
from tests.ingest.test_ledger_rules import EMPTY, LABELS, LEXICON, VOCABULARY, ledger, registry


def ties(facts):
    return {(fact.value, fact.tied) for fact in facts}


def subject(id_, kind, name, parts=()):
    return Programme(id_, kind, (ProgrammeName("a", 1, name),), parts=parts)


def test_a_heading_s_own_words_are_not_tied_as_what_stands_below_it_is():
    body = "# 経営の戦略\n## １．設備の更新 {tied: order 題名は後}\n- 省エネルギーの推進"
    assert ties(ledger(body)) == {("text:設備の更新", "printed"), ("text:省エネルギーの推進", "order")}


def test_a_heading_confirmed_elsewhere_confirms_what_stands_below_it():
    (fact,) = ledger("# 設備更新支援事業 {tied: confirmed a p2}\n| 限度額 | 200万円 |")
    assert fact.tied == "confirmed"


def test_a_line_that_names_its_own_subject_does_not_hang_on_the_headings_above():
    known = Registry((subject("office", "facility", "産業交流拠点"),))
    facts = ledger("# 施策\n## 図 の題 {tied: order 題名は途中}\n- 産業交流拠点 R4.2竣工予定\n- 年20回の講座", known)
    assert ("date:2022-02", "printed") in ties(facts)
    assert ("count:20回", "order") in ties(facts)


def test_a_bullet_below_a_programme_is_about_a_part_only_where_it_tells_more_than_its_name():
    whole, part = subject("w", "programme", "雇用支援事業", ("p",)), subject("p", "programme", "体験就労")
    other = subject("o", "programme", "別の講座")
    facts = ledger(
        "# 雇用支援事業\n- 体験就労 最大３企業\n- 体験就労\n- 別の講座 最大５企業", Registry((whole, part, other))
    )
    assert [(fact.programme, fact.value) for fact in facts] == [
        ("p", "count:3企業"),
        ("w", "text:体験就労"),
        ("w", "count:5企業"),
    ]


def test_a_cell_over_several_rows_is_tied_as_its_weakest_row():
    head = "# 設備更新支援事業\n| 事業区分 | 賃上げ要件 | 助成率 | 助成額 |\n|---|---|---|---|\n"
    facts = ledger(head + "| 革新 | | 1/2 | 200万円 |\n| ^^ | ○ | 2/3 | ^^ | {tied: order 列がない}")
    assert ties(facts) == {("rate:1/2", "printed"), ("rate:2/3", "order"), ("yen:2000000", "order")}


def test_a_note_below_a_new_heading_is_not_about_the_table_above_it():
    body = "# 設備更新支援事業\n| 限度額 | 200万円 |\n# 相談窓口\n> ※事前の申込みが必要"
    assert [(fact.name, fact.attribute) for fact in ledger(body)] == [
        ("設備更新支援事業", "助成限度額"),
        ("相談窓口", "要件"),
    ]


def test_a_year_behind_a_facility_s_name_says_since_when_it_is_there():
    known = Registry((subject("lab", "facility", "計測室"), subject("whole", "organisation", "技術センター")))
    facts = ledger("# 技術センター\n- 計測室（平成27年度～）\n- 計測室の改修（平成28年度～）", known)
    years = {(fact.attribute, fact.value) for fact in facts if fact.is_figure}
    assert ("開設", "fy:2015") in years
    assert ("開設", "fy:2016") not in years


def test_a_number_that_the_reading_sets_apart_is_no_part_of_the_wording():
    body = "# 経営の戦略\n- １ 事業承継の支援\n- 24時間の窓口"
    (reading,) = parse_reading("a.md", "<!-- page 1 -->\n" + body)
    page = Page("a", 1, "経営の戦略\n１事業承継の支援\n24時間の窓口")
    layout = PageLayout(page, reading.nodes, place("a.md", reading, page.text, LABELS).spans, "reading")
    document = Document("a", "題", "都", "", 2025, False, "", (page,))
    facts = make_ledger(document, [layout], EMPTY, LEXICON, VOCABULARY)
    assert [fact.value for fact in facts if not fact.is_figure] == ["text:事業承継の支援"]


def test_the_questions_of_a_survey_are_about_the_year_in_which_it_asked():
    survey, question = subject("s", "survey", "企業調査", ("q",)), subject("q", "survey", "課題上位５項目")
    body = "# 企業調査\n| 調査期間 | 令和５年９月 |\n## 課題上位５項目\n- 人材不足が１位"
    facts = ledger(body, Registry((survey, question)), year=2024)
    assert {(fact.programme, fact.fiscal_year) for fact in facts} == {("s", 2023), ("q", 2023)}


def test_a_heading_whose_figure_is_part_of_its_sentence_is_also_wording():
    values = {fact.value for fact in ledger("# 働き方の戦略\n## １．導入率35％達成に向けた支援", registry())}
    assert values == {"percent:35", "text:導入率35%達成に向けた支援"}
