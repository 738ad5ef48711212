"""The report of an ingest: how pages were read, what facts there are, and which pages a person should look at."""

import json

import pytest

from api.cli import main
from api.reporting import Report, report_html, report_text
from ingest.build import ingest
from ingest.index import open_index
from ingest.report import AttributeCount, make_report
from ingest.store import Store, StoreWriter
from ingest.types import Block, Document, Page
from tests.end_to_end.running import environment
from tests.ingest.ledger_builder import fact

GOOD = "中小企業が設備を更新するときの費用を助成します。助成率は三分の二以内です。"
PAGES = tuple(Page("r07", n, text) for n, text in enumerate([GOOD, GOOD, "�" * 60, GOOD], 1))
DOCUMENT = Document("r07", "題<名>", "産業労働局", "", 2025, True, "ab" * 32, PAGES)
BLOCKS = [
    Block("r07", 2, "paragraph", "対象 48社、上限 300万円 2", ((0, 3),), (), "untied"),
    Block("r07", 2, "paragraph", "どこかの語", ((3, 5),), (), "untied"),
    Block("r07", 2, "paragraph", "120社", ((5, 8),)),
]
FACTS = [
    fact(page=1),
    fact(page=1, tied="order"),
    fact(page=2, attribute="内容", value="text:説明", tied="confirmed"),
    fact(page=2, attribute="内容", value="text:説明二"),
    fact(page=2, attribute="内容", value="text:説明三"),
    fact(page=2, attribute="内容", value="text:説明四"),
    fact(page=3),
]


@pytest.fixture
def report(tmp_path):
    writer = StoreWriter(tmp_path / "corpus.sqlite")
    writer.add_document(DOCUMENT, ["reading", "reading", "reading", "automatic"])
    writer.add_blocks(0, BLOCKS)
    writer.add_ledger([], FACTS)
    writer.close()
    store = Store(tmp_path / "corpus.sqlite")
    made = make_report(store)
    store.close()
    return made


def test_pages_are_counted_by_how_they_were_read(report):
    assert [(page.number, page.read_by, page.facts) for page in report[0].pages] == [
        (1, "reading", 2), (2, "reading", 4), (3, "reading", 1), (4, "automatic", 0),
    ]  # fmt: skip
    assert (report[0].read("reading"), report[0].read("automatic")) == (3, 1)


def test_facts_are_counted_by_attribute_and_tie_the_most_first(report):
    assert report[0].attributes == (AttributeCount("内容", 3, 1, 0), AttributeCount("助成率", 2, 0, 1))
    assert (report[0].facts, report[0].tied("printed"), report[0].tied("order")) == (7, 5, 1)


def test_figures_of_unproven_owners_are_listed_with_their_line(report):
    figures = [(figure.page, figure.text) for figure in report[0].untied_figures]
    assert figures == [(2, "48社"), (2, "300万円")]
    assert {figure.line for figure in report[0].untied_figures} == {BLOCKS[0].text}


def test_each_page_to_look_at_says_why(report):
    reasons = {page.number: [reason.concern for reason in page.reasons] for page in report[0].to_look_at}
    assert reasons == {2: ["untied"], 3: ["damaged"], 4: ["automatic", "no_facts"]}
    assert "2か所" in report[0].pages[1].reasons[0].text
    assert "数値 2件" in report[0].pages[1].reasons[0].text


def test_the_text_names_pages_and_reasons(report):
    text = report_text(report)
    assert "令和7年度ごろ" in text
    assert "p4: 読み（人が確かめた並び）がなく" in text
    assert "p1:" not in text


def test_the_page_stands_alone_and_shows_titles_as_text(report):
    html = report_html(Report("v1", report))
    assert "題&lt;名&gt;" in html
    assert "<title>取り込みの報告" in html
    assert "@media print" in html
    for loaded in ("<script", "src=", "<link", "http://", "https://", "@import", "url("):
        assert loaded not in html


def test_a_corpus_without_documents_gives_an_empty_report(tmp_path):
    StoreWriter(tmp_path / "corpus.sqlite").close()
    store = Store(tmp_path / "corpus.sqlite")
    assert make_report(store) == ()
    assert report_text(()) == ""
    assert "文書 0点" in report_html(Report("v1", ()))
    store.close()


def test_a_built_index_gives_the_same_report_each_time(small_corpus, tmp_path, embedder, silent):
    ingest(small_corpus, tmp_path / "index", embedder, silent)
    store = open_index(tmp_path / "index", embedder).store
    report = make_report(store)
    assert [one.document.id for one in report] == ["setsubi", "hanro", "jigyo"]
    assert [one.read("automatic") for one in report] == [0, 2, 1]
    assert report == make_report(store)


@pytest.fixture
def command(small_corpus, tmp_path, monkeypatch, capsys):
    from rag.settings import ChainSettings

    for name, value in environment(ChainSettings(small_corpus, tmp_path / "index")).items():
        monkeypatch.setenv(name, value)
    monkeypatch.setenv("SODAN_LIBRARY", str(tmp_path / "library"))

    def run(*arguments):
        code = main(["ingest", *arguments])
        return code, *capsys.readouterr()

    return run


def test_the_command_prints_the_report_after_the_summary(command):
    code, out, _ = command("--report")
    assert code == 0
    assert out.index("索引を作りました") < out.index("■ 資料setsubi")


def test_the_report_joins_the_summary_as_one_json_object(command):
    _, out, _ = command("--report", "--json")
    whole = json.loads(out)
    assert whole["documents"] == len(whole["report"]) == 3
    assert set(whole["report"][0]) == {"document", "pages", "attributes", "untied_figures"}
    assert "report" not in json.loads(command("--json")[1])


def test_a_file_is_written_where_one_is_named(command, tmp_path):
    code, out, err = command("--html", str(tmp_path / "report.html"))
    assert code == 0
    assert "report.html" in err
    assert "■" not in out
    assert (tmp_path / "report.html").read_text(encoding="utf-8").startswith("<!doctype html>")


def test_a_file_that_cannot_be_written_is_told(command, tmp_path):
    code, _, err = command("--html", str(tmp_path))
    assert code == 2
    assert "書けません" in err
