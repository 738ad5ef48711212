"""``sodan programmes`` over the project's own corpus."""

import csv
import io
import json

import pytest

from api.cli import main
from api.programmes_text import fiscal_year
from tests.end_to_end.running import environment, sodan

TOTAL_KEYS = ["id", "name", "aliases", "fiscal_years", "kind", "fact_count"]


@pytest.fixture
def told(real_index, monkeypatch, capsys):
    """What ``sodan programmes`` prints with arguments; exit code 0 is checked."""
    for name, value in environment(real_index, COLUMNS="120").items():
        monkeypatch.setenv(name, value)

    def run(*arguments):
        assert main(["programmes", *arguments]) == 0
        return capsys.readouterr().out

    return run


@pytest.fixture
def refused(real_index, monkeypatch, capsys):
    """What it says on standard error where it was used wrongly; exit code 2 is checked."""
    for name, value in environment(real_index).items():
        monkeypatch.setenv(name, value)

    def run(*arguments):
        assert main(["programmes", *arguments]) == 2
        out, err = capsys.readouterr()
        assert out == ""
        assert err.startswith("sodan: ")
        return err

    return run


def rows(text):
    return list(csv.reader(io.StringIO(text.removeprefix("\ufeff"), newline="")))


def test_the_list_is_of_programmes_unless_another_kind_is_asked_for(told):
    def kinds(*arguments):
        return {item["kind"] for item in json.loads(told(*arguments, "--format", "json"))["items"]}

    assert kinds() == {"programme"}
    assert kinds("--kind", "facility") == {"facility"}
    assert {"programme", "facility", "event"} < kinds("--kind", "all")


def test_the_three_forms_list_the_same(told):
    items = json.loads(told("--format", "json"))["items"]
    table, sheet = told(), rows(told("--format", "csv"))
    assert list(items[0]) == TOTAL_KEYS
    assert sheet[0] == ["id", "名称", "種類", "年度", "事実の数"]
    assert [row[0] for row in sheet[1:]] == [item["id"] for item in items]
    assert all(item["id"] in table for item in items)


def test_csv_begins_with_a_byte_order_mark_in_a_process_of_its_own(real_index):
    done = sodan(real_index, "programmes", "--format", "csv", PYTHONUTF8="0", PYTHONIOENCODING="ascii")
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith("\ufeffid,名称")


def test_a_search_that_only_other_kinds_answer_says_so(run):
    code, _, told = run("programmes", "--q", "産業交流展")
    assert (code, "--kind all" in told) == (0, True)


def test_the_list_counts_only_the_facts_that_are_asked_for(told):
    def counts(*arguments):
        found = json.loads(told("--json", *arguments))
        return {item["id"]: item["fact_count"] for item in found["items"]}

    every, rates, year = counts(), counts("--attribute", "助成率"), counts("--attribute", "助成率", "--year", "R7")
    assert 0 < sum(rates.values()) < sum(every.values())
    assert set(year) <= set(rates) < set(every)
    assert 0 not in rates.values()
    assert counts("--attribute", "補助率") == rates


def test_what_is_shown_is_the_contracts_object(told, client):
    served = client.get("/v1/programmes/dx-suishin-shien").json()
    shown = json.loads(told("show", "DX推進支援", "--json"))
    assert list(shown) == list(served)
    assert {**shown, "facts": None} == {**served, "facts": None}
    assert sorted(map(str, shown["facts"])) == sorted(map(str, served["facts"]))


def test_show_tells_each_fact_with_its_conditions_year_tie_and_quote(told):
    text = "".join(told("show", "dx-suishin-shien").split())
    for words in (
        "前身:",
        "類似名称",
        "令和7年度",
        "助成率",
        "2/3（DX戦略策定支援コース）",
        "印刷どおり",
        "r07p10「２/３」",
    ):
        assert words.replace(" ", "") in text or words.replace("２/３", "2/3") in text


def test_show_as_csv_has_a_row_a_fact(told):
    facts = json.loads(told("show", "dx-suishin-shien", "--json"))["facts"]
    sheet = rows(told("show", "dx-suishin-shien", "--format", "csv"))
    assert len(sheet) == len(facts) + 1
    assert [row[2] for row in sheet[1:]] == [fact["value"] for fact in facts]


def test_show_can_be_limited(told):
    facts = json.loads(told("show", "dx-suishin-shien", "--attribute", "助成率", "--year", "令和7年", "--json"))[
        "facts"
    ]
    assert facts
    assert {(fact["attribute"], fact["fiscal_year"]) for fact in facts} == {("助成率", 2025)}
    assert "当てはまるものはありません" in told("show", "dx-suishin-shien", "--year", "H30")


def test_options_may_stand_before_the_command_too(told):
    assert told("--json", "--attribute", "助成率", "show", "dx-suishin-shien") == told(
        "show", "dx-suishin-shien", "--attribute", "助成率", "--json"
    )


def test_a_comparison_has_a_column_a_programme_and_says_what_is_not_stated(told):
    sheet = rows(told("compare", "dx-suishin-shien", "asuni-challenge", "--format", "csv"))
    assert [cell.endswith("（令和7年度）") for cell in sheet[0][1:]] == [True, True]
    cells = {row[0]: row[1:] for row in sheet[1:]}
    assert "2,000万円（一般）\n1,000万円（小規模企業）" in cells["助成限度額"]
    assert "資料に記載なし" in cells["要件"]


def test_a_comparison_as_json_proves_each_cell(told):
    compared = json.loads(told("compare", "dx-suishin-shien", "asuni-challenge", "--json"))
    assert [one["id"] for one in compared["programmes"]] == ["dx-suishin-shien", "asuni-challenge"]
    for row in compared["rows"]:
        for one, cell in zip(compared["programmes"], row["cells"], strict=True):
            assert bool(cell["text"]) == bool(cell["facts"])
            assert {fact["programme"] for fact in cell["facts"]} <= {one["id"]}
            assert {fact["attribute"] for fact in cell["facts"]} <= {row["attribute"]}


def test_a_comparison_fits_the_terminal(told):
    assert "資料に記載なし" in told("compare", "dx-suishin-shien", "asuni-challenge")


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("show", "DX推進支縁事業"), "近い名称: ＤＸ推進支援事業"),
        (("show", "支援"), "idか名称でご指定ください"),
        (("show", "宇宙旅行大作戦"), "台帳にありません"),
        (("compare", "dx-suishin-shien"), "2つから4つ"),
        (("compare", "dx-suishin-shien", "DX推進支援事業"), "異なるもの"),
        (("compare", "dx-suishin-shien", "宇宙旅行大作戦"), "台帳にありません"),
        (("--kind", "other"), "種類「other」はありません"),
        (("--year", "昔"), "年度「昔」を読めません"),
        (("--attribute", "色"), "項目「色」はありません"),
    ],
)
def test_what_cannot_be_done_is_told(refused, arguments, words):
    assert words in refused(*arguments)


@pytest.mark.parametrize(
    ("text", "year"),
    [
        ("2025", 2025), ("２０２５年度", 2025), ("令和7年", 2025), ("令和７", 2025), ("令和七年度", 2025), ("R7", 2025),
        ("r7", 2025), ("令和元年", 2019), ("平成30年度", 2018), ("H30", 2018),
    ],
)  # fmt: skip
def test_a_fiscal_year_may_be_written_in_many_ways(text, year):
    assert fiscal_year(text) == year


@pytest.mark.parametrize("text", ["", "昔", "7", "令和", "令和99999年", "2024-2025", "R6とR7", "2025年4月", "-1"])
def test_what_is_no_fiscal_year_is_refused(text):
    with pytest.raises(ValueError, match="読めません"):
        fiscal_year(text)
