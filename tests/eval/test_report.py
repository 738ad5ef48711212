"""The report in every form: complete, safe to open, silent about the frozen half, and nothing loaded."""

import csv
import io
import json
import re
from html.parser import HTMLParser
from xml.etree import ElementTree

import pytest

from eval.charts import Bar, Series, histogram, lines, rates
from eval.report import make_report, report_html
from eval.report_forms import FORMS, report_form
from eval.report_rows import expected
from eval.thresholds import Threshold
from tests.eval.fixtures import CAP, NOT_FOUND, gave
from tests.eval.results import Scripted, finished_run, item

MISSED = gave(NOT_FOUND, status="not_found", reason="not_in_documents")
ITEMS = [
    item("cap-1", "いくらまで<b>出ますか</b>？"),
    item("cap-2", "凍結した問い？", split="frozen"),
    item("cap-3", "=SUM(A1)はいくら？", kind="noisy"),
]


@pytest.fixture
def run(tmp_path):
    return finished_run(tmp_path, ITEMS, Scripted({ITEMS[1].turns[-1]: MISSED, ITEMS[2].turns[-1]: MISSED}))


@pytest.fixture
def report(run):
    return make_report(run, [Threshold("passed", least=0.9)])


class Page(HTMLParser):
    """Elements that are open, and everything that could load something."""

    def __init__(self):
        super().__init__()
        self.open, self.loads, self.ids = [], [], []

    def handle_starttag(self, tag, attributes):
        given = dict(attributes)
        self.loads += [given[name] for name in ("src", "href", "action", "data") if name in given]
        self.ids += [given["id"]] if "id" in given else []
        if tag not in ("meta", "br", "input", "path", "rect", "circle", "polyline"):
            self.open.append(tag)

    def handle_endtag(self, tag):
        if tag not in ("path", "rect", "circle", "polyline"):
            assert self.open.pop() == tag


def test_the_page_is_whole_and_loads_nothing(report):
    html = report_html(report)
    page = Page()
    page.feed(html)
    assert (page.open, page.loads) == ([], [])
    assert len(set(page.ids)) == len(page.ids)
    assert not re.search(r"url\(|@import|https?://|import\s", html)
    assert "default-src 'none'" in html


def test_the_answer_stands_beside_its_marked_evidence(report):
    html = report_html(report)
    assert "<mark>設備更新支援事業<sup>[2]</sup></mark>" in html
    assert '<mark class="gold cited">助成限度額 １００万円<sup>[1]</sup></mark>' in html
    assert "助成限度額は、100万円です。<sup>[1]</sup>" in html


def test_what_a_question_holds_is_text_and_no_markup(report):
    html = report_html(report)
    assert "いくらまで&lt;b&gt;出ますか" in html
    assert "<b>" not in html


@pytest.mark.parametrize("form", list(FORMS))
def test_the_frozen_half_is_withheld_unless_it_is_asked_for(run, form):
    withheld, shown = (report_form(make_report(run, [], frozen), form) for frozen in (False, True))
    assert "凍結した問い" not in withheld
    assert "cap-2" in withheld
    assert "凍結した問い" in shown or form == "junit"


def test_what_was_missed_leads_the_report(report):
    assert report.missed == ("合格率: 33.3%（基準 90.0%以上）",)
    assert "合格率: 33.3%（基準 90.0%以上）" in report_html(report)
    assert "合格率: 33.3%（基準 90.0%以上）" in report_form(report, "md")


def test_rates_have_their_interval_and_n(report):
    # Wilson's interval of 1 of 3.
    assert "6.1–79.2%" in report_form(report, "md")
    assert "| 1/3 |" in report_form(report, "md")


def test_the_table_for_spreadsheets_has_a_line_a_question_and_no_formula(report):
    text = report_form(report, "csv")
    lines_ = list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff"))))
    assert [line["id"] for line in lines_] == ["cap-1", "cap-2", "cap-3"]
    assert lines_[2]["question"] == "'=SUM(A1)はいくら？"
    assert (lines_[1]["question"], lines_[1]["answer"]) == ("", "")


def test_the_object_has_every_figure_by_key(report):
    told = json.loads(report_form(report, "json"))
    assert told["figures"]["passed"]["successes"] == 1
    assert told["figures"]["wrong_programme"]["value"] == 0
    assert [one["passed"] for one in told["questions"]] == [True, False, False]


def test_every_question_and_missed_threshold_is_a_test_case(report):
    root = ElementTree.fromstring(report_form(report, "junit"))
    failed = {case.get("name") for case in root.iter("testcase") if case.find("failure") is not None}
    assert {"cap-2", "cap-3"} < failed
    assert "cap-1" not in failed
    assert [int(suite.get("tests")) for suite in root] == [2, 1, 1]


def test_what_cannot_stand_in_xml_is_left_out(tmp_path):
    one = item("cap-1")
    run = finished_run(tmp_path, [one], Scripted({one.turns[-1]: gave("\x00\x1b壊れた\ud800", status="answered")}))
    report = make_report(run, [])
    ElementTree.fromstring(report_form(report, "junit").encode("utf-8", "replace"))
    assert "壊れた" in report_html(report)


def test_what_is_expected_is_told_as_people_say_it():
    assert expected(CAP) == [
        "回答", "助成限度額: 100万円", "語句: 設備更新支援事業", "あってはならないもの: 5億円", "根拠: new p1",
    ]  # fmt: skip


@pytest.mark.parametrize(
    "chart",
    [
        rates("率", [Bar("a<b", 0.5, 0.2, 0.8, "1/2"), Bar("none", 0.0, 0.0, 1.0, "0/0")]),
        lines("線", ["1", "3"], [Series("a", (0.0, 1.0)), Series("b", (0.0, 1.0))]),
        histogram("数", [("10未満", 3), ("以上", 0)], "全部"),
        histogram("空", [], ""),
    ],
)
def test_a_chart_is_a_picture_with_a_name(chart):
    root = ElementTree.fromstring(chart)
    assert root.get("role") == "img"
    assert root.find("title").text == root.get("aria-label")


def test_ways_of_writing_a_question_that_fail_are_told_with_it(tmp_path):
    told = [item("cap-1"), item("cap-1~kana", "せつびのこうしんは？")]
    run = finished_run(tmp_path, told, Scripted({"せつびのこうしんは？": MISSED}))
    report = make_report(run, [])
    assert [row.id for row in report.rows] == ["cap-1"]
    assert "書き方を変えると不合格: かな（せつびのこうしんは？）" in report_html(report)
    assert report.figures.by_key["robust"].counts == "0/1"
