"""The linter of the wording knowledge: nothing is wrong with the project's own, and every kind of fault is found."""

import shutil
from pathlib import Path

import pytest

from tests.end_to_end.real import CORPUS
from tools.lint_lexicon import lint, unheard

ROWS = [
    [cell.replace("\\n", "\n") for cell in row.split("\t")]
    for row in Path(__file__).with_name("lexicon-faults.tsv").read_text(encoding="utf-8").splitlines()
]


def test_nothing_is_wrong_with_the_projects_own_lexicon():
    assert [str(fault) for fault in lint(CORPUS)] == []


@pytest.mark.parametrize(("file", "before", "after", "fault"), ROWS)
def test_a_fault_is_named_with_its_file(tmp_path, file, before, after, fault):
    shutil.copytree(CORPUS / "lexicon", tmp_path / "lexicon")
    path = tmp_path / "lexicon" / file
    text = path.read_text(encoding="utf-8")
    assert before in text
    path.write_text(text.replace(before, after, 1), encoding="utf-8")
    found = [str(one) for one in lint(tmp_path)]
    assert any(one.startswith(file) and fault in one for one in found), found


def test_a_synonym_that_no_document_has_is_only_told(tmp_path):
    shutil.copytree(CORPUS, tmp_path / "corpus")
    path = tmp_path / "corpus" / "lexicon" / "thesaurus.toml"
    with path.open("a", encoding="utf-8") as file:
        file.write('\n[[synonym]]\nwords = ["宇宙船"]\nterms = ["宇宙往還機"]\n')
    assert "no document has any of 宇宙往還機" in [one.what for one in unheard(tmp_path / "corpus")]
    assert lint(tmp_path / "corpus") == []
