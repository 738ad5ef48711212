"""Circumstances: the conditions that an asker says she meets or does not, and the divisions that she names."""

import re
from collections.abc import Sequence, Set
from dataclasses import dataclass, replace

from ingest.conditions import Condition, Vocabulary
from ingest.facts import Fact
from ingest.tokens import lemmas
from rag.matching import holds, squeezed
from rag.subjects import names_of
from rag.types import Question, Term

_PARTS = re.compile(r"[、・,/]")
_ENDING = re.compile(r"(?:枠|コース|区分|業)$")
_RUN = re.compile(r"([一-鿿ァ-ヴーa-z0-9・]{2,30})(?:の?(?:枠|コース|区分)|のほう)")  # what a division is called by
_CLAUSE_OF = re.compile(r"([^、。?]{2,30}?)(?:枠|コース|区分|ほう|方(?![法針向式]))")  # what a division is described by
_SHORTEST = 2  # letters of a division's part that is looked for in a question
_STEM = 4  # letters of a condition's name by which people call it for short (ゼロエミ)
# Where one statement ends and the next begins: 「小規模企業で賃上げなし」, 「小規模ですが賃上げはします」.
_CLAUSE = re.compile(
    r"[、。,?!（）()「」]|(?<=[いりるしす])・|(?<=[すだいるたん])が|けれども?|けど|ので|から(?!の)|のに|で(?![はもきなすしあ])"
)
_NOT = (
    r"(?:し|でき|考えてい|上げ|付け|つけ|変え|使わ|満たさ|行わ|やら|出さ|(?:予定|つもり|計画|考え|意向|余裕|見込み|気)[はがも]?|では|でも|じゃ|で|も|関係)"
    r"な(?:[いくかし]|ければ(?!なら|いけ|だめ|ダメ|もらえ|受け|使え|申請|対象|出な))|(?:し|でき|考えてい|上げ|付け|つけ|変え|使い|満たし|行い|やり|あり|ござい)ませ|(?:して|考えて|上げて|行って|やって|満たして|できて)お(?:ら|りませ)|せず|なし|無し|以外|見送|据え置|そのまま"
    r"|当てはまら|該当し(?:な|ませ)|できそう[にも]?な|できかね"
)
# What is too much for one is not done (「賃上げはちょっと厳しい」).
_TOO_MUCH = (
    r"(?:ちょっと|少し|まだ|正直|当面|なかなか|とても|今は|今年は|、)*"
    r"(?:無理|厳し|難し|むずかし|きつい|しんど|断念|あきらめ|諦め|やめ)"
)
_DENIAL = re.compile(_NOT)
# Both are asked for, or the asker does not know: 「賃上げする場合としない場合」, 「賃上げするかどうかは未定」.
_OPEN = re.compile(
    r"(?:か[^、。かで]{1,8}か(?=で|に|の)|(?:場合|とき|時|の|ケース)?と、?(?:[^、。]{0,8}(?:な[いく]|せず)|なし|無し)(?:場合|とき|時)?|かどうか|か否か"
    r"|かしないか|の有無|[てで]も、?[^、。]{0,8}(?:な|無)くても|か?[はも]?(?:まだ)?(?:未定|決めて|決まって|検討中|迷って|分から|わから))"
)
_REST = re.compile(r"そうでない|そうじゃない|それ以外|そのほかの|ほかの人")  # whom a named division leaves out
_CALLED_OUT = re.compile(
    r"([一-鿿ァ-ヴーa-z0-9・]{2,30}?)(?:枠|コース|区分)?(?:の(?:人|方|会社|企業))?(?:以外|(?:では|じゃ|で)な[いく])(?!と)"
)  # what is not meant
_EACH = re.compile(r"それぞれ|場合分け|ケース別|条件別|条件ごと|全パターン")
NONE = "no_condition"
"""The intent of one who asks for what holds without any condition."""


@dataclass(frozen=True, slots=True)
class Circumstances:
    """``met`` and ``unmet`` conditions of the vocabulary; ``plain``: no condition at all is met.

    Of ``undecided`` ones both cases hold: what is stated without them and what is stated with them.
    """

    met: frozenset[str]
    unmet: frozenset[str] = frozenset()
    plain: bool = False
    undecided: frozenset[str] = frozenset()

    def allow(self, facts: Sequence[Fact]) -> list[Fact]:
        """The facts that hold, the narrowest first; all that may hold where nothing is said of their conditions."""
        facts = [fact for fact in facts if not own(fact) & self.unmet]
        if not self.met and not self.plain:
            return facts
        holding = [fact for fact in facts if own(fact) - self.undecided <= self.met]
        return [f for f in holding if not any(self._outdoes(o, f) for o in holding)] or (facts if self.plain else [])

    def opened(self, conditions: frozenset[str]) -> "Circumstances":
        """The same where of ``conditions`` that nothing is said of both cases are wanted."""
        silent = frozenset() if self.plain else conditions - self.met - self.unmet
        return replace(self, undecided=self.undecided | silent)

    def without_too(self, conditions: frozenset[str]) -> "Circumstances":
        """The same where of the met ``conditions`` both cases are wanted, to see what they make."""
        both = self.met & conditions
        return replace(self, met=self.met - both, undecided=self.undecided | both)

    def _outdoes(self, one: Fact, other: Fact) -> bool:
        """Whether ``one`` holds instead of ``other``: it meets more, in the same コース, and is not of a part alone."""
        if not divisions(one) <= divisions(other):
            return False
        if own(one) & self.undecided != own(other) & self.undecided or len(own(one)) <= len(own(other)):
            return False
        return not is_of_part(one) or one.item == other.item


def circumstances(question: Question, vocabulary: Vocabulary) -> Circumstances:
    """What the question states outside the names of its subjects; an intent named like a condition speaks for it."""
    whole = outside_names(question)
    both, text = _open_and_settled(whole)
    clauses = _CLAUSE.split(text)
    denied = "、".join(_denied_part(clause) for clause in clauses)
    known = [condition for condition in vocabulary.conditions if not condition.plain]
    # A division is no condition of the asker's: ``in_divisions`` sees to those.
    stated = {name for name in vocabulary.stated(text).conditions if ":" not in name}
    stated |= {one.name for one in known if one.said.search(text)} | (set(question.intents) & {c.name for c in known})
    unmet = frozenset(one.name for one in known if _is_said(one, denied) or _is_denied(one, clauses))
    both_ways = frozenset(stated | unmet) if _EACH.search(text) else _contrasted(stated - unmet, known)
    met = frozenset(stated - vocabulary.plain - unmet)
    # One who is not 小規模 is what excludes it.
    met |= {c.name for c in known if set(c.excludes) & unmet}
    excluded = {name for c in vocabulary.conditions if c.name in met for name in c.excludes}
    undecided = frozenset(one.name for one in known if _is_said(one, both)) | both_ways
    plain = NONE in question.intents
    return Circumstances(met - excluded - undecided, (unmet | excluded) - undecided, plain, undecided)


def _open_and_settled(text: str) -> tuple[str, str]:
    """What is said of conditions that may be met or not, each from where its statement begins, and the rest."""
    both, settled, end = "", "", 0
    for match in _OPEN.finditer(text):
        start = max(end, *(text.rfind(mark, end, match.start()) + 1 for mark in "、。"))
        both += text[start : match.end()]
        settled += text[end:start] + "、"
        end = match.end()
    return both, settled + text[end:]


def _denied_part(clause: str) -> str:
    """The clause up to its last denial; empty where it denies nothing."""
    ends = [match.end() for match in _DENIAL.finditer(clause)]
    return clause[: ends[-1]] if ends else ""


def _is_denied(condition: Condition, clauses: Sequence[str]) -> bool:
    """Whether something that one does or does not is denied by any verb (「賃金引上げ計画も作らない」)."""
    if condition.excludes:  # what one is, is not done
        return False
    forms = "|".join([*map(re.escape, condition.wordings), condition.said.pattern])
    denied = re.compile(rf"(?:{forms})[^もはをが]{{0,3}}[もはをが](?:[^もはをが]{{1,5}}(?:な[いく]|ませ)|{_TOO_MUCH})")
    return any(denied.search(clause) for clause in clauses)


def _contrasted(said: Set[str], known: Sequence[Condition]) -> frozenset[str]:
    """Of the conditions that are said, those that exclude each other: both cases are wanted."""
    return frozenset(one.name for one in known if one.name in said and said & set(one.excludes))


def _is_said(condition: Condition, text: str) -> bool:
    words = (condition.name[:_STEM], *condition.wordings)
    return any(word in text for word in words) or bool(condition.said.search(text))


def in_divisions(question: Question, vocabulary: Vocabulary, facts: Sequence[Fact]) -> list[Fact]:
    """The facts of the divisions that the question names; of all of them where it names none."""
    text = outside_names(question)
    named = named_divisions(question, facts)
    if without := left_out(question, facts):
        return [fact for fact in facts if not without & set(fact.conditions)] or list(facts)
    if NONE in question.intents:
        facts = _undivided(facts, named)
    kinds = {condition.partition(":")[0] for condition in named}
    kept = [fact for fact in facts if kinds <= {c.partition(":")[0] for c in fact.conditions if c in named}]
    if named and not _REST.search(text):
        # What holds for every division counts where it meets what the asker states and no division's own does.
        asker = circumstances(question, vocabulary)
        met = asker.met | asker.undecided
        known = {own(fact) for fact in kept}
        general = [f for f in facts if not any(c.partition(":")[0] in kinds for c in f.conditions)]
        kept += [f for f in general if kept and own(f) and own(f) <= met and own(f) not in known]
        return kept or [fact for fact in facts if set(fact.conditions) & named]
    # One of another industry is not of theirs.
    others = {d.name for d in vocabulary.divisions if any(word in text for word in d.words)}
    return [f for f in facts if not any(c.partition(":")[0] in others for c in f.conditions)] or list(facts)


def _undivided(facts: Sequence[Fact], named: set[str]) -> list[Fact]:
    """Without those of a division inside a division (枠 of a 区分) that is not named: nothing special applies."""
    divisions = {f: {c for c in f.conditions if ":" in c} for f in facts}
    return [f for f in facts if divisions[f] <= named or not any(divisions[f] > other for other in divisions.values())]


def named_divisions(question: Question, facts: Sequence[Fact]) -> set[str]:
    """The divisions of ``facts`` that the question names, outside the names of its subjects."""
    text = outside_names(question)
    divisions = {c for fact in facts for c in fact.conditions if ":" in c}
    names, described = "\n".join(_names(question)), described_divisions(question, divisions)
    called = called_divisions(text, divisions, names)
    if described - called:  # 「手間を減らすほうのDXのコース」: the name of the subject calls none of them
        called = described | called_divisions(text, divisions, names, strictly=True)
    named = called | {c for c in divisions if _name(c) in text}
    return named or {c for c in divisions if _is_partly_named(c, text)}


def described_divisions(question: Question, divisions: Set[str]) -> set[str]:
    """The divisions that the question describes with other words than their names, one division a clause.

    「手間を減らすコース」 is the 「生産性向上コース」. What the subject is called by tells none of its divisions apart.
    """
    names = "\n".join(_names(question))
    telling = [term for term in question.topic if squeezed(term.lemma) not in names]
    clauses = [match[1] for match in _CLAUSE_OF.finditer(outside_names(question))]
    return set().union(*(_described_by([t for t in telling if _is_said_in(t, one)], divisions) for one in clauses))


def _described_by(terms: Sequence[Term], divisions: Set[str]) -> set[str]:
    """The one division whose name holds most of ``terms``; none where several do, or none does."""
    held = {division: sum(holds(term, _name(division)) for term in terms) for division in divisions}
    most = max(held.values(), default=0)
    best = {division for division, count in held.items() if count == most}
    return best if most and len(best) == 1 else set()


def _is_said_in(term: Term, text: str) -> bool:
    return holds(replace(term, alternatives=()), text)


def left_out(question: Question, facts: Sequence[Fact]) -> set[str]:
    """The divisions of ``facts`` that the question names as those which it does not mean (「氷河期世代以外」)."""
    text = outside_names(question)
    calls = [match[1] for match in _CALLED_OUT.finditer(text)]
    called = [set(lemmas(call)) for call in calls]
    named = {c for c in named_divisions(question, facts) if any(words <= set(lemmas(_name(c))) for words in called)}
    if named or not calls:
        return named
    divisions = {c for fact in facts for c in fact.conditions if ":" in c}
    terms = [[term for term in question.topic if _is_said_in(term, call)] for call in calls]
    return set().union(*(_described_by(one, divisions) for one in terms))


def called_divisions(text: str, divisions: Set[str], names: str = "", strictly: bool = False) -> set[str]:
    """The divisions whose name has all words that ``text`` calls a division by, one division a call.

    「戦略策定コース」 is the 「DX戦略策定支援コース」 where no other division is called so; what stands in the
    ``names`` of the subject (「DXのほう」) calls none, ``strictly`` taken even where a コース is spoken of.
    """
    found = set[str]()
    for match in _RUN.finditer(text):
        if match[1] in names and (strictly or match[0].endswith("ほう")):
            continue
        words = set(lemmas(match[1]))
        fitting = {c for c in divisions if match[1] in _name(c) or words <= set(lemmas(_name(c)))}
        found |= fitting if len(fitting) == 1 else set()
    return found


def is_of_part(fact: Fact) -> bool:
    """Whether a fact is of a part of its subject only; a single letter is a mark, and 「…場合」 a condition."""
    return len(fact.item) > 1 and not fact.item.endswith("場合")


def own(fact: Fact) -> frozenset[str]:
    """Conditions that an asker meets or not; a division such as コース:… is no condition of hers."""
    return frozenset(condition for condition in fact.conditions if ":" not in condition)


def divisions(fact: Fact) -> frozenset[str]:
    """The divisions (コース, 区分 …) for which a fact holds."""
    return frozenset(condition for condition in fact.conditions if ":" in condition)


def outside_names(question: Question) -> str:
    """The text of the question, squeezed, a comma where the name of one of its subjects stands."""
    text = squeezed(question.text)
    for name in sorted(_names(question), key=len, reverse=True):
        text = text.replace(name, "、")
    return text


def _names(question: Question) -> list[str]:
    """All names of the question's subjects."""
    return [name for one in question.subjects for name in names_of(one)]


def _name(condition: str) -> str:
    """A division's own name, without what kind of division it is."""
    return _ENDING.sub("", squeezed(condition.partition(":")[2]))


def _is_partly_named(condition: str, text: str) -> bool:
    return any(len(part) >= _SHORTEST and part in text for part in _PARTS.split(_name(condition)))
