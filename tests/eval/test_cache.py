"""The cache: an answer is asked for once in the same surroundings, an error every time."""

from eval.cache import AnswerCache
from eval.given import Given
from eval.runner import Runner
from tests.eval.fixtures import REFERENCE, RIGHT
from tests.eval.results import Scripted, item

ASKED = item("cap-1")


def measured(folder, engine, surroundings="a" * 40, repeat=1):
    cache = AnswerCache(folder, surroundings)
    told = Runner(engine, REFERENCE, cache, repeat).measured(ASKED)
    cache.close()
    return told


def test_an_answer_is_asked_for_once(tmp_path):
    engine = Scripted()
    first, second = measured(tmp_path, engine), measured(tmp_path, engine)
    assert len(engine.asked) == 1
    assert first == second
    assert second.given == RIGHT


def test_other_surroundings_ask_again(tmp_path):
    engine = Scripted()
    measured(tmp_path, engine)
    measured(tmp_path, engine, "b" * 40)
    assert len(engine.asked) == 2


def test_an_error_is_asked_again(tmp_path):
    engine = Scripted(otherwise=Given({}, error="遅い"))
    measured(tmp_path, engine)
    measured(tmp_path, engine)
    assert len(engine.asked) == 2


def test_repetitions_do_not_come_from_the_cache(tmp_path):
    engine = Scripted()
    measured(tmp_path, engine)
    measured(tmp_path, engine, repeat=3)
    assert len(engine.asked) == 4


def test_a_torn_cache_is_used_as_far_as_it_is_whole(tmp_path):
    engine = Scripted()
    measured(tmp_path, engine)
    (path,) = tmp_path.glob("*.jsonl")
    path.write_bytes(path.read_bytes()[:-30])
    measured(tmp_path, engine)
    measured(tmp_path, engine)
    assert len(engine.asked) == 2


def test_only_the_newest_files_are_kept(tmp_path):
    for n in range(25):
        measured(tmp_path, Scripted(), f"{n:032}")
    assert len(list(tmp_path.glob("*.jsonl"))) <= 21
