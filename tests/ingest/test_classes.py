"""The classes of programmes as people write them down: what proves one, and what is refused."""

import pytest

from ingest.classes import Facet, Wording, load_facets, load_gist_words, proof_of
from ingest.errors import CorpusError
from ingest.fold import squeeze

_SALES = """
[[facet]]
id = "purpose"
name = "目的"
in = ["名称", "内容"]
except = ["survey"]

[[facet.class]]
id = "sales"
name = "販路"
words = ["販路", "AI", "海外展開"]
but = ["販路図"]
attributes = ["助成率"]
conditions = ["小規模企業"]
kinds = ["event"]
"""


@pytest.fixture
def written(tmp_path):
    """Writes ``classes.toml`` and loads it."""

    def load(text: str) -> tuple[Facet, ...]:
        (tmp_path / "lexicon").mkdir(exist_ok=True)
        (tmp_path / "lexicon" / "classes.toml").write_text(text, encoding="utf-8")
        return load_facets(tmp_path)

    return load


def proof(facets, *said):
    (facet,) = facets
    wordings = [Wording(place, squeeze(text)) for place, text in said]
    found = proof_of(facet, facet.classes[0], wordings)
    return (found[1].place, found[1].word) if found else None


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ([("名称", "販路 開拓")], ("名称", "販路")),
        ([("名称", "ＡＩの導入")], ("名称", "ai")),
        ([("名称", "AIRの導入")], None),
        ([("名称", "販路図")], None),
        ([("名称", "販路図と販路")], ("名称", "販路")),
        ([("見出し", "販路")], None),
        ([("助成率", "1/2")], ("助成率", "助成率")),
        ([("条件", "小規模企業")], ("条件", "小規模企業")),
        ([("条件", "小規模")], None),
        ([("種別", "event")], ("種別", "event")),
        ([("種別", "survey"), ("名称", "販路")], None),
        ([("内容", "何もない"), ("名称", "海外展開")], ("名称", "海外展開")),
        ([], None),
    ],
)
def test_what_proves_a_class(written, said, expected):
    assert proof(written(_SALES), *said) == expected


def test_a_corpus_without_the_file_has_no_classes(tmp_path):
    assert load_facets(tmp_path) == ()
    assert load_gist_words(tmp_path) == ()


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("[[facet]]\nid = 'Purpose'\nname = 'x'", "id「Purpose」は使えません"),
        ("[[facet]]\nid = 'a'\nname = 'x'", r"\[\[facet.class\]\] がありません"),
        ("[[facet]]\nid = 'a'\nname = 'x'\nwhat = 1", "知らない項目 what"),
        (_SALES.replace('"販路", "AI"', "1"), "words は文字列の一覧"),
        (_SALES.replace('kinds = ["event"]', 'kinds = ["party"]'), "知らない種別 party"),
        (_SALES.replace('id = "sales"', 'id = "none"'), "id「none」は使えません"),
        (_SALES + _SALES, "2回使われています"),
        ("[[facet]", "を読めません"),
    ],
)
def test_what_is_malformed_is_refused_in_words(written, text, told):
    with pytest.raises(CorpusError, match=told):
        written(text)
