"""The chain as what is measured, and the stamp that says which chain it was."""

import json
import shutil

from api.contract import answer_object
from eval.engines import ChainEngine, kept
from eval.given import FoundPassage
from eval.results import digest, result_from, result_line
from eval.stamp import environment, surroundings, tree_hash
from tests.eval.results import HEAD, item, result


def test_the_answer_is_the_object_of_the_http_contract(chain):
    given = ChainEngine(chain, answer_object).ask(("デジタルツール導入の助成率は？",))
    assert {"answer", "status", "reason", "citations", "facts", "suggestions", "answer_id"} <= given.answer.keys()
    assert given.error is None
    assert given.elapsed_ms > 0


def test_what_the_chain_refuses_is_an_error_of_the_item(chain):
    given = ChainEngine(chain, answer_object).ask(("？？？",))
    assert "質問に文字が見つかりません" in (given.error or "")


def test_a_fault_of_the_program_is_an_error_of_the_item(chain):
    def failing(answer, messages, chain):
        raise ZeroDivisionError("halves of nothing")

    given = ChainEngine(chain, answer_object, failing).ask(("デジタルツール導入の助成率は？",))
    assert given.error == "ZeroDivisionError: halves of nothing"


def test_the_same_question_gives_the_same_bytes(chain):
    engine = ChainEngine(chain, answer_object)
    assert len({digest(engine.ask(("設備投資の助成は？",))) for _ in range(20)}) == 1


def test_of_the_passages_those_with_a_rankings_first_pages_are_kept():
    found = [FoundPassage("d", n // 2, {"dense": 100 - n, "lemmas": n + 1 if n < 4 else None}) for n in range(100)]
    shown = kept(found)
    assert {one.page for one in shown} == {*range(10), *range(40, 50)}
    assert [one for one in found if one in shown] == list(shown)


def test_a_result_is_read_back_as_it_was_written():
    told = result(item("cap-1"))
    assert result_from(json.loads(result_line(told))) == told


def test_the_stamp_changes_with_the_sources_of_the_engine(tmp_path):
    (tmp_path / "rag").mkdir()
    source = tmp_path / "rag" / "chain.py"
    source.write_text("one = 1\n", encoding="utf-8")
    before = tree_hash(["rag"], tmp_path)
    shutil.copy(source, tmp_path / "rag" / "chain.txt")
    assert tree_hash(["rag"], tmp_path) == before
    source.write_text("one = 2\n", encoding="utf-8")
    assert tree_hash(["rag"], tmp_path) != before


def test_the_cache_is_of_its_own_for_each_fault_engine_and_corpus(chain, real_index):
    stamp = environment(real_index, chain.index.manifest, chain.index.version)
    same = surroundings({**stamp, "platform": "another", "cores": 64}, "")
    assert same == surroundings(stamp, "")
    others = [surroundings(stamp, "swap-caps"), surroundings({**stamp, "engine": "0"}, "")]
    others += [surroundings({**stamp, "corpus": "0"}, ""), surroundings(HEAD["environment"], "")]
    assert len({same, *others}) == 5
