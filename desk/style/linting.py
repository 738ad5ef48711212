"""The lint: what a letter should say otherwise, where, why, and how."""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from desk.drafting.draft import Draft
from desk.drafting.telling import sources
from desk.style.quoted import quoted
from desk.style.rules import Rule
from ingest.fold import narrow
from ingest.quantities import parse_quantities

_FIGURES = ("money", "rate", "percent")
_CLAUSE = re.compile(r"(?:が|ので|ため|から|けれども|けど|し|おり|いただき|頂き|って|して|めて|えて|けて)、")
_REFERENCE = re.compile(r"ページ）|\d+ページ")
Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Finding:
    """A finding at ``start:end`` of the text; a letter that lacks something is found at its end."""

    rule: str
    start: int
    end: int
    text: str
    why: str
    suggestion: str


def lint(text: str, rules: Sequence[Rule], quotes: Sequence[str] = (), letter: bool = False) -> tuple[Finding, ...]:
    """The findings in ``text``, in its order. ``quotes``: what it quotes (evidence, names, the asker's words).

    ``letter``: ``text`` is a whole letter, so that what it must have is looked for too.
    """
    look = _Look(text, quoted(text, quotes))
    found = [one for rule in rules if letter or not rule.letter for one in _CHECKS[rule.check](look, rule)]
    return tuple(sorted(found, key=lambda one: (one.start, one.end, one.rule)))


def lint_draft(draft: Draft, rules: Sequence[Rule], text: str = "") -> tuple[Finding, ...]:
    """The findings in a draft, or in ``text``, what staff made of it."""
    return lint(text or draft.text, rules, quotes_of(draft), letter=True)


def quotes_of(draft: Draft) -> tuple[str, ...]:
    """What a draft quotes: evidence, titles, the asker's and the office's own words."""
    citations = [citation for one in draft.answers for citation in one.answer.citations]
    asked = [one.question for one in draft.answers]
    names = [one.about for one in draft.answers if one.about]
    shown = [sources([citation]) for citation in citations]
    own = [draft.inquiry.subject, draft.company, draft.inquiry.sender_name, *draft.office.known.split("\n")]
    return tuple(dict.fromkeys([*(c.quote for c in citations), *shown, *asked, *names, *filter(None, own)]))


class _Look:
    """A text looked at: its sentences and paragraphs, and what of it is quoted."""

    def __init__(self, text: str, mask: list[bool]) -> None:
        self.text, self.mask = text, mask
        self.sentences = tuple(_cut(text, r"[。\n]+"))
        self.paragraphs = tuple(_cut(text, r"\n\s*\n"))

    def finding(self, rule: Rule, span: Span, instead: str = "") -> Finding:
        suggestion = rule.suggestion.replace("{instead}", instead)
        return Finding(rule.id, *span, self.text[span[0] : span[1]], rule.why, suggestion)

    def is_quoted(self, span: Span) -> bool:
        return all(self.mask[span[0] : span[1]])

    def own(self, span: Span) -> int:
        """How many characters of a sentence are the writer's own."""
        return sum(
            not quoted and not self.text[at].isspace() for at, quoted in enumerate(self.mask[slice(*span)], span[0])
        )

    def matches(self, rule: Rule) -> Iterator[Span]:
        assert rule.pattern is not None
        for match in rule.pattern.finditer(self.text):
            if not self.is_quoted(match.span()):
                yield match.span()

    def around(self, at: int, spans: Sequence[Span]) -> str:
        return next((self.text[start:end] for start, end in spans if start <= at < end), "")


def _pattern(look: _Look, rule: Rule) -> Iterator[Finding]:
    yield from (look.finding(rule, span) for span in look.matches(rule))


def _length(look: _Look, rule: Rule) -> Iterator[Finding]:
    yield from (look.finding(rule, span) for span in look.sentences if look.own(span) > rule.most)


def _clauses(look: _Look, rule: Rule) -> Iterator[Finding]:
    for start, end in look.sentences:
        cuts = [m for m in _CLAUSE.finditer(look.text, start, end) if not look.is_quoted(m.span())]
        if len(cuts) > rule.most:
            yield look.finding(rule, (start, end))


def _assertion(look: _Look, rule: Rule) -> Iterator[Finding]:
    for span in look.matches(rule):
        if not _REFERENCE.search(look.around(span[0], look.sentences)):
            yield look.finding(rule, span)


def _year(look: _Look, rule: Rule) -> Iterator[Finding]:
    for start, end in look.paragraphs:
        quantities = parse_quantities(look.text[start:end])
        if any(quantity.kind in ("fiscal_year", "date") for quantity in quantities):
            continue
        figures = [
            q for q in quantities if q.kind in _FIGURES and not _is_asked(look, (start + q.start, start + q.end))
        ]
        yield from (look.finding(rule, (start + one.start, start + one.end)) for one in figures[:1])


def _is_asked(look: _Look, span: Span) -> bool:
    """Whether a figure stands in a heading that repeats the question."""
    return look.around(span[0], look.sentences).startswith("【")


def _required(look: _Look, rule: Rule) -> Iterator[Finding]:
    assert rule.pattern is not None
    figures = not rule.figures_only or any(q.kind in _FIGURES for q in parse_quantities(look.text))
    if figures and not rule.pattern.search(look.text):
        yield look.finding(rule, (len(look.text), len(look.text)))


def _width(look: _Look, rule: Rule) -> Iterator[Finding]:
    for span in look.matches(rule):
        yield look.finding(rule, span, narrow(look.text[span[0] : span[1]]))


def _thousands(look: _Look, rule: Rule) -> Iterator[Finding]:
    for span in look.matches(rule):
        yield look.finding(rule, span, f"{int(look.text[span[0] : span[1]]):,}")


_CHECKS: dict[str, Callable[[_Look, Rule], Iterator[Finding]]] = {
    "pattern": _pattern,
    "length": _length,
    "clauses": _clauses,
    "assertion": _assertion,
    "year": _year,
    "required": _required,
    "width": _width,
    "thousands": _thousands,
}


def _cut(text: str, ends: str) -> Iterator[Span]:
    """Spans between what ``ends`` matches, without blank ones."""
    cuts = [0, *(match.end() for match in re.finditer(ends, text)), len(text)]
    yield from (span for span in pairwise(cuts) if text[slice(*span)].strip())
