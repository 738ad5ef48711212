"""``sodan eval`` from the command line: what it measures, what it writes, and every way of using it wrongly."""

import json
import os
import signal
import subprocess
import sys
import time

import pytest

from eval.measuring import SETS
from eval.runs import RESULTS, find_run
from tests.end_to_end.real import REPOSITORY
from tests.end_to_end.running import environment
from tests.eval.measuring import QUESTIONS, evaluate, questions

LINES = [json.loads(line) for line in QUESTIONS.read_text(encoding="utf-8").splitlines()]
LOOSE = "[passed]\nmin = 0\n"


@pytest.fixture
def command(real_index, sets, tmp_path, capsys):
    """``sodan eval`` with thresholds that everything meets; gives the exit code and what was printed."""
    loose = tmp_path / "loose.toml"
    loose.write_text(LOOSE, encoding="utf-8")

    def run(name, *arguments, runs=None, sets=sets):
        limits = ("--thresholds", loose) if name == "run" and "--thresholds" not in arguments else ()
        code = evaluate(real_index, name, *arguments, *limits, runs=runs or tmp_path / "runs", sets=sets)
        told = capsys.readouterr()
        return code, told.out, told.err

    return run


def test_a_run_measures_the_selection_and_writes_every_form(command, tmp_path):
    code, out, _ = command("run", "--kind", "cap", "--filter", "デジタルツール")
    run = find_run(tmp_path / "runs")
    assert code == 0
    assert [one.item.id for one in run.results] == ["a-cap-r07-001"]
    assert "合格率: 100.0%" in out
    assert {path.name for path in (run.folder / "report").iterdir()} == {
        "report.html", "report.md", "questions.csv", "report.json", "junit.xml",
    }  # fmt: skip


def test_a_run_carries_versions_hashes_and_settings(measured, real_index):
    env = measured.head["environment"]
    assert all(len(env[key]) == 64 for key in ("engine", "corpus"))
    assert env["index"]["recipe"]["corpus"]["catalogue.toml"]
    assert measured.head["sets"].keys() == {"own.jsonl"}
    assert len(measured.head["judge"]) == 64
    assert measured.head["asked"]["repeat"] == 1


def test_retrieval_is_measured_by_leg(measured):
    measures = measured.items[0].verdict.measures
    assert {"fused.hit@5", "lemmas.mrr@10", "dense.ndcg@10"} <= measures.keys()


def test_conversations_are_asked_turn_by_turn(measured):
    (talk,) = [one for one in measured.items if len(one.item.turns) > 1]
    assert "12" in talk.given.text or "1年" in talk.given.text


def test_the_cache_gives_the_same_run_again(command, tmp_path):
    runs = [command("run", "--json") for _ in range(2)]
    first, second = (json.loads(out)["run"] for _, out, _ in runs)
    folder = tmp_path / "runs"
    assert first != second
    assert (folder / first / RESULTS).read_bytes() == (folder / second / RESULTS).read_bytes()
    code, out, _ = command("compare", first, second)
    assert (code, "悪くなった設問はありません" in out) == (0, True)


def test_compare_ends_with_1_on_a_regression_and_says_why(command, tmp_path):
    command("run")
    before = find_run(tmp_path / "runs").name
    command("run", "--fault", "wrong-page")
    code, out, _ = command("compare", before)
    assert code == 1
    assert "壊れた" in out
    assert "出典のページ" in out
    code, out, _ = command("compare", before, "--json")
    assert json.loads(out)["regression"] is True


def test_only_what_failed_is_measured_again(command, tmp_path):
    command("run", "--fault", "never-abstain")
    failed = {one.item.id for one in find_run(tmp_path / "runs").results if not one.verdict.passed}
    command("run", "--only-failed")
    assert {one.item.id for one in find_run(tmp_path / "runs").results} == failed


def test_repetitions_give_the_same_bytes(command, tmp_path):
    _, out, _ = command("run", "--repeat", "20", "--filter", "a-cap", "--json")
    assert json.loads(out)["figures"]["stable"]["value"] == 1
    assert len(find_run(tmp_path / "runs").results[0].digests) == 20


def test_variants_are_measured_apart(command, tmp_path):
    _, out, _ = command("run", "--variants", "--filter", "b-cap", "--json")
    figures = json.loads(out)["figures"]
    assert figures["passed"]["n"] == 1
    assert figures["robust"]["n"] == len(find_run(tmp_path / "runs").results) - 1 > 2


def test_the_page_of_figures_is_written_by_a_command(command, measured, tmp_path):
    path = tmp_path / "evaluation.md"
    code, _, _ = command("docs", "--to", path, runs=measured.folder.parent)
    text = path.read_text(encoding="utf-8")
    assert code == 0
    assert measured.name in text
    assert "| 限度額 |" in text
    assert "| `swap-caps` |" in text


def test_a_report_is_made_of_a_run_that_is_there(command, measured, tmp_path):
    code, out, _ = command(
        "report", measured.name, "--to", tmp_path / "out", "--form", "md", runs=measured.folder.parent
    )
    assert code == 0
    assert [path.name for path in (tmp_path / "out").iterdir()] == ["report.md"]
    assert str(tmp_path / "out" / "report.md") in out


def test_the_projects_own_questions_are_right(real_index, tmp_path):
    assert evaluate(real_index, "lint", runs=tmp_path, sets=SETS) == 0


def changed(tmp_path, **fields):
    """A folder whose only set has the first question with other fields."""
    folder = questions(tmp_path / "changed")
    row = json.dumps({**LINES[0], **fields}, ensure_ascii=False)
    (folder / "own.jsonl").write_text(f"{row}\n", encoding="utf-8")
    return folder


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"document": "r99"}, ["own.jsonl:1", "document", "r99"]),
        ({"pages": [999]}, ["own.jsonl:1", "pages", "999"]),
        ({"quotes": ["助成限度額 ９９９万円"]}, ["own.jsonl:1", "quotes", "９９９万円"]),
        ({"kind": "caps"}, ["own.jsonl:1", "kind", "caps"]),
        ({"turns": []}, ["own.jsonl:1", "turns"]),
    ],
)
@pytest.mark.parametrize("name", ["run", "lint"])
def test_a_wrong_question_is_told_with_file_line_field_and_reason(command, tmp_path, name, fields, words):
    code, out, err = command(name, sets=changed(tmp_path, **fields))
    assert code == {"run": 2, "lint": 1}[name]
    assert all(word in out + err for word in words), out + err
    assert "Traceback" not in err


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("--filter", "どこにもない語"), "条件に合う設問がありません"),
        (("--repeat", "0"), "--repeat"),
        (("--url", "ここ"), "--url"),
        (("--timeout", "0", "--url", "http://127.0.0.1:9"), "--timeout"),
        (("--only-failed", "1999"), "1999"),
        (("--thresholds", "nothing.toml"), "nothing.toml"),
    ],
)
def test_wrong_use_is_told_in_one_sentence(command, tmp_path, arguments, words):
    code, _, err = command("run", *arguments)
    assert code == 2
    assert words in err
    assert not list((tmp_path / "runs").glob("2*"))


def test_a_server_that_is_down_fails_every_item_and_ends_the_run(command, tmp_path):
    code, out, _ = command("run", "--url", "http://127.0.0.1:9", "--json")
    assert code == 0  # the loose thresholds are met
    assert json.loads(out)["figures"]["errors"]["value"] == len(LINES)
    assert all("つながりません" in one.verdict.reasons[0] for one in find_run(tmp_path / "runs").results)


def test_a_run_that_was_killed_goes_on_where_it_stopped(command, real_index, sets, tmp_path):
    runs = tmp_path / "runs"
    arguments = ["eval", "run", "--repeat", "3", "--runs", str(runs), "--sets", str(sets)]
    process = subprocess.Popen(
        [sys.executable, "-m", "api.cli", *arguments], env=environment(real_index), cwd=REPOSITORY,
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    deadline = time.monotonic() + 30
    while not (found := list(runs.glob(f"*/{RESULTS}"))) or not found[0].stat().st_size:
        assert time.monotonic() < deadline
        assert process.poll() is None
        time.sleep(0.02)
    os.kill(process.pid, signal.SIGKILL)
    process.wait()
    done = found[0].read_bytes()
    assert done.count(b"\n") < len(LINES)
    command("run", "--repeat", "3")
    run = find_run(runs)
    assert run.folder == found[0].parent
    assert run.finished["taken_up"] >= 1
    assert found[0].read_bytes().startswith(done.rpartition(b"\n")[0])
    assert [one.item.id for one in run.results] == [line["id"] for line in LINES]
