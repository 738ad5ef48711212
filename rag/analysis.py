"""Question analysis: what a question is about, which attributes and years it asks for, whom it names."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property

from ingest.fold import squeeze
from ingest.ledger_store import Subject
from ingest.lexicon import Lexicon
from ingest.quantities import Quantity, parse_quantities
from ingest.tokens import content_words, lemmas
from ingest.types import Span
from rag.sentences import asking
from rag.spelling import Speller
from rag.subjects import SubjectFinder, names_of
from rag.types import Question, Term
from rag.wordstock import WordStock

_MEASURE = "measure"
_SHARES = ("rate", "percent")  # kinds of attributes that 何割 and 何% may ask for
_NAMED = ("fiscal_year", "date", "money", "rate", "percent")  # understood for what they are, and no words of the topic
# Which of several: 2次対応 is not 1次対応.
_ORDINAL = re.compile(r"第\d{1,4}[回期次号章]|(?<!\d)\d{1,4}[次期号]")
# All from the first on is no one of them: 「第1回から順に」, 「第1回から第3回まで」.
_FROM_FIRST = re.compile(r"第1[回期章]から(?:第\d{1,3}[回期章]まで)?")
# 「令和2年度より前」: a year that only bounds those that are asked for.
_BEFORE = re.compile(r"(?:の資料|の計画)?(?:より(?:も)?|から見て)(?:以?前|昔|早)")
_EACH = ("あたり", "当たり", "につき", "ごと")
_ERA = re.compile(r"[a-z一-鿿]+(?:\d|元)|\d{4}")  # 平成30年度, R2年, 2020年度
_DENIED = re.compile(r"(?:の(?:話|こと|ほう|方))?(?:では|じゃ)な(?:く|い(?:です|ほう|方|$|[。、]))")
_TIMES = re.compile(r"(?<![第\d])(\d{1,4})([回期])目")  # 3回目 is 第3回
# A place in a ranking, which tables write 順位1.
_RANK = re.compile(r"(?<!\d)(\d{1,2})位(?!以)|一番|1番|いちばん|トップ|最も|最多")
_BLANK = re.compile(r"(?<=[ァ-ヶー])[ \u3000]+(?=[ァ-ヶ])")
_JOINED = re.compile(r"\d[a-z](?![a-z])")
RANK = "順位"
"""How a table names a place in a ranking."""
_SURVEY = frozenset(["調査結果", "survey"])
ANYHOW = "anyhow:"
"""Before the name of a limit that holds whoever is named beside it."""
# 「出展料は、この助成の対象になりますか」; whoever is named between makes it a question about her.
_ELIGIBLE = re.compile(
    r"(?:[費料代賃]|費用|代金|お金|給与|謝礼)(?:とか|など|等)?(?:[はもが]|って)"
    r"(?:(?!ですが|ますが|けど|うち|わたし|私|社|誰|だれ|無料|有料|人も|人は|者)[^。?]){0,30}?対象(?:に(?:な|入|含|でき)|です|でしょう)"
)
# What documents are dated by is the fiscal year, whatever one calls it.
_OF_DOCUMENT = re.compile(
    r"(?:ころ|ごろ|頃)|(?:あたり|時点)?の(?:東京都の|都の|振興)?(?:資料|計画|ビジョン|方針|冊子|文書|書類|発表|予算|施策|取組|取り組み)"
)
_WORDS = 60  # of a topic; a question of more is a text
_KEYS = 4  # of an attribute's spellings go into the search: the usual ones stand first


@dataclass(frozen=True)
class QuestionAnalyser:
    """Analyses questions with the wording knowledge of a corpus and the subjects of its ledger."""

    lexicon: Lexicon
    subjects: SubjectFinder = field(default_factory=lambda: SubjectFinder(()))
    stock: WordStock = field(default_factory=WordStock)

    def analyse(self, text: str) -> Question:
        """What ``text`` asks, taken alone."""
        text = self._parted(self._spelt(text))
        squeezed = squeeze(text)
        subjects = self.subjects.narrowed(self.subjects.find(text), text)
        asked = _of_costs(_outside(self._attribute_words(squeezed), squeezed, subjects), squeezed)
        named = [quantity for quantity in parse_quantities(squeezed) if quantity.kind in _NAMED]
        named = [one for one in named if not _is_each(one, squeezed)]
        years = _asked_years([quantity for quantity in named if quantity.kind in ("fiscal_year", "date")], squeezed)
        taken = [(start, end) for start, end, _ in asked] + [(quantity.start, quantity.end) for quantity in named]
        taken += [match.span() for year in named if (match := _BEFORE.match(squeezed, year.end))]
        taken += [match.span() for match in _FROM_FIRST.finditer(squeezed)]
        names = tuple(dict.fromkeys(name for _, _, name in asked))
        return Question(
            text=text,
            topic=self._topic(squeezed, taken, {*names, *self.intents(squeezed)}),
            attributes=names,
            fiscal_years=_fiscal_years(years, squeezed),
            calendar_years=_calendar_years([y for y in years if not _is_fiscal(y, squeezed)]),
            subjects=subjects,
            keys=tuple(key for one in self.lexicon.attributes if one.name in names for key in one.keys[:_KEYS]),
            amounts=_amounts(text),
            intents=self.intents(squeezed),
            wordings=tuple(dict.fromkeys(squeezed[start:end] for start, end, _ in asked)),
        )

    def asked(self, text: str) -> tuple[str, ...]:
        """The attributes that ``text`` asks for."""
        return tuple(dict.fromkeys(name for _, _, name in self._attribute_words(squeeze(text))))

    def intents(self, squeezed: str) -> tuple[str, ...]:
        """The intents whose words stand in the question, and the limits whose patterns do."""
        worded = [name for name, words in self.lexicon.intents.items() if any(word in squeezed for word in words)]
        limits = [one for one in self.lexicon.limits if one.holds(squeezed)]
        anyhow = [ANYHOW + one.reason for one in limits if one.anyhow]
        return tuple(dict.fromkeys([*worded, *(one.reason for one in limits), *anyhow]))

    def _parted(self, text: str) -> str:
        """``text`` with what a blank parts of katakana still parted without blanks (「アンケート サイバー…」)."""
        parted = _BLANK.sub("、", text)
        return parted if self.subjects.find(parted) == self.subjects.find(text) else text

    def _spelt(self, text: str) -> str:
        """``text`` in the documents' spelling: kana put back; a name and a word corrected where none is spelt right."""
        text = self._speller.respell(text)
        if not self.subjects.find(text):
            text = self._speller.with_name(text)
        return text if self._attribute_words(squeeze(text)) else self._speller.with_word(text)

    @cached_property
    def _speller(self) -> Speller:
        words = (word for one in self.lexicon.attributes for word in (*one.keys, *one.words))
        terms = (word for one in self.lexicon.synonyms for word in (*one.words, *one.terms))
        heads = tuple(key for one in self.lexicon.attributes for key in one.keys)
        known = tuple(dict.fromkeys([*words, *map(squeeze, terms), *self.lexicon.kana_nouns]))
        return Speller(self.subjects.names, known, heads, self.stock, self.lexicon.ordinary_kana)

    def _topic(self, squeezed: str, taken: list[Span], kinds: set[str]) -> tuple[Term, ...]:
        words = [
            word for word in content_words(squeezed) if not any(_overlap((word.start, word.end), t) for t in taken)
        ]
        start, end = asking(squeezed)
        central = {word.lemma for word in words if start <= word.start < end}
        lemma_is_noun = {word.lemma: word.is_noun for word in reversed(words)}
        ordinals = tuple(
            Term(m[0]) for m in _ORDINAL.finditer(squeezed) if not any(_overlap(m.span(), t) for t in taken)
        )
        ordinals += tuple(Term(f"第{match[1]}{match[2]}") for match in _TIMES.finditer(squeezed))
        if _SURVEY & kinds:
            ordinals += tuple(Term(f"{RANK}{match[1] or 1}:") for match in _RANK.finditer(squeezed))
        said = dict.fromkeys(word.lemma for word in words)
        kept = [one for one in said if one not in self.lexicon.question_words and not one.isdigit()]
        # The letter of 3D or 5G is no word without its number.
        joined = [match[0] for match in _JOINED.finditer(squeezed)]
        kept = [one for one in kept if all(one != name[-1] for name in joined)]
        ordinals += tuple(map(Term, dict.fromkeys(joined)))
        if len(kept) > _WORDS:  # of a long message what asks goes before what leads up to it
            kept = sorted(kept, key=lambda lemma: lemma not in central)[:_WORDS]
        alternatives = self._alternatives(squeezed)
        return ordinals[:_WORDS] + tuple(
            Term(lemma, lemma_is_noun[lemma], tuple(alternatives.get(lemma, ())), lemma not in central)
            for lemma in kept
        )

    def _attribute_words(self, squeezed: str) -> list[tuple[int, int, str]]:
        """(start, end, attribute) of the wordings that ask for an attribute.

        One inside another wording does not count, nor inside a word of the thesaurus (規模 in 小規模).
        """
        found = [
            (at, at + len(word), attribute.name)
            for attribute in self.lexicon.attributes
            for word in (*attribute.words, *attribute.keys)
            if (at := squeezed.find(word)) >= 0
        ]
        found = [one for one in found if not _DENIED.match(squeezed, one[1])]  # 「目標ではなく実績です」
        found += self._asked_otherwise(squeezed)
        words = [(at, at + len(word)) for word in self._thesaurus if (at := squeezed.find(word)) >= 0]
        wider = [(start, end) for start, end, _ in found] + words
        kept = sorted(f for f in found if not any(_inside((f[0], f[1]), other) for other in wider))
        return self._telling(kept, squeezed)

    def _asked_otherwise(self, squeezed: str) -> list[tuple[int, int, str]]:
        """What the patterns of attributes find; nothing where a programme is sought (「個人でも使える支援は」)."""
        patterns = [(one.name, one.asked) for one in self.lexicon.attributes if one.asked]
        found = [(*match.span(), name) for name, pattern in patterns for match in pattern.finditer(squeezed)]
        rest = squeezed
        for start, end, _ in found:
            rest = rest[:start] + "、" * (end - start) + rest[end:]
        return [] if any(word in rest for word in self.lexicon.intents.get("seek", ())) else found

    def _telling(self, found: list[tuple[int, int, str]], squeezed: str) -> list[tuple[int, int, str]]:
        """Without shares that only a measure asks for (何割) where a word of its own asks for another (目標)."""
        shares = {one.name for one in self.lexicon.attributes if one.kind in _SHARES}
        spans = [(start, end) for start, end, _ in set(found)]
        measures = self.lexicon.intents.get(_MEASURE, ())
        weak = [f for f in found if spans.count(f[:2]) > 1 or squeezed[f[0] : f[1]] in measures]
        own = {name for start, end, name in found if name in shares and (start, end, name) not in weak}
        return [f for f in found if not own or f[2] not in shares or f[2] in own]

    def _alternatives(self, squeezed: str) -> dict[str, dict[str, None]]:
        """Lemma -> the documents' words for what the question says with it."""
        found: dict[str, dict[str, None]] = {}
        for synonym in self.lexicon.synonyms:
            for word in synonym.words:
                if word in squeezed:
                    for lemma in lemmas(word):
                        found.setdefault(lemma, {}).update(dict.fromkeys(synonym.terms))
        return found

    @cached_property
    def _thesaurus(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(word for synonym in self.lexicon.synonyms for word in synonym.words))


def _outside(
    asked: list[tuple[int, int, str]], squeezed: str, subjects: Sequence[Subject]
) -> list[tuple[int, int, str]]:
    """The wordings that ask without those that only stand in a subject's name, where any other does."""
    names = (name for one in subjects for name in names_of(one))
    taken = [(at, at + len(name)) for name in names if (at := squeezed.find(name)) >= 0]
    outside = [one for one in asked if not any(start <= one[0] and one[1] <= end for start, end in taken)]
    return outside or asked


def _of_costs(asked: list[tuple[int, int, str]], squeezed: str) -> list[tuple[int, int, str]]:
    """The wordings that ask whether a cost is eligible, as one for eligible costs: no fee and no one is asked for."""
    if not _ELIGIBLE.search(squeezed):
        return asked
    return [(start, end, "対象経費" if name in ("費用", "対象者") else name) for start, end, name in asked]


def _is_each(quantity: Quantity, squeezed: str) -> bool:
    """Whether something is told by the year (「1年度あたり」); 「平成30年度あたり」 is about that year."""
    of_era = bool(_ERA.match(squeezed[quantity.start : quantity.end]))
    return squeezed.startswith(_EACH, quantity.end) and not of_era


def _asked_years(years: list[Quantity], squeezed: str) -> list[Quantity]:
    """The years; where several are named, without one that only bounds them (「令和2年度より前の数字が」)."""
    return [year for year in years if not _BEFORE.match(squeezed, year.end)] or years


def _fiscal_years(years: list[Quantity], squeezed: str) -> tuple[int, ...]:
    """The fiscal years that are named; of what is asked before a year, the one that comes before it."""
    fiscal = [year for year in years if _is_fiscal(year, squeezed)]
    return tuple(dict.fromkeys(int(_year_of(y)) - bool(_BEFORE.match(squeezed, y.end)) for y in fiscal))


def _is_fiscal(year: Quantity, squeezed: str) -> bool:
    """Whether a year is one of 年度: it says so, or the year of a document (「令和2年の都の資料」)."""
    if year.kind == "fiscal_year":
        return True
    return len(_year_of(year)) == len(year.canonical[5:]) and bool(_OF_DOCUMENT.match(squeezed, year.end))


def _year_of(year: Quantity) -> str:
    return year.canonical.partition(":")[2][:4]


def _calendar_years(years: list[Quantity]) -> tuple[int, ...]:
    """Years named without 年度, as in 2025年."""
    found = (_year_of(year) for year in years if year.kind == "date")
    return tuple(dict.fromkeys(int(year) for year in found if year.isdigit()))


def _amounts(text: str) -> tuple[int, ...]:
    """Sums of money in yen; a bare 300万 is one, a range is none."""
    sums = []
    for quantity in parse_quantities(text):
        kind, _, value = quantity.canonical.partition(":")
        if kind == "yen" or (kind == "number" and quantity.text.endswith(("万", "億"))):
            sums += [int(value)] if value.isdigit() else []
    return tuple(sums)


def _overlap(one: Span, other: Span) -> bool:
    return one[0] < other[1] and other[0] < one[1]


def _inside(part: Span, whole: Span) -> bool:
    return whole[0] <= part[0] and part[1] <= whole[1] and part[1] - part[0] < whole[1] - whole[0]
