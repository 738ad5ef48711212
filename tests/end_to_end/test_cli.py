"""The command line, from a good question to every way of using it wrongly.

What depends on the process (arguments as bytes, standard input, the terminal's encoding, sockets) runs in one
of its own; the rest calls ``main``, which is what the installed command calls.
"""

import json
import re
import shutil
import socket
import subprocess
import sys

import pytest

from rag.settings import ChainSettings
from tests.end_to_end.real import REPOSITORY
from tests.end_to_end.running import environment, sodan

KEYS = {
    "answer", "status", "reason", "citations", "facts", "suggestions", "answer_id", "conversation_id", "engine",
    "elapsed_ms", "style", "furigana",
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


def test_a_question_may_be_several_words_and_start_anywhere(command, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    done = command("ask", "産業交流展の", "会場は？")
    assert done.returncode == 0
    assert "東京ビッグサイト" in done.stdout


def test_an_answer_in_plain_words(command):
    done = command("ask", "--plain", "--json", "デジタルツール導入の助成金はいくらまで？")
    answer = json.loads(done.stdout)
    assert answer["style"] == "plain"
    assert "助成限度額（＝" in answer["answer"]
    assert "100万円" in answer["answer"]


def test_json_is_the_answer_object_of_the_contract(command):
    done = command("ask", "--json", "デジタルツール導入の助成金はいくらまで？")
    answer = json.loads(done.stdout)
    assert set(answer) == KEYS
    assert all(set(citation) == CITATION_KEYS for citation in answer["citations"])
    assert (answer["status"], answer["reason"], answer["engine"]) == ("answered", None, "extractive")
    assert answer["citations"][0]["page"] == 9
    assert "１００万円" in answer["citations"][0]["quote"]
    assert answer["elapsed_ms"] > 0


def test_a_question_without_an_answer_is_no_error(command):
    done = command("ask", "大阪府の助成金を教えてください")
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


def test_ingest_builds_once_and_says_so_the_second_time(command, real_index, tmp_path):
    settings = ChainSettings(real_index.corpus, tmp_path / "index")
    first, second = command("ingest", settings=settings), command("ingest", "--json", settings=settings)
    assert (first.returncode, second.returncode) == (0, 0)
    assert "索引を作りました" in first.stdout
    summary = json.loads(second.stdout)
    assert (summary["is_new"], summary["documents"], summary["pages"], summary["embedded"]) == (False, 5, 64, 0)


def test_doctor_finds_everything_well(command):
    done = command("doctor", "--json")
    findings = json.loads(done.stdout)
    assert done.returncode == 0
    assert all(finding["is_well"] for finding in findings)
    assert {"Python", "索引", "文書"} <= {finding["name"] for finding in findings}


def test_doctor_says_what_is_missing_and_what_to_do(command, tmp_path):
    done = command("doctor", settings=ChainSettings(tmp_path / "nowhere", tmp_path / "index"))
    assert done.returncode == 1
    assert "Traceback" not in done.stdout + done.stderr
    lines = [line for line in done.stdout.splitlines() if line.startswith("要対応")]
    assert any("文書" in line for line in lines)
    assert any("sodan ingest" in line for line in lines)


def test_doctor_notices_that_the_documents_have_changed(command, real_index, tmp_path):
    corpus = shutil.copytree(real_index.corpus, tmp_path / "corpus")
    with (corpus / "lexicon" / "question-words.txt").open("a", encoding="utf-8") as file:
        file.write("なんか\n")
    done = command("doctor", settings=ChainSettings(corpus, real_index.index))
    assert done.returncode == 1
    assert "今の文書と違います" in done.stdout


@pytest.mark.parametrize("arguments", [["ask", "産業交流展"], ["chat"], ["serve", "--port", "0"]])
def test_without_an_index_the_remedy_is_told(command, real_index, tmp_path, arguments):
    assert_told(command(*arguments, settings=ChainSettings(real_index.corpus, tmp_path / "index")), "sodan ingest")


def test_without_a_corpus_ingest_tells_which_file_it_looked_for(command, tmp_path):
    done = command("ingest", settings=ChainSettings(tmp_path / "nowhere", tmp_path / "index"))
    assert_told(done, "nowhere")


def test_an_index_that_was_cut_short_is_refused(command, real_index, tmp_path):
    index = shutil.copytree(real_index.index, tmp_path / "index")
    (store,) = index.glob("v*/corpus.sqlite")
    store.write_bytes(store.read_bytes()[:4096])
    assert_told(command("ask", "産業交流展", settings=ChainSettings(real_index.corpus, index)), "sodan ingest")


@pytest.mark.parametrize(
    "question",
    ["", "   ", "　\n\t", "😀🎉👍", "！？…。", "\x01\x02\x7f", "あ" * 100_000],
    ids=["empty", "blank", "wide blank", "emoji", "marks", "control", "100,000 characters"],
)
def test_a_question_that_cannot_be_read_is_told(command, question):
    assert_told(command("ask", question), "ください。")


def test_bytes_that_are_no_text_are_told_or_passed_over(real_index):
    # Python hands an argument's undecodable bytes over as lone surrogates.
    assert_told(sodan(real_index, "ask", "\udcff\udcfe"), "ください。")
    mixed = sodan(real_index, "ask", "産業交流展\udcffの会場は？")
    assert (mixed.returncode, mixed.stderr) == (0, "")
    assert "東京ビッグサイト" in mixed.stdout


@pytest.mark.parametrize("locale", ["C", "C.UTF-8"])
def test_a_plain_locale_neither_spoils_the_question_nor_the_answer(real_index, locale):
    done = sodan(real_index, "ask", "産業交流展の会場は？", LC_ALL=locale, PYTHONUTF8="")
    assert (done.returncode, done.stderr) == (0, "")
    assert "東京ビッグサイト" in done.stdout


def test_a_terminal_that_lacks_the_characters_ends_in_no_codec_error(real_index):
    narrow = sodan(real_index, "ask", "産業交流展の会場は？", PYTHONIOENCODING="ascii")
    assert narrow.returncode == 0
    assert narrow.stderr == ""


def test_the_reader_of_the_output_may_leave(real_index):
    program = [sys.executable, "-m", "api.cli", "ask", "産業交流展の会場は？"]
    with subprocess.Popen(
        program, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=environment(real_index), cwd=REPOSITORY
    ) as process:
        process.stdout.close()
        assert "Traceback" not in process.stderr.read().decode()


def test_a_port_in_use_is_told_with_another_to_try(real_index):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        done = sodan(real_index, "serve", "--port", str(port))
    assert_told(done, f"ポート {port}")
    assert "--port" in done.stderr


@pytest.mark.parametrize("port", ["-1", "65536", "99999999999"])
def test_a_port_that_does_not_exist_is_told(command, port):
    assert_told(command("serve", f"--port={port}"), "65535")


@pytest.mark.parametrize("port", ["abc", "70000", "", "８０００"])
def test_a_bad_port_in_the_environment_is_told(command, port):
    assert_told(command("doctor", SODAN_PORT=port), "SODAN_PORT")


def test_an_address_that_is_not_ours_is_told(command):
    assert_told(command("serve", "--host", "203.0.113.1", "--port", "0"), "203.0.113.1")


def test_a_host_name_that_does_not_exist_is_told(command):
    assert_told(command("serve", "--host", "no.such.host.invalid", "--port", "0"), "no.such.host.invalid")


def test_an_embedding_model_that_does_not_exist_is_told(command, tmp_path):
    done = command("ask", "産業交流展", SODAN_EMBEDDER=str(tmp_path / "no-model"), HF_HUB_OFFLINE="1")
    assert_told(done)


def test_help_is_in_japanese(command):
    done = command("--help")
    assert done.returncode == 0
    assert "質問に1回答える" in done.stdout


@pytest.mark.parametrize("arguments", [[], ["nonsense"], ["ask"], ["ask", "--nonsense", "産業交流展"]])
def test_wrong_use_is_two_and_shows_how(command, arguments):
    done = command(*arguments)
    assert done.returncode == 2
    assert "usage" in done.stderr or "使い方" in done.stderr
