"""A sixth document of any common form is answered from like the five, with no change of code or wording knowledge.

The sheets are sample data (見本): programmes, figures and offices are made up. What is asked of each stands in
``sixth_document.tsv``: the form, the question, the status, what must be said (「・」 before what must not).
"""

from pathlib import Path

import pytest

from api.ingesting import run_ingest
from rag.bootstrap import build_chain
from rag.settings import ChainSettings
from tests.end_to_end.sheets import FORMS

ROWS = [
    row.split("\t")
    for row in Path(__file__).with_name("sixth_document.tsv").read_text(encoding="utf-8").splitlines()
    if row and not row.startswith("#")
]


@pytest.fixture(scope="module")
def chains(real_index, tmp_path_factory):
    """By form: a chain over the five documents and the one of that form, taken in as the ordinary command does."""
    made = {}
    for form, (name, write) in FORMS.items():
        folder = tmp_path_factory.mktemp(form)
        write(folder / name)
        settings = ChainSettings(real_index.corpus, folder / "index", library=folder / "library")
        assert run_ingest(settings, [folder / name], False, False, False, None) == 0
        made[form] = build_chain(settings)
    return made


def test_every_form_is_asked_enough():
    asked = [row[0] for row in ROWS]
    assert asked.count("pdf") >= 15
    assert all(asked.count(form) >= 6 for form in FORMS)


@pytest.mark.parametrize(("form", "question", "status", "said"), ROWS)
def test_a_document_of_any_form_is_answered_from(chains, form, question, status, said):
    chain = chains[form]
    answer = chain.answer(question)
    assert answer.status in status.split("/"), answer.text
    for words in said.split():
        if words.startswith("・"):
            assert words[1:] not in answer.text, answer.text
        else:
            assert words in answer.text, answer.text
    for one in answer.citations:
        page = chain.index.store.page(one.document_id, one.page)
        assert page.text[one.start : one.end] == one.quote
    if answer.status == "answered":
        assert any(one.document_id not in ("h30", "r02", "r03", "r06", "r07") for one in answer.citations)
