"""Sections: what stands under one heading or bullet of a page, as a list; and which of them a question asks for."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from ingest.conditions import Vocabulary
from ingest.index import Index
from ingest.ledger_store import Subject
from ingest.quantities import parse_fiscal_years
from ingest.types import Block
from rag.matching import holds, squeezed
from rag.numerals import numbers
from rag.subjects import SubjectFinder, names_of
from rag.types import Question, Term
from rag.units import UnitRanker

_LISTED = ("bullet", "record", "row")
_DECORATION = re.compile(r"^(?:[(（]?[0-9]+[.．)）、]\s*|[0-9]+\s+|[①-⑳]\s*|[ⅠⅡⅢⅣⅤIV]+[.．]\s*|[<＜]\s*)|[>＞]$")
_NUMBER = re.compile(r"(\d+)(?:つ|種類|項目|個|名|人|本|コース|区分|段階|時期)")
# What a sheet is divided into: the list under such a heading is meant by one who asks for them.
_STRUCTURE = re.compile(r"区分|コース|枠|柱|段階|類型|タイプ|プラン")
_NUMERAL = re.compile(r"[一二三四五六七八九十\d]+")
_ENOUGH = 0.6  # share of what the question says beside its subject that the headings or the list must hold
_OWN = 0.6  # what the section's own heading counts more than those above it
_LINES = 0.7  # what a word counts that most of the lines hold
_LINE = 0.3  # what a word counts that one line holds
_WRITTEN = 0.6  # for a heading that the question writes out
_NUMBERED = 1.2  # for a list of as many lines as the question says
_LONG = 6  # letters of a heading that means no other list where it is written out
_WEAK = 0.3  # the score of a list that has nothing but the number of lines for it
_ITS_OWN = 0.5  # for the list right under the subject's name
_KIND = 0.6  # for lines most of which are of the kind that the question asks for
_EXAMPLES = 0.8  # for a list of examples where examples are asked for
_NEWEST = 0.05
_ASKED_KIND = re.compile(r"(?:どんな|どのような|どういう)(\w{2,12})")
# What is to be listed stands right before the words that ask for it: 「意見を全部」, 「課題は何」.
_HEAD = re.compile(
    r"([一-龥々ァ-ヶーa-z]{2,12})(?:を|は|って|の|には|とは)?(?:全部|すべて|全て|一覧|何|どこ|どれ|誰|教え|挙げ|並べ|列挙)"
)
# What happened before says when, not what: 「検討会の報告後の取組」.
_AFTER = re.compile(r"[^、。]*後の")
_STEPS = re.compile(r"順番|どういう順|どんな順|流れ|段階|手順|ステップ")
_STEP = re.compile(r"^(?:[①-⑳]|[(（]?[0-9]+[.．)）]|step)")
_EXAMPLE = "例"
_ALL = "全"
_ERAS = ("令和", "平成")
_THINGS = "things"
"""What the lexicon calls the nouns of one who asks for whatever there is: メニュー, 取組."""
_MOST = 0.5  # share of the lines that are most of them


@dataclass(frozen=True, slots=True)
class Section:
    """``path`` leads to ``lines``, outermost first; its last part is the section's own heading or bullet.

    ``lines`` are the bullets and rows under it, or where it has none the headings right below it; each line may
    have what stands below it in ``under``. ``subjects`` are those that the path names, ``own`` its last part.
    """

    document_id: str
    page: int
    years: frozenset[int]
    path: tuple[str, ...]
    lines: tuple[Block, ...]
    under: tuple[tuple[Block, ...], ...]
    subjects: frozenset[str] = frozenset()
    own: frozenset[str] = frozenset()

    @property
    def title(self) -> str:
        """The section's own heading without its number."""
        return undecorated(self.path[-1])


@dataclass(frozen=True, slots=True)
class _Asked:
    """What a question says beside its subject: words with their weights, its letters, how many things of what kind."""

    weights: Mapping[Term, float]
    text: str
    number: int
    kinds: frozenset[Term]
    heads: frozenset[Term]
    named: frozenset[str]
    meant: frozenset[str]
    """Those named, and those only described."""

    @property
    def whole(self) -> float:
        return sum(self.weights.values())

    def share(self, text: str) -> float:
        """The share of the words' weight that ``text`` holds."""
        held = sum(weight for term, weight in self.weights.items() if holds(term, text))
        return held / self.whole if self.weights else 0.0


@dataclass(frozen=True)
class Sections:
    """The sections of one index."""

    index: Index
    vocabulary: Vocabulary
    ranker: UnitRanker

    def find(self, question: Question) -> Section | None:
        """The section that the question means, with the lines that it asks for; None where none is clearly meant."""
        asked = self._asked(question)
        able = self._able(question, asked)
        scored = [(score, one) for one in able if (score := self._score(one, asked)) > 0]
        if asked.weights and asked.named and all(score <= _WEAK for score, _ in scored):
            # The subject's document may say it elsewhere.
            documents = {one.document_id for one in able}
            rest = [
                one for one in self._sections if one.document_id in documents and not one.subjects & self._registered
            ]
            scored += [
                (s, one) for one in rest if asked.share(one.path[-1]) >= _ENOUGH / 2 and (s := self._score(one, asked))
            ]
        if not scored:
            return None
        scored.sort(key=lambda pair: -round(pair[0], 9))
        return _narrowed(scored[0][1], asked)

    def _asked(self, question: Question) -> _Asked:
        text = squeezed(question.text)
        spoken = [(subject, name) for subject in question.subjects for name in names_of(subject) if name in text]
        named = frozenset(subject.id for subject, _ in spoken)
        names = [name for _, name in spoken]
        called = "\n".join(names)
        weights = self.ranker.weights(question)
        aside, outside = "".join(_AFTER.findall(text)), _AFTER.sub("", text)
        weights = {t: w for t, w in weights.items() if not holds(t, aside) or holds(t, outside)}
        things = self.ranker.lexicon.intents.get(_THINGS, ())
        beside = {
            term: weight
            for term, weight in weights.items()
            if weight
            and term.is_noun
            and not holds(term, called)
            and term.lemma not in things
            and not term.lemma.startswith(_ALL)
            and not _NUMERAL.fullmatch(term.lemma)
        }
        for name in sorted(names, key=len, reverse=True):
            text = text.replace(name, "、")
        number = _NUMBER.search(numbers(text))
        after = " ".join(_ASKED_KIND.findall(text))
        kinds = frozenset(term for term in beside if holds(term, after))
        before = " ".join(_HEAD.findall(text))
        heads = frozenset(term for term in beside if holds(term, before))
        meant = named | {subject.id for subject in question.subjects}
        return _Asked(beside, text, int(number[1]) if number else 0, kinds, heads, named, meant)

    def _able(self, question: Question, asked: _Asked) -> list[Section]:
        """Sections of the years asked for, and of the subjects named."""
        years = set(question.fiscal_years)
        able = [one for one in self._sections if not years or years & one.years]
        strategies = {one.id for one in question.subjects if one.kind == "strategy"}
        named = (asked.named - strategies) or asked.named
        return [one for one in able if one.subjects & named] if named else able

    def _score(self, section: Section, asked: _Asked) -> float:
        """How well the section answers; 0 where its headings and lines do not hold enough of what is asked."""
        own, above = section.path[-1], "\n".join(section.path[:-1])
        same_number = len(section.lines) == asked.number > 1 and bool(section.subjects & asked.named)
        title = squeezed(section.title)
        written = len(title) > 1 and title in asked.text
        extra = _NEWEST * (self._newest in section.years) + _NUMBERED * same_number + _WRITTEN * written
        example = _EXAMPLE in asked.text and title.endswith(_EXAMPLE)
        extra += _EXAMPLES * example
        extra += _ITS_OWN * (same_number and bool(section.own & asked.named))
        keyed = _keyed(section, asked.text)
        steps = bool(_STEPS.search(asked.text)) and bool(section.subjects & asked.named) and _is_ordered(section)
        if section.subjects & asked.meant and _is_division(title, asked.text):
            return 1 + extra + _NUMBERED  # 「申請の区分は、全部で何と何」 of the one spoken of
        if not asked.weights:  # nothing but the subject: its own list
            its_own = bool(section.own & asked.named) or (bool(asked.named) and title.startswith(_ERAS))
            return (its_own or written or same_number or steps or (example and bool(asked.named))) * (
                1 + extra + _NUMBERED * steps
            )
        alone, texts = asked.share(own), [line.text for line in section.lines]
        common = [t for t in asked.weights if sum(holds(t, text) for text in texts) > _MOST * len(texts)]
        most = sum(asked.weights[term] for term in common) / asked.whole
        said = "\n".join([above, own, *texts])
        # Of two kinds that are asked for, one may be what the lines are listed by.
        idle = asked.kinds if any(term in common for term in asked.kinds) else frozenset()
        held = sum(weight for term, weight in asked.weights.items() if holds(term, said))
        due = sum(weight for term, weight in asked.weights.items() if holds(term, said) or term not in idle)
        covered = held / due if due else 0.0
        if (
            asked.heads
            and not same_number
            and not keyed
            and not (written and len(title) >= _LONG)
            and not any(holds(term, f"{above}\n{own}") or term in common for term in asked.heads)
        ):
            return 0.0
        needed = _ENOUGH / 2 if written or same_number else _ENOUGH
        if same_number and covered < needed:
            return _WEAK
        # The subject's own list, where what stands above it accounts for the rest.
        its_own = bool(section.own & asked.named) and asked.share(above) >= needed
        if covered < needed or not (written or alone or most or same_number or its_own or keyed):
            return 0.0
        lines = max(_LINES * most, _LINE * asked.share("\n".join(texts)))
        extra += _KIND * any(term in common for term in asked.kinds)
        return asked.share(above) + (1 + _OWN) * alone + lines + extra

    @cached_property
    def _registered(self) -> frozenset[str]:
        """Programmes and organisations that people have registered; a heading alone makes a subject without aliases."""
        return frozenset(one.id for one in self.index.store.ledger.subjects() if one.aliases and one.kind != "strategy")

    @cached_property
    def _newest(self) -> int:
        return max((year for one in self._sections for year in one.years), default=0)

    @cached_property
    def _sections(self) -> tuple[Section, ...]:
        found = list[Section]()
        finder = SubjectFinder(tuple(self.index.store.ledger.subjects()))
        for document in self.index.store.documents():
            for page in range(1, document.pages + 1):
                for section in self._page_sections(self.index.store.page_blocks(document.id, page)):
                    path = "\n".join(section.path)
                    stated = frozenset(int(one.canonical[3:]) for one in parse_fiscal_years(path))
                    named = frozenset(subject.id for subject in _within(finder, section.path))
                    own = frozenset(subject.id for subject in finder.find(section.path[-1]))
                    years = stated or frozenset({document.fiscal_year})
                    found.append(replace(section, years=years, subjects=named, own=own))
        return tuple(found)

    def _page_sections(self, blocks: Sequence[Block]) -> Iterator[Section]:
        shown = [block for block in blocks if not any(self._is_silent(part) for part in block.headings)]
        paths = dict.fromkeys((*block.headings, block.text) for block in shown if block.kind == "heading")
        paths |= dict.fromkeys(block.headings for block in shown if block.headings)
        for path in paths:
            own = [b for b in shown if b.headings == path and b.kind in _LISTED and b.tied != "untied"]
            top = [b for b in own if not b.depth]
            below = [b for b in shown if b.headings == path and b.kind == "heading" and not self._is_silent(b.text)]
            lines = top if len(top) > 1 else below
            if len(lines) > 1:
                under = (_under(shown, path, line, own) for line in lines)
                yield _section(path, lines, under)
            yield from _listed_under(path, own)
        # A caption of a drawing that lists things is a heading of its own; what else is drawn there is silent.
        for path in dict.fromkeys(block.headings for block in blocks if block.headings and block not in shown):
            own = [b for b in blocks if b.headings == path and b.kind == "bullet" and b.tied != "untied"]
            yield from _listed_under(tuple(part for part in path if not self._is_silent(part)), own)

    def _is_silent(self, heading: str) -> bool:
        return self.vocabulary.is_role("silent", heading)


def undecorated(heading: str) -> str:
    """A heading without its number and brackets: 「＜専門家によるフォローアップの例＞」, 「③…」."""
    return _DECORATION.sub("", heading).strip()


def _listed_under(path: tuple[str, ...], own: list[Block]) -> Iterator[Section]:
    """What the bullets among ``own`` list that have others set in."""
    for parent in own:
        nested = _nested(own, parent)
        if len(nested) > 1:
            yield _section((*path, parent.text), nested, (() for _ in nested))


def _section(path: tuple[str, ...], lines: Sequence[Block], under: Iterator[tuple[Block, ...]]) -> Section:
    first = lines[0]
    return Section(first.document_id, first.page, frozenset(), path, tuple(lines), tuple(under))


def _under(blocks: Sequence[Block], path: tuple[str, ...], line: Block, own: list[Block]) -> tuple[Block, ...]:
    """What stands below a line: below a heading its blocks, below a bullet those that are set in."""
    if line.kind == "heading":
        return tuple(block for block in blocks if block.headings == (*path, line.text))
    return tuple(_nested(own, line))


def _nested(bullets: list[Block], parent: Block) -> list[Block]:
    """The bullets set in right below ``parent``."""
    found = list[Block]()
    if parent.kind != "bullet":
        return found
    for block in bullets[bullets.index(parent) + 1 :]:
        if block.depth <= parent.depth:
            break
        if block.depth == parent.depth + 1:
            found.append(block)
    return found


def _within(finder: SubjectFinder, path: Sequence[str]) -> Iterator[Subject]:
    for part in path:
        yield from finder.find(part)


def _keyed(section: Section, text: str) -> list[int]:
    """The places of the rows whose key the question says: one of a sheet's rows is asked for."""
    return [
        i for i, line in enumerate(section.lines) if line.kind == "row" and len(_key(line)) > 1 and _key(line) in text
    ]


def _is_division(title: str, text: str) -> bool:
    """Whether a heading ends in what ``text`` asks for and a sheet is divided into."""
    kind = _STRUCTURE.search(title)
    return kind is not None and title.endswith(kind[0]) and kind[0] in text


def _key(line: Block) -> str:
    return squeezed(line.text.partition("：")[0])


def _is_ordered(section: Section) -> bool:
    """Whether the lines are numbered, or the heading says that they are steps."""
    return bool(_STEPS.search(section.title)) or all(_STEP.match(squeezed(line.text)) for line in section.lines)


def _narrowed(section: Section, asked: _Asked) -> Section:
    """The section with the lines alone that hold a word which its headings do not: アドバイザー of all the lines."""
    path = "\n".join(section.path)
    keyed = _keyed(section, asked.text)
    if len(keyed) == 1:
        lines, under = (tuple(all_[i] for i in keyed) for all_ in (section.lines, section.under))
        return replace(section, lines=lines, under=under)  # type: ignore[arg-type]
    for term in asked.weights:
        kept = [i for i, line in enumerate(section.lines) if holds(term, line.text)]
        if not holds(term, path) and _MOST * len(section.lines) < len(kept) < len(section.lines):
            lines, under = (tuple(all_[i] for i in kept) for all_ in (section.lines, section.under))
            return replace(section, lines=lines, under=under)  # type: ignore[arg-type]
    return section
