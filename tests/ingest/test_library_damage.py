"""Damaged records, kills and other writers: what is wrong is told, and nothing that was there is lost."""

import json
import os
import random
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from ingest.errors import CorpusError, IndexLockedError
from ingest.index import open_index
from tests.fakes import HashEmbedder
from tests.ingest.shelves import SHISAKU, texts

REPOSITORY = Path(__file__).parent.parent.parent
KILLS = 6


def cut(path):
    path.write_bytes(path.read_bytes()[:-20])


def changed(**values):
    return lambda path: path.write_text(json.dumps(json.loads(path.read_text(encoding="utf-8")) | values))


def without_first_page(path):
    path.write_text(json.dumps(json.loads(path.read_text(encoding="utf-8"))[1:]))


DAMAGES = {
    "a record cut short": ("document.json", cut),
    "an empty record": ("document.json", lambda path: path.write_bytes(b"")),
    "a record of something else": ("document.json", lambda path: path.write_text("[1]")),
    "a record nested without end": ("document.json", lambda path: path.write_text("[" * 100_000)),
    "a record of another id": ("document.json", changed(id="../other")),
    "a record with a word for a year": ("document.json", changed(fiscal_year="令和7年度")),
    "a record with an unknown key": ("document.json", changed(colour="red")),
    "a layout cut short": ("layout-*.json", cut),
    "a layout that is no text": ("layout-*.json", lambda path: path.write_bytes(b"\xff\xfe\x00")),
    "no layout": ("layout-*.json", Path.unlink),
    "a layout without pages": ("layout-*.json", lambda path: path.write_text("{}")),
    "a layout with a page missing": ("layout-*.json", without_first_page),
}


@pytest.mark.parametrize(("part", "damage"), DAMAGES.values(), ids=DAMAGES)
def test_a_damaged_record_is_told_by_its_folder_and_mended_by_adding_the_file_again(
    add, inbox, library, index, part, damage, tmp_path
):
    path, other = inbox("R7.txt", SHISAKU + "\f次の頁です。"), inbox("R6.txt", "別の資料です。")
    added, _ = add(path, other)
    before = index()
    place = library.folder / added.document_id
    (record,) = place.glob(part)
    damage(record)
    with pytest.raises(CorpusError) as error:
        index()
    assert str(place) in str(error.value)
    assert "もう一度取り込むか" in str(error.value)
    assert open_index(tmp_path / "index", HashEmbedder()).version == before.version
    assert [one.outcome for one in add(other)] == ["same"]
    assert add(path)[0].outcome in ("new", "replaced")
    assert len(library.documents()) == 2


def test_a_document_is_withdrawn_by_removing_its_folder(add, inbox, library, index):
    (added,) = add(inbox("R7.txt"))
    assert index().documents == 4
    shutil.rmtree(library.folder / added.document_id)
    after = index()
    assert (after.is_new, after.documents) == (True, 3)


def test_a_second_writer_is_told_to_wait(add, inbox):
    told = []

    def ask(question):
        with pytest.raises(IndexLockedError) as error:
            add(inbox("R7.txt"))
        told.append(str(error.value))
        return "令和7年度"

    assert [one.outcome for one in add(inbox("要項.txt"), ask=ask)] == ["new"]
    assert ["別の取り込みが実行中" in message for message in told] == [True]
    assert [one.outcome for one in add(inbox("R7.txt", "次の資料です。"))] == ["new"]


ADDER = """
import sys
from itertools import count
from pathlib import Path
from ingest.lexicon import load_lexicon
from ingest.library import Library
corpus, folder, inbox = map(Path, sys.argv[1:])
lexicon = load_lexicon(corpus)
for number in count():
    paths = [inbox / f"R7版{number % 3}.txt", inbox / f"R6版{number}.txt"]
    for path in paths:
        path.write_text(f"試作支援\\n{number}番目の資料です。\\n" * 50, encoding="utf-8")
    added = Library(folder).add(paths, lexicon, {}, None)
    print(*(one.document_id for one in added), flush=True)
"""


def test_a_kill_at_any_moment_leaves_every_document_that_was_reported_readable(
    library, small_corpus, tmp_path, add, inbox
):
    dice, reported = random.Random(20250401), set()
    (tmp_path / "inbox").mkdir()
    for _ in range(KILLS):
        command = [sys.executable, "-c", ADDER, small_corpus, library.folder, tmp_path / "inbox"]
        environment = os.environ | {"PYTHONPATH": str(REPOSITORY)}
        with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=environment) as process:
            for _ in range(dice.randint(1, 4)):
                reported |= set(process.stdout.readline().split())
            try:
                process.wait(dice.uniform(0, 0.02))
            except subprocess.TimeoutExpired:
                process.send_signal(signal.SIGKILL)
        assert process.returncode == -signal.SIGKILL
        assert reported
        assert reported <= texts(library).keys()
        for text in texts(library).values():
            assert len(set(text.splitlines())) == 2
    assert [one.outcome for one in add(inbox("R7版0.txt"))] == ["replaced"]
    assert not list(library.folder.rglob(".adding-*"))
