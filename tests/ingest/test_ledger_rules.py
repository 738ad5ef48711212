"""The ledger's rules, one case a rule: a reading's lines, and the facts that they make."""

import json
from pathlib import Path

import pytest

from ingest.conditions import load_vocabulary
from ingest.layout import PageLayout
from ingest.ledger import make_ledger
from ingest.lexicon import load_lexicon
from ingest.placing import place
from ingest.reading import Item, parse_reading
from ingest.readings import load_readings
from ingest.registry import Programme, ProgrammeName, Registry
from ingest.types import Document, Page
from tests.conftest import REPOSITORY

CORPUS = REPOSITORY / "corpus"
LEXICON, VOCABULARY, LABELS = load_lexicon(CORPUS), load_vocabulary(CORPUS), load_readings(CORPUS).labels
CASES = [json.loads(line) for line in (Path(__file__).parent / "ledger_rules.jsonl").read_text("utf-8").splitlines()]


def page_text(reading):
    """A page that prints the reading's words, a line an atom."""
    cells = [
        atoms
        for node in reading.nodes
        for atoms in (
            [node.atoms]
            if isinstance(node, Item)
            else [cell for row in [*([node.header] if node.header else []), *node.rows] for cell in row.cells]
        )
    ]
    atoms = {(atom.line, atom.column): atom for cell in cells for atom in cell if not atom.is_label}
    return "\n".join(run.text for atom in atoms.values() for run in atom.runs)


EMPTY = Registry(())


def ledger(body, registry=EMPTY, read_by="reading", year=2025, approximate=False):
    (reading,) = parse_reading("a.md", "<!-- page 1 -->\n" + body)
    text = page_text(reading)
    page = Page("a", 1, text)
    document = Document("a", "題", "都", "", year, approximate, "", (page,))
    layout = PageLayout(page, reading.nodes, place("a.md", reading, text, LABELS).spans, read_by)
    return make_ledger(document, [layout], registry, LEXICON, VOCABULARY)


def said(facts):
    return sorted(
        [fact.attribute, fact.value, list(fact.conditions), fact.item, fact.fiscal_year]
        for fact in facts
        if fact.attribute != "内容"
    )


def registry(*names, kind="programme", parts=()):
    programmes = [Programme(f"s{n}", kind, (ProgrammeName("a", 1, name),)) for n, name in enumerate(names)]
    return Registry(tuple(programmes))


@pytest.mark.parametrize("case", CASES, ids=[case["rule"] for case in CASES])
def test_a_rule_makes_its_facts(case):
    assert said(ledger(case["body"])) == sorted(case["facts"])


def test_the_nearest_known_heading_owns_what_stands_below_it():
    body = "# 事業承継支援事業\n## 普及\n### 承継助成金\n| 限度額 | 200万円 |\n## 相談\n| 回数 | 5回 |"
    facts = ledger(body, registry("事業承継支援事業", "承継助成金"))
    assert [(fact.name, fact.item) for fact in facts if fact.is_figure] == [
        ("承継助成金", ""),
        ("事業承継支援事業", "相談›回数"),
    ]


def test_a_name_that_begins_a_title_owns_it_but_not_as_a_part_of_a_longer_name():
    known = registry("相談センター")
    assert {fact.name for fact in ledger("# 都内の施設\n## 相談センターの運営\n| 開設 | 令和2年9月 |", known)} == {
        "相談センター"
    }
    assert {fact.name for fact in ledger("# 都内の施設\n## 相談センター長会議\n| 開設 | 令和2年9月 |", known)} == {
        "都内の施設"
    }


def test_an_unknown_subject_has_the_same_id_wherever_it_is_printed():
    one = ledger("# 販路開拓支援事業\n| 限度額 | 200万円 |")
    other = ledger("# 販路 開拓支援事業\n| 限度額 | 300万円 |")
    assert one[0].programme == other[0].programme
    assert one[0].programme.startswith("p-")


def test_every_figure_of_a_company_is_part_of_its_case():
    known = registry("株式会社高山医療機械製作所（台東区）", kind="company")
    head = "# 株式会社高山医療機械製作所（台東区）\n"
    facts = ledger(head + "- ２０１６年より海外市場へ参入、販売実績は４０カ国以上。売上は年平均１０％の成長", known)
    figures = {(fact.attribute, fact.value) for fact in facts if fact.is_figure}
    assert figures == {("事例", "percent:10"), ("事例", "count:40か国")}
    assert [fact.value for fact in facts if fact.attribute == "所在地"] == ["text:台東区"]


def test_a_tag_belongs_to_the_words_that_it_stands_on():
    head = "# 来年度\n| [[事業名]] | [[予算額]] | [[内容]] |\n|---|---|---|\n"
    facts = ledger(head + "| 総合支援事業 | 149百万円 | 迷惑行為対策【新規】 など |")
    assert [(fact.name, fact.attribute) for fact in facts if fact.value == "text:新規"] == [("迷惑行為対策", "区分")]


def test_the_year_of_an_undated_document_is_no_fact_of_its_own():
    (fact,) = [f for f in ledger("# 補助\n- （30年度は５自治体を支援）", year=2018, approximate=True) if f.is_figure]
    assert (fact.value, fact.conditions, fact.fiscal_year) == ("count:5自治体", ("年度:30年度",), 2018)


def test_a_value_s_spans_are_its_own_words_and_the_key_and_name_keep_theirs():
    body = "# 設備更新支援事業\n| 助成率 | 1/2（小規模企業2/3） |"
    text = page_text(parse_reading("a.md", "<!-- page 1 -->\n" + body)[0])
    fact = ledger(body)[1]
    assert [text[start:end] for start, end in fact.spans] == ["2/3"]
    assert [text[start:end] for start, end in fact.key_spans] == ["助成率"]
    assert [text[start:end] for start, end in fact.owner_spans] == ["設備更新支援事業"]


@pytest.mark.parametrize(
    ("mark", "tied"),
    [("", "printed"), (" {tied: order 別の列}", "order"), (" {tied: confirmed a p2}", "confirmed")],
)
def test_a_tie_is_kept(mark, tied):
    (fact,) = ledger(f"# 設備更新支援事業\n| 限度額 | 200万円 |{mark}")
    assert fact.tied == tied


def test_a_heading_tied_by_order_ties_what_stands_below_it():
    (fact,) = ledger("# 設備更新支援事業\n## 助成 {tied: order 題名は後}\n| 限度額 | 200万円 |")
    assert (fact.tied, fact.reason) == ("order", "題名は後")


def test_a_guessed_layout_ties_by_order_and_contradictions_cancel_each_other():
    once = ledger("# 設備更新支援事業\n| 限度額 | 200万円 |", read_by="automatic")
    twice = ledger("# 設備更新支援事業\n| 限度額 | 200万円 |\n| 限度額 | 800万円 |", read_by="automatic")
    assert [fact.tied for fact in once] == ["order"]
    assert twice == []


def test_a_layout_of_the_file_itself_proves_its_rows_and_no_other_lines():
    body = "# 設備更新支援事業\n| 限度額 | 200万円 |\n- 専門家の派遣（5回）"
    ties = {fact.attribute: fact.tied for fact in ledger(body, read_by="file") if fact.is_figure}
    assert ties == {"助成限度額": "printed", "規模": "order"}


def test_rows_that_a_file_proves_stay_when_their_values_differ():
    facts = ledger("# 設備更新支援事業\n| 限度額 | 200万円 |\n| 限度額 | 800万円 |", read_by="file")
    assert [fact.value for fact in facts] == ["yen:2000000", "yen:8000000"]


def test_a_survey_s_facts_are_about_the_year_in_which_it_asked():
    head = "# 企業調査\n| 調査期間 | 令和５年９月～10月 |\n## 業種\n"
    facts = ledger(
        head + "| [[項目]] | [[割合]] |\n|---|---|\n| 製造業 | 16% |",
        registry("企業調査", kind="survey"),
        year=2024,
    )
    assert {fact.fiscal_year for fact in facts} == {2023}
    assert [fact.value for fact in facts if fact.is_figure] == ["date:2023-09", "date:2023-10", "percent:16"]


def test_the_same_layout_gives_the_same_ledger_and_every_id_once():
    for one in (case["body"] for case in CASES):
        facts = ledger(one)
        assert facts == ledger(one)
        assert len({fact.id for fact in facts}) == len(facts)
