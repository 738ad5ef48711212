"""The vocabulary of conditions: wordings, their limits, and malformed files."""

import pytest

from ingest.conditions import load_vocabulary
from ingest.errors import CorpusError
from tests.conftest import REPOSITORY

VOCABULARY = load_vocabulary(REPOSITORY / "corpus")

# Words in front of a figure, and the conditions that they state.
STATED = """
小規模企業については	小規模企業
うち小規模事業者	小規模企業
小規模企業以外は	一般
一般	一般
一般の外国人材の採用	一般
一般社団法人の会員
全般
賃金引上げ計画を策定した場合は	賃上げ
ゼロエミッション要件	ゼロエミッション
ゼロエミッション東京の実現
①計画策定コース	コース:計画策定コース
①②共に、「働き方改革推進枠」として	枠:働き方改革推進枠
区分の小規模企業者でゼロエミ要件及び賃上げ要件適用無しの場合	小規模企業
"""


@pytest.mark.parametrize("line", STATED.strip().splitlines())
def test_words_state_conditions(line):
    text, *conditions = line.split("\t")
    assert VOCABULARY.stated(text).conditions - VOCABULARY.plain == set(conditions)


def test_a_later_condition_ends_the_one_that_it_excludes():
    assert VOCABULARY.joined(frozenset(["一般", "賃上げ"]), frozenset(["小規模企業"])) == {
        "小規模企業",
        "賃上げ",
    }
    assert VOCABULARY.joined(frozenset(["枠:一"]), frozenset(["枠:二"])) == {"枠:二"}


def test_a_corpus_without_the_file_has_an_empty_vocabulary(tmp_path):
    assert load_vocabulary(tmp_path).conditions == ()


@pytest.mark.parametrize("content", ["[[condition]\n", '[[condition]]\nname = "一般"\n', "condition = 3\n"])
def test_a_malformed_file_is_named(tmp_path, content):
    (tmp_path / "lexicon").mkdir()
    (tmp_path / "lexicon" / "conditions.toml").write_text(content, encoding="utf-8")
    with pytest.raises(CorpusError, match=r"conditions\.toml"):
        load_vocabulary(tmp_path)
