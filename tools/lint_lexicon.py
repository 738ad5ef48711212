"""Find what is wrong with the wording knowledge under corpus/lexicon before it misleads an answer.

python -m tools.lint_lexicon [--all] [corpus]

Synonyms of which no document has a term yet are only counted, since a further document may have one; ``--all`` lists
them.
"""

import argparse
import sys
import tomllib
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ingest.catalogue import load_document, read_catalogue
from ingest.conditions import Vocabulary, load_vocabulary
from ingest.errors import CorpusError
from ingest.fold import squeeze
from ingest.lexicon import Lexicon, load_lexicon

ROOT = Path(__file__).parent.parent
# By file: the lists of words in which a word may stand once in all, since it can mean one row only.
_ONE_MEANING = (
    ("attributes.toml", "attribute", "keys"),
    ("answer-types.toml", "type", "words"),
    ("answer-types.toml", "type", "nouns"),
)
_WORDS = ("words", "nouns", "keys", "wordings", "terms", "texts")


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong, and where."""

    file: str
    what: str

    def __str__(self) -> str:
        return f"{self.file}: {self.what}"


def main() -> int:
    arguments = argparse.ArgumentParser()
    arguments.add_argument("corpus", nargs="?", type=Path, default=ROOT / "corpus")
    arguments.add_argument("--all", action="store_true", help="list the synonyms of which no document has a term, too")
    options = arguments.parse_args()
    try:
        faults, notes = lint(options.corpus), unheard(options.corpus)
    except CorpusError as error:
        print(error)
        return 2
    print("\n".join(map(str, [*faults, *(notes if options.all else ())])))
    print(f"{options.corpus / 'lexicon'}: {len(faults)} faults, {len(notes)} synonyms of no document", file=sys.stderr)
    return 1 if faults else 0


def lint(corpus: Path) -> list[Fault]:
    """All faults, file by file; raises CorpusError for what cannot be read at all."""
    lexicon, vocabulary = load_lexicon(corpus), load_vocabulary(corpus)
    tables = {path.name: _table(path) for path in sorted((corpus / "lexicon").glob("*.toml"))}
    lists = {path.name: _lines(path) for path in sorted((corpus / "lexicon").glob("*.txt"))}
    faults = [
        *_repeated(tables, lists),
        *_short(tables, lexicon.question_words),
        *_shadowing(lexicon),
        *_unknown(tables, lexicon, vocabulary),
    ]
    return sorted(faults, key=str)


def unheard(corpus: Path) -> list[Fault]:
    """Synonyms none of whose terms any document has: the search gains nothing by them yet."""
    pages = [page.text for entry in read_catalogue(corpus) for page in load_document(corpus, entry).pages]
    source = squeeze("\n".join(pages))
    missing = (one for one in load_lexicon(corpus).synonyms if not any(squeeze(term) in source for term in one.terms))
    return [Fault("thesaurus.toml", f"no document has any of {'、'.join(one.terms)}") for one in missing]


def _repeated(tables: dict[str, Any], lists: dict[str, list[str]]) -> Iterator[Fault]:
    """Words twice in one list, and words of two rows that mean different things."""
    for file, lines in lists.items():
        yield from (Fault(file, f"「{word}」 stands twice") for word in _twice(lines))
    for file, table in tables.items():
        for name, row in _rows(table):
            for key in _WORDS:
                words = row.get(key)
                if isinstance(words, list):
                    told = _twice(map(squeeze, words))
                    yield from (Fault(file, f"「{word}」 stands twice in {key} of a [[{name}]]") for word in told)
    for file, kind, key in _ONE_MEANING:
        rows = [
            {squeeze(word) for word in row.get(key, ())} for name, row in _rows(tables.get(file, {})) if name == kind
        ]
        told = _twice(word for row in rows for word in row)
        yield from (Fault(file, f"「{word}」 stands in {key} of two [[{kind}]]") for word in told)


def _short(tables: dict[str, Any], asking: frozenset[str]) -> Iterator[Fault]:
    """Words of one character, which stand inside too many others; those that ask (誰) stand alone."""
    for file in ("attributes.toml", "thesaurus.toml", "intents.toml", "answer-types.toml", "claims.toml"):
        for name, row in _rows(tables.get(file, {})):
            for key in ("words", "nouns"):
                short = [word for word in row.get(key, ()) if len(squeeze(word)) == 1 and word not in asking]
                yield from (Fault(file, f"「{word}」 in {key} of a [[{name}]] is one character") for word in short)


def _shadowing(lexicon: Lexicon) -> Iterator[Fault]:
    """Owners' words that are an attribute's own wording: they would hide the attribute that is asked for."""
    wordings = {word: one.name for one in lexicon.attributes for word in one.words}
    for synonym in lexicon.synonyms:
        for word in synonym.words:
            if word in wordings:
                yield Fault("thesaurus.toml", f"「{word}」 hides the attribute {wordings[word]}")


def _unknown(tables: dict[str, Any], lexicon: Lexicon, vocabulary: Vocabulary) -> Iterator[Fault]:
    """Names of attributes and conditions that nothing defines."""
    attributes = {one.name for one in lexicon.attributes} | _MADE
    conditions = {one.name for one in vocabulary.conditions}
    named = [("conditions.toml", name) for name in vocabulary.cues]
    named += [("claims.toml", claim.attribute) for claim in lexicon.claims]
    for _, row in _rows(tables.get("classes.toml", {})):
        named += [("classes.toml", name) for name in row.get("attributes", ())]
    yield from (Fault(file, f"no attribute is called {name}") for file, name in named if name not in attributes)
    met = [
        ("classes.toml", name) for _, row in _rows(tables.get("classes.toml", {})) for name in row.get("conditions", ())
    ]
    met += [("conditions.toml", name) for one in vocabulary.conditions for name in one.excludes]
    yield from (Fault(file, f"no condition is called {name}") for file, name in met if name not in conditions)


_MADE = frozenset(("内容", "事例"))
"""Attributes that no key heads: what else is said of a subject, and what is told of a company."""


def _rows(table: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    """The rows of a file, those inside others too, each with its table's name."""
    for name, rows in table.items():
        if isinstance(rows, list):
            for row in rows:
                if isinstance(row, dict):
                    yield name, row
                    yield from _rows(row)


def _twice(words: Iterable[str]) -> list[str]:
    return [word for word, times in Counter(words).items() if times > 1]


def _table(path: Path) -> dict[str, Any]:
    return tomllib.loads(path.read_text(encoding="utf-8"))


def _lines(path: Path) -> list[str]:
    lines = (line.strip() for line in path.read_text(encoding="utf-8").splitlines())
    return [line for line in lines if line and not line.startswith("#")]


if __name__ == "__main__":
    sys.exit(main())
