"""``sodan db`` and what ``sodan serve`` tells of the database when it starts."""

import pytest

from rag.settings import ChainSettings
from tests.end_to_end.real import CORPUS
from tests.end_to_end.running import sodan


@pytest.fixture
def small_settings(tmp_path):
    return ChainSettings(CORPUS, tmp_path / "index")


def test_a_new_database_is_upgraded_and_told(small_settings, tmp_path):
    url = f"sqlite:///{tmp_path}/new/desk.sqlite"
    before = sodan(small_settings, "db", "current", SODAN_DATABASE=url)
    assert (before.returncode, "なし" in before.stdout) == (1, True)
    done = sodan(small_settings, "db", "upgrade", SODAN_DATABASE=url)
    assert done.returncode == 0, done.stderr
    assert "0003" in sodan(small_settings, "db", "current", SODAN_DATABASE=url).stdout
    assert "ありません" in sodan(small_settings, "db", "purge", SODAN_DATABASE=url).stdout


def test_an_address_that_cannot_be_used_is_told_without_a_traceback(small_settings):
    for url, words in (("mysql://x/y", "対応していません"), ("postgresql://x@/y?host=/nowhere", "つながりません")):
        done = sodan(small_settings, "db", "upgrade", SODAN_DATABASE=url)
        assert done.returncode == 2
        assert words in done.stderr
        assert "Traceback" not in done.stderr


def test_settings_that_are_wrong_name_the_setting(small_settings):
    for wrong, words in (
        ({"SODAN_URL": "example.jp"}, "SODAN_URL"),
        ({"SODAN_UPLOAD_LIMIT": "many"}, "SODAN_UPLOAD_LIMIT"),
        ({"SODAN_OIDC_ISSUER": "https://id.example"}, "SODAN_OIDC_CLIENT_ID"),
    ):
        done = sodan(small_settings, "db", "current", **wrong)
        assert done.returncode == 2
        assert words in done.stderr
