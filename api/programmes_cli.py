"""``sodan programmes``: the ledger's subjects, one with its facts, and several side by side."""

import json
import shutil
import sys
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from api.contract import Json, fact_objects, subject_detail, subject_object
from api.labels import KINDS
from api.programmes_text import (
    FACT_HEADER,
    LIST_HEADER,
    TOLD_HEADER,
    about,
    compared_object,
    compared_table,
    fact_row,
    fiscal_year,
    list_row,
    told_row,
)
from api.tables import print_csv, text_table
from ingest.embedder import load_embedder
from ingest.facts import Fact
from ingest.fold import squeeze
from ingest.index import open_index
from ingest.ledger_store import Ledger, Subject
from ingest.lexicon import load_lexicon
from ingest.store import Store
from rag.comparison import compare
from rag.programmes import find_subject, search_subjects
from rag.settings import ChainSettings

Format = Literal["table", "csv", "json"]


@dataclass(frozen=True, slots=True)
class Asked:
    """What was asked for: a form of output, and the facts of an attribute or a year (as written), or all."""

    form: Format = "table"
    attribute: str | None = None
    year: str | None = None


@dataclass(frozen=True, slots=True)
class _Wanted:
    """Facts of one attribute of the ledger, of one fiscal year (Western), or all."""

    attribute: str | None
    fiscal_year: int | None

    def of(self, facts: Iterable[Fact]) -> list[Fact]:
        return [
            fact
            for fact in facts
            if self.attribute in (None, fact.attribute) and self.fiscal_year in (None, fact.fiscal_year)
        ]


def run_list(settings: ChainSettings, q: str, kind: str, asked: Asked) -> int:
    """List subjects with their number of facts; those without are left out where an attribute or year is asked for."""
    if kind not in ("all", *KINDS):
        raise ValueError(f"種類「{kind}」はありません。{'、'.join(KINDS)}、all のどれかを指定してください。")
    ledger = _store(settings).ledger
    wanted = _wanted(settings, ledger, asked)
    counts: dict[str, int] = {}
    for fact in wanted.of(ledger.all_facts()):
        counts[fact.programme] = counts.get(fact.programme, 0) + 1
    every = search_subjects([one for one in ledger.subjects() if _belongs(one, wanted, counts)], q)
    found = [subject for subject in every if kind in ("all", subject.kind)]
    if asked.form == "json":
        items = [{**subject_object(subject), "fact_count": counts.get(subject.id, 0)} for subject in found]
        _print_json({"items": items, "total": len(items)})
    else:
        _print_table(LIST_HEADER, [list_row(subject, counts.get(subject.id, 0)) for subject in found], asked.form)
    if every and not found:
        print(f"ほかの種類に{len(every)}件あります。--kind all を付けてご覧ください。", file=sys.stderr)
    return 0


def run_show(settings: ChainSettings, name: str, asked: Asked) -> int:
    """Tell all that the ledger has of one subject, the newest year first."""
    store = _store(settings)
    subject = find_subject(store.ledger.subjects(), name)
    facts = _wanted(settings, store.ledger, asked).of(store.ledger.facts(subject.id))
    facts.sort(key=lambda fact: -fact.fiscal_year)
    detail = subject_detail(store, subject, facts)
    if asked.form == "json":
        _print_json(detail)
        return 0
    quoted = [(fact, str(one["quote"])) for fact, one in zip(facts, fact_objects(store, facts), strict=True)]
    if asked.form == "csv":
        _print_table(FACT_HEADER, [fact_row(fact, quote) for fact, quote in quoted], "csv")
        return 0
    print("\n".join(about(subject, detail)))
    _print_table(TOLD_HEADER, [told_row(fact, quote) for fact, quote in quoted], "table")
    return 0


def run_compare(settings: ChainSettings, names: Sequence[str], asked: Asked) -> int:
    """Lay two to four subjects beside each other."""
    store = _store(settings)
    wanted = _wanted(settings, store.ledger, asked)
    every = store.ledger.subjects()
    subjects = dict.fromkeys(find_subject(every, name) for name in names)
    facts = {subject: store.ledger.facts(subject.id) for subject in subjects}
    compared = compare(facts, wanted.fiscal_year, wanted.attribute)
    if asked.form == "json":
        _print_json(compared_object(store, compared))
    else:
        _print_table(*compared_table(compared), asked.form)
    return 0


def _store(settings: ChainSettings) -> Store:
    return open_index(settings.index, load_embedder(settings.embedder)).store


def _wanted(settings: ChainSettings, ledger: Ledger, asked: Asked) -> _Wanted:
    name = None if asked.attribute is None else _attribute(settings, ledger, asked.attribute)
    return _Wanted(name, None if asked.year is None else fiscal_year(asked.year))


def _attribute(settings: ChainSettings, ledger: Ledger, text: str) -> str:
    """The attribute of that name, or that documents head so (補助率 for 助成率)."""
    lexicon = load_lexicon(settings.corpus)
    known = dict.fromkeys([one.name for one in lexicon.attributes] + [fact.attribute for fact in ledger.all_facts()])
    if text in known:
        return text
    if by_key := lexicon.attribute_by_key.get(squeeze(text)):
        return by_key.name
    raise ValueError(f"項目「{text}」はありません。指定できる項目: {'、'.join(known)}")


def _belongs(subject: Subject, wanted: _Wanted, counts: dict[str, int]) -> bool:
    """Whether a list shows the subject: where only a year is asked for, being named in it is enough."""
    if wanted.attribute is None and wanted.fiscal_year in (None, *subject.fiscal_years):
        return True
    return subject.id in counts


def _print_table(header: Sequence[str], rows: Sequence[Sequence[str]], form: Format) -> None:
    if form == "csv":
        print_csv(header, rows)
    elif rows:
        print(text_table(header, rows, shutil.get_terminal_size((120, 24)).columns))
    else:
        print("当てはまるものはありません。")


def _print_json(table: Json) -> None:
    print(json.dumps(table, ensure_ascii=False, indent=2))
