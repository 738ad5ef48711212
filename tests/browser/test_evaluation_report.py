"""The report of an evaluation in a browser without a network: filters, evidence on request, no violations."""

import pytest

from eval.report import make_report, report_html
from tests.eval.fixtures import NOT_FOUND, gave
from tests.eval.results import Scripted, finished_run, item

pytestmark = pytest.mark.browser
MISSED = gave(NOT_FOUND, status="not_found", reason="not_in_documents")
ITEMS = [item("cap-1"), item("cap-2", "ＡＢＣの上限は？", kind="noisy"), item("cap-3", split="frozen")]


@pytest.fixture
def report(browser, tmp_path):
    """The opened report; the test fails where the console told an error."""
    run = finished_run(tmp_path / "runs", ITEMS, Scripted({ITEMS[1].turns[-1]: MISSED}))
    path = tmp_path / "report.html"
    path.write_text(report_html(make_report(run, [])), encoding="utf-8")
    context = browser.new_context(offline=True)
    opened = context.new_page()
    faults: list[str] = []
    opened.on("console", lambda message: faults.append(message.text) if message.type == "error" else None)
    opened.on("pageerror", lambda error: faults.append(str(error)))
    opened.goto(path.as_uri())
    yield opened
    context.close()
    assert faults == []


def shown(report):
    return report.locator("tbody.item:visible").evaluate_all("rows => rows.map((row) => row.id)")


def test_filters_show_what_fits(report):
    assert shown(report) == ["cap-1", "cap-2", "cap-3"]
    report.get_by_label("結果").select_option("failed")
    assert shown(report) == ["cap-2"]
    report.get_by_role("button", name="元に戻す").click()
    report.get_by_label("語で探す").fill("abcの")  # widths and case do not matter
    assert shown(report) == ["cap-2"]
    report.locator("select[name=split]").select_option("frozen")
    assert shown(report) == []
    assert report.locator("output").text_content() == "0 / 3件"


def test_the_answer_and_its_marked_evidence_open_on_request(report):
    assert not report.locator("#cap-1-more").is_visible()
    report.locator("#cap-1 button").click()
    assert report.locator("#cap-1-more mark").count() == 2
    assert report.locator("#cap-3 button").count() == 0


def test_axe_finds_nothing(report, violations):
    report.locator("#cap-2 button").click()
    assert violations(report) == []
