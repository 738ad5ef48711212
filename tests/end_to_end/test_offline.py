"""Answering needs no network and few libraries: watched from inside a process of its own."""

from tests.end_to_end.running import python

QUESTIONS = [
    "デジタルツール導入の助成金はいくらまで？",
    "産業交流展の会場は？",
    "大阪府の助成金は？",
    "令和2年度の小規模企業対策の予算は？",
    "教えてください",
]
WATCHED = """
import sys
FORBIDDEN = ("socket.connect", "socket.bind", "socket.sendto", "socket.getaddrinfo", "socket.gethostbyname",
             "urllib.Request", "http.client.connect", "ftplib.connect", "smtplib.connect")
def refuse(event, details):
    if event in FORBIDDEN:
        raise SystemExit(f"the network was used: {event} {details}")
sys.addaudithook(refuse)
"""
ASK = """
import os
from api.settings import Settings
from rag.bootstrap import build_chain
chain = build_chain(Settings.from_env(os.environ).chain)
for question in %r:
    print(chain.answer(question).status)
"""


def test_answering_opens_no_socket(real_index):
    done = python(real_index, "-c", WATCHED + ASK % QUESTIONS)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.split() == ["answered", "answered", "not_found", "answered", "clarify"]


def test_the_watch_would_notice_a_socket(real_index):
    done = python(real_index, "-c", WATCHED + "import socket; socket.getaddrinfo('localhost', 80)")
    assert "the network was used: socket.getaddrinfo" in done.stderr
    assert done.returncode == 1


def test_building_an_index_opens_no_socket(real_index, tmp_path):
    program = WATCHED + "from api.cli import main; raise SystemExit(main(['ingest']))"
    done = python(real_index, "-c", program, SODAN_INDEX=str(tmp_path / "index"))
    assert done.returncode == 0, done.stderr
    assert "索引を作りました" in done.stdout


def test_asking_imports_no_heavy_library(real_index):
    program = """
import sys
from api.cli import main
code = main(["ask", "産業交流展の会場は？"])
heavy = {"torch", "sentence_transformers", "transformers", "fastapi", "starlette", "uvicorn"}
print(sorted(heavy & {name.split(".")[0] for name in sys.modules}))
raise SystemExit(code)
"""
    done = python(real_index, "-c", program)
    assert done.returncode == 0, done.stderr
    assert done.stdout.splitlines()[-1] == "[]"
