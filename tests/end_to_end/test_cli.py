"""The command line in a process of its own, from a good question to every way of using it wrongly."""

import json
import re
import shutil
import socket

import pytest

from rag.settings import ChainSettings
from tests.end_to_end.running import sodan

KEYS = {
    "answer", "status", "reason", "citations", "facts", "suggestions", "answer_id", "conversation_id", "engine",
    "elapsed_ms",
}  # fmt: skip
CITATION_KEYS = {"n", "document_id", "title", "fiscal_year", "page", "quote", "start", "end", "url"}
JAPANESE = re.compile(r"[ぁ-んァ-ヶ一-龠]")


def assert_told(done, words=""):
    """Refused with exit code 2 and one Japanese sentence, without a traceback."""
    assert done.returncode == 2, (done.stdout, done.stderr)
    assert "Traceback" not in done.stderr + done.stdout
    assert done.stderr.startswith("sodan: ")
    assert JAPANESE.search(done.stderr)
    assert words in done.stderr


def test_ask_tells_the_answer_the_page_and_the_documents_own_words(real_index):
    done = sodan(real_index, "ask", "デジタルツール導入の助成金はいくらまで？")
    assert (done.returncode, done.stderr) == (0, "")
    assert "100万円" in done.stdout
    assert "r07 p9" in done.stdout
    assert "「助成限度額 １００万円」" in done.stdout


def test_a_question_may_be_several_words_and_start_anywhere(real_index, tmp_path):
    done = sodan(real_index, "ask", "産業交流展の", "会場は？", folder=tmp_path)
    assert done.returncode == 0
    assert "東京ビッグサイト" in done.stdout


def test_json_is_the_answer_object_of_the_contract(real_index):
    done = sodan(real_index, "ask", "--json", "デジタルツール導入の助成金はいくらまで？")
    answer = json.loads(done.stdout)
    assert set(answer) == KEYS
    assert all(set(citation) == CITATION_KEYS for citation in answer["citations"])
    assert (answer["status"], answer["reason"], answer["engine"]) == ("answered", None, "extractive")
    assert answer["citations"][0]["page"] == 9
    assert "１００万円" in answer["citations"][0]["quote"]
    assert answer["elapsed_ms"] > 0


def test_a_question_without_an_answer_is_no_error(real_index):
    done = sodan(real_index, "ask", "大阪府の助成金を教えてください")
    assert (done.returncode, done.stderr) == (0, "")
    assert "見つかりませんでした" in done.stdout


def test_chat_keeps_the_conversation_and_survives_a_bad_turn(real_index):
    turns = "デジタルツール導入の助成金はいくらまで？\n助成率は？\n\n？？？\n産業交流展の会場は？\n"
    done = sodan(real_index, "chat", stdin=turns)
    assert done.returncode == 0, done.stderr
    answers = done.stdout.split("> ")[1:]
    assert "100万円" in answers[0]
    assert "中小企業デジタルツール導入促進支援事業" in answers[1]
    assert "1/2" in answers[1]
    assert "質問が空です" in answers[2]
    assert "質問に文字が見つかりません" in answers[3]
    assert "東京ビッグサイト" in answers[4]


def test_ingest_builds_once_and_says_so_the_second_time(real_index, tmp_path):
    settings = ChainSettings(real_index.corpus, tmp_path / "index")
    first, second = sodan(settings, "ingest"), sodan(settings, "ingest", "--json")
    assert (first.returncode, second.returncode) == (0, 0)
    assert "索引を作りました" in first.stdout
    summary = json.loads(second.stdout)
    assert (summary["is_new"], summary["documents"], summary["pages"], summary["embedded"]) == (False, 5, 64, 0)


def test_doctor_finds_everything_well(real_index):
    done = sodan(real_index, "doctor", "--json")
    findings = json.loads(done.stdout)
    assert done.returncode == 0
    assert all(finding["is_well"] for finding in findings)
    assert {"Python", "索引", "文書"} <= {finding["name"] for finding in findings}


def test_doctor_says_what_is_missing_and_what_to_do(real_index, tmp_path):
    done = sodan(ChainSettings(tmp_path / "nowhere", tmp_path / "index"), "doctor")
    assert done.returncode == 1
    assert "Traceback" not in done.stdout + done.stderr
    lines = [line for line in done.stdout.splitlines() if line.startswith("要対応")]
    assert any("文書" in line for line in lines)
    assert any("sodan ingest" in line for line in lines)


def test_doctor_notices_that_the_documents_have_changed(real_index, tmp_path):
    corpus = shutil.copytree(real_index.corpus, tmp_path / "corpus")
    with (corpus / "lexicon" / "question-words.txt").open("a", encoding="utf-8") as file:
        file.write("なんか\n")
    done = sodan(ChainSettings(corpus, real_index.index), "doctor")
    assert done.returncode == 1
    assert "今の文書と違います" in done.stdout


@pytest.mark.parametrize("command", [["ask", "産業交流展"], ["chat"], ["serve", "--port", "0"]])
def test_without_an_index_the_remedy_is_told(real_index, tmp_path, command):
    assert_told(sodan(ChainSettings(real_index.corpus, tmp_path / "index"), *command), "sodan ingest")


def test_without_a_corpus_ingest_tells_which_file_it_looked_for(tmp_path):
    done = sodan(ChainSettings(tmp_path / "nowhere", tmp_path / "index"), "ingest")
    assert_told(done, "nowhere")


def test_an_index_that_was_cut_short_is_refused(real_index, tmp_path):
    index = shutil.copytree(real_index.index, tmp_path / "index")
    (store,) = index.glob("v*/corpus.sqlite")
    store.write_bytes(store.read_bytes()[:4096])
    assert_told(sodan(ChainSettings(real_index.corpus, index), "ask", "産業交流展"), "sodan ingest")


@pytest.mark.parametrize(
    "question",
    ["", "   ", "　\n\t", "😀🎉👍", "！？…。", "\x01\x02\x7f", "あ" * 100_000],
    ids=["empty", "blank", "wide blank", "emoji", "marks", "control", "100,000 characters"],
)
def test_a_question_that_cannot_be_read_is_told(real_index, question):
    assert_told(sodan(real_index, "ask", question), "ください。")


def test_bytes_that_are_no_text_are_told_or_answered_without_a_traceback(real_index):
    # Python hands an argument's undecodable bytes over as lone surrogates.
    done = sodan(real_index, "ask", "\udcff\udcfe\udc00")
    assert_told(done, "ください。")
    mixed = sodan(real_index, "ask", "産業交流展\udcffの会場は？")
    assert "Traceback" not in mixed.stderr
    assert mixed.returncode == 0
    assert "東京ビッグサイト" in mixed.stdout


def test_an_answer_can_be_printed_where_the_terminal_is_not_utf_8(real_index):
    done = sodan(real_index, "ask", "産業交流展の会場は？", PYTHONUTF8="0", PYTHONIOENCODING="utf-8", LC_ALL="C")
    assert done.returncode == 0, done.stderr
    assert "東京ビッグサイト" in done.stdout


def test_a_port_in_use_is_told_with_another_to_try(real_index):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        done = sodan(real_index, "serve", "--port", str(port))
    assert_told(done, f"ポート {port}")
    assert "--port" in done.stderr


@pytest.mark.parametrize("port", ["-1", "65536", "99999999999"])
def test_a_port_that_does_not_exist_is_told(real_index, port):
    assert_told(sodan(real_index, "serve", f"--port={port}"), "65535")


@pytest.mark.parametrize("port", ["abc", "70000", "", "８０００"])
def test_a_bad_port_in_the_environment_is_told(real_index, port):
    assert_told(sodan(real_index, "doctor", SODAN_PORT=port), "SODAN_PORT")


def test_an_address_that_is_not_ours_is_told(real_index):
    assert_told(sodan(real_index, "serve", "--host", "203.0.113.1", "--port", "0"), "203.0.113.1")


def test_a_host_name_that_does_not_exist_is_told(real_index):
    assert_told(sodan(real_index, "serve", "--host", "no.such.host.invalid", "--port", "0"), "no.such.host.invalid")


def test_an_embedding_model_that_does_not_exist_is_told(real_index, tmp_path):
    done = sodan(real_index, "ask", "産業交流展", SODAN_EMBEDDER=str(tmp_path / "no-model"), HF_HUB_OFFLINE="1")
    assert_told(done)


def test_help_is_in_japanese(real_index):
    done = sodan(real_index, "--help")
    assert done.returncode == 0
    assert "質問に1回答える" in done.stdout


@pytest.mark.parametrize("arguments", [[], ["nonsense"], ["ask"], ["ask", "--nonsense", "産業交流展"]])
def test_wrong_use_is_two_and_shows_how(real_index, arguments):
    done = sodan(real_index, *arguments)
    assert done.returncode == 2
    assert "usage" in done.stderr or "使い方" in done.stderr
