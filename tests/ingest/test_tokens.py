"""Search terms: the cases of tokens.tsv, and the same terms in every thread."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from ingest.fold import folded
from ingest.tokens import bigrams, dictionary_version, lemmas
from tests.ingest.corpora import HANRO, JIGYO, SETSUBI_1
from tests.ingest.tables import read_table

LINES = [line for text in (HANRO, JIGYO, SETSUBI_1) for line in text.split("\n") if line]


@pytest.mark.parametrize(("text", "expected"), [(row[0], row[1]) for row in read_table("tokens.tsv")])
def test_lemmas_are_the_dictionary_forms_of_the_content_words(text, expected):
    assert lemmas(text) == expected.split()


@pytest.mark.parametrize(("text", "expected"), [(row[0], row[2]) for row in read_table("tokens.tsv")])
def test_bigrams_are_neighbouring_characters_and_marks_part_them(text, expected):
    assert bigrams(text) == expected.split()


@pytest.mark.parametrize("text", ["", " ", "。、", "\n\n", "\ue000"])
def test_a_text_without_words_has_no_terms(text):
    assert (lemmas(text), bigrams(text)) == ([], [])


@pytest.mark.parametrize("line", LINES)
def test_a_text_and_its_folded_form_have_the_same_terms(line):
    assert lemmas(folded(line)) == lemmas(line)
    assert bigrams(folded(line)) == bigrams(line)


def test_eight_threads_get_the_same_lemmas_as_one():
    expected = [lemmas(line) for line in LINES]
    with ThreadPoolExecutor(8) as threads:
        for found in threads.map(lambda _: [lemmas(line) for line in LINES], range(400)):
            assert found == expected


def test_the_dictionary_is_named_with_its_version():
    assert dictionary_version().startswith("unidic-lite 1.")
