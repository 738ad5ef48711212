"""``sodan db`` and what ``sodan serve`` tells of the database when it starts."""

import pytest

from rag.settings import ChainSettings
from tests.end_to_end.real import CORPUS
from tests.end_to_end.running import sodan


@pytest.fixture
def small_settings(tmp_path):
    return ChainSettings(CORPUS, tmp_path / "index")


@pytest.fixture
def db(run, small_settings):
    """``sodan db`` in this process."""
    return lambda name, **more: run("db", name, settings=small_settings, **more)


def test_a_new_database_is_upgraded_and_told(db, small_settings, tmp_path):
    url = f"sqlite:///{tmp_path}/new/desk.sqlite"
    code, told, _ = db("current", SODAN_DATABASE=url)
    assert (code, "なし" in told) == (1, True)
    done = sodan(small_settings, "db", "upgrade", SODAN_DATABASE=url)  # in a process of its own, as an operator does
    assert done.returncode == 0, done.stderr
    assert "0003" in db("current", SODAN_DATABASE=url)[1]
    assert "ありません" in db("purge", SODAN_DATABASE=url)[1]


def test_an_address_that_cannot_be_used_is_told_without_a_traceback(db):
    for url, words in (("mysql://x/y", "対応していません"), ("postgresql://x@/y?host=/nowhere", "つながりません")):
        code, _, told = db("upgrade", SODAN_DATABASE=url)
        assert code == 2
        assert words in told
        assert "Traceback" not in told


def test_settings_that_are_wrong_name_the_setting(db):
    for wrong, words in (
        ({"SODAN_URL": "example.jp"}, "SODAN_URL"),
        ({"SODAN_UPLOAD_LIMIT": "many"}, "SODAN_UPLOAD_LIMIT"),
        ({"SODAN_OIDC_ISSUER": "https://id.example"}, "SODAN_OIDC_CLIENT_ID"),
    ):
        code, _, told = db("current", **wrong)
        assert (code, words in told) == (2, True)
