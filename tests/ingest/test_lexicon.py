"""The lexicon: read with its width folded, and malformed entries named."""

import pytest

from ingest.errors import CorpusError
from ingest.lexicon import load_lexicon
from tests.ingest.corpora import write_text


def test_keys_and_words_are_compared_without_width_and_white_space(tmp_path):
    write_text(
        tmp_path / "lexicon" / "attributes.toml",
        '[[attribute]]\nname = "電話"\nkind = "telephone"\nkeys = ["ＴＥＬ", "電 話"]\nwords = ["連絡先"]\n',
    )
    lexicon = load_lexicon(tmp_path)
    assert set(lexicon.attribute_by_key) == {"tel", "電話"}
    assert lexicon.attribute_by_key["tel"].name == "電話"


def test_synonyms_lead_from_the_owners_words_to_the_documents_terms(small_corpus):
    (synonym,) = load_lexicon(small_corpus).synonyms
    assert (synonym.words, synonym.terms) == (("跡継ぎ",), ("事業承継",))


def test_a_corpus_without_a_lexicon_has_an_empty_one(tmp_path):
    lexicon = load_lexicon(tmp_path)
    assert (lexicon.attributes, lexicon.synonyms) == ((), ())


@pytest.mark.parametrize(
    ("source", "message"),
    [
        ("[[attribute]\n", "attributes.toml を読めません"),
        ('[[attribute]]\nkind = "rate"\n', "1番目の項目に name"),
        ('[[attribute]]\nname = ""\n', "1番目の項目に name"),
        ('[[attribute]]\nname = "a"\nkind = 3\n', "1番目の項目に kind"),
        ('[[attribute]]\nname = "a"\nkind = "text"\nwords = []\n', "1番目の項目の keys"),
        ('[[attribute]]\nname = "a"\nkind = "text"\nkeys = "a"\nwords = []\n', "1番目の項目の keys"),
        ('[[attribute]]\nname = "a"\nkind = "text"\nkeys = [1]\nwords = []\n', "1番目の項目の keys"),
        ('[[attribute]]\nname = "a"\nkind = "text"\nkeys = ["a"]\nwords = [" "]\n', "1番目の項目の words"),
        ('[attribute]\nname = "a"\n', "attribute"),
    ],
)
def test_a_malformed_attribute_is_named(tmp_path, source, message):
    write_text(tmp_path / "lexicon" / "attributes.toml", source)
    with pytest.raises(CorpusError) as caught:
        load_lexicon(tmp_path)
    assert message in str(caught.value)


@pytest.mark.parametrize(
    ("source", "message"),
    [
        ("words = \n", "thesaurus.toml を読めません"),
        ('[[synonym]]\nterms = ["a"]\n', "1番目の項目の words"),
        ('[[synonym]]\nwords = ["跡継ぎ"]\nterms = "事業承継"\n', "1番目の項目の terms"),
    ],
)
def test_a_malformed_synonym_is_named(tmp_path, source, message):
    write_text(tmp_path / "lexicon" / "thesaurus.toml", source)
    with pytest.raises(CorpusError) as caught:
        load_lexicon(tmp_path)
    assert message in str(caught.value)
