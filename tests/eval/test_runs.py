"""Run folders: never overwritten, taken up where they stopped, read back as they were written."""

import json

import pytest

from eval.given import Given
from eval.runner import Runner
from eval.runs import FINISHED, HEAD, RESULTS, RunError, find_run, open_run, read_run
from tests.eval.fixtures import NOT_FOUND, REFERENCE, gave
from tests.eval.results import Scripted, finished_run, item, result

ITEMS = [item(f"cap-{n}") for n in range(4)]


def silent(step, done, whole):
    return None


def test_what_was_written_is_read_back(tmp_path):
    run = finished_run(tmp_path, ITEMS, Scripted())
    assert [one.item for one in run.results] == ITEMS
    assert all(one.verdict.passed for one in run.results)
    assert run.results[0] == result(ITEMS[0])
    assert run.pages == {("new", 1): REFERENCE.pages["new", 1]}


def test_two_runs_in_one_second_have_folders_of_their_own(tmp_path):
    first, second = (finished_run(tmp_path, ITEMS[:1], Scripted()) for _ in range(2))
    before = (first.folder / RESULTS).read_bytes()
    assert first.folder != second.folder
    assert (first.folder / RESULTS).read_bytes() == before
    assert find_run(tmp_path).name == second.name


def test_an_interrupted_run_is_taken_up_and_asks_only_what_is_missing(tmp_path):
    stopped = open_run(tmp_path, "same", {})
    for one in ITEMS[:2]:
        stopped.add(result(one))
    stopped.close()
    into = open_run(tmp_path, "same", {})
    engine = Scripted()
    Runner(engine, REFERENCE).run(ITEMS, into, silent)
    into.close()
    assert into.folder == stopped.folder
    assert engine.asked == [one.turns[-1] for one in ITEMS[2:]]
    assert [one.item.id for one in read_run(into.folder).results] == [one.id for one in ITEMS]


def test_a_line_that_was_torn_is_asked_again(tmp_path):
    stopped = open_run(tmp_path, "same", {})
    stopped.add(result(ITEMS[0]))
    stopped.add(result(ITEMS[1]))
    stopped.close()
    path = stopped.folder / RESULTS
    content = path.read_bytes()
    path.write_bytes(content[: content.rindex("設備".encode()) + 1])  # inside a character
    into = open_run(tmp_path, "same", {})
    Runner(Scripted(), REFERENCE).run(ITEMS[:2], into, silent)
    into.close()
    assert [one.item.id for one in read_run(into.folder).results] == ["cap-0", "cap-1"]


def test_an_error_is_tried_again_when_the_run_is_taken_up(tmp_path):
    stopped = open_run(tmp_path, "same", {})
    stopped.add(result(ITEMS[0], Given({}, error="サーバーにつながりません")))
    stopped.close()
    into = open_run(tmp_path, "same", {})
    Runner(Scripted(), REFERENCE).run(ITEMS[:1], into, silent)
    into.close()
    (again,) = read_run(into.folder).results
    assert again.verdict.passed


@pytest.mark.parametrize("is_new", [True, False])
def test_another_run_or_one_wished_anew_has_a_new_folder(tmp_path, is_new):
    stopped = open_run(tmp_path, "same", {})
    stopped.close()
    other = open_run(tmp_path, "same" if is_new else "other", {}, is_new=is_new)
    other.close()
    assert other.folder != stopped.folder


def test_a_finished_run_is_not_taken_up(tmp_path):
    run = finished_run(tmp_path, ITEMS[:1], Scripted())
    other = open_run(tmp_path, "x", {})
    other.close()
    assert other.folder != run.folder


def test_a_run_that_another_process_is_writing_is_left_alone(tmp_path):
    first = open_run(tmp_path, "same", {})
    second = open_run(tmp_path, "same", {})
    assert first.folder != second.folder
    first.close()
    second.close()


def test_a_run_is_found_by_name_by_its_beginning_and_by_path(tmp_path):
    run = finished_run(tmp_path, ITEMS[:1], Scripted())
    assert find_run(tmp_path, run.name).name == run.name
    assert find_run(tmp_path, run.name[:12]).name == run.name
    assert find_run(tmp_path / "elsewhere", str(run.folder)).name == run.name


@pytest.mark.parametrize(("name", "words"), [("1999", "ありません"), ("", "終わった測定がありません")])
def test_a_run_that_is_not_there_is_told(tmp_path, name, words):
    with pytest.raises(RunError, match=words):
        find_run(tmp_path, name)


@pytest.mark.parametrize("content", ["", "[]", "{"])
def test_a_damaged_run_is_told(tmp_path, content):
    run = finished_run(tmp_path, ITEMS[:1], Scripted())
    (run.folder / HEAD).write_text(content, encoding="utf-8")
    with pytest.raises(RunError, match="読めません"):
        read_run(run.folder)


def test_results_of_another_form_are_told(tmp_path):
    run = finished_run(tmp_path, ITEMS[:1], Scripted())
    (run.folder / RESULTS).write_text(json.dumps({"item": {}}) + "\n", encoding="utf-8")
    with pytest.raises(RunError, match="この版では読めない"):
        read_run(run.folder)


def test_an_item_that_is_asked_again_and_answered_otherwise_is_not_stable():
    class Fickle(Scripted):
        def ask(self, turns):
            super().ask(turns)
            return gave(NOT_FOUND + "。" * len(self.asked))

    told = Runner(Fickle(), REFERENCE, repeat=3).measured(ITEMS[0])
    assert len(told.digests) == 3
    assert not told.is_stable
    assert Runner(Scripted(), REFERENCE, repeat=3).measured(ITEMS[0]).is_stable


def test_a_run_says_when_it_ended(tmp_path):
    run = finished_run(tmp_path, ITEMS[:1], Scripted())
    assert json.loads((run.folder / FINISHED).read_text(encoding="utf-8"))["finished_at"].endswith("+00:00")
