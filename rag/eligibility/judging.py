"""Judging: whether a situation meets the words that say whom something is for; three-valued.

What is not understood never decides: words left over keep an audience from being met, and an open list
(「等」) or another alternative that is not understood keeps it from being unmet.
"""

from dataclasses import dataclass, field

from ingest.fold import squeeze
from ingest.quantities import Quantity, parse_quantities
from rag.eligibility.situation import Situation, State, all_of, any_of
from rag.eligibility.vocabulary import Eligibility, Term

_BEYOND = {"以下": "<=", "以内": "<=", "未満": "<", "以上": ">=", "超": ">"}
_UNITS = {"employees": ("count", "人名"), "capital": ("money", "円")}
_LIMIT_ASKS = {"employees": "従業員数は何人ですか。", "capital": "資本金はいくらですか。"}
_REACH = 3  # letters between a limit's word and its figure (「従業員数は常に20人」 is none)


@dataclass(frozen=True, slots=True)
class Judged:
    """The state of an audience, what to ask where it is open, and which fields it speaks of."""

    state: State
    asks: tuple[str, ...]
    fields: frozenset[str]


@dataclass(slots=True)
class _Read:
    """What was read of a phrase."""

    terms: list[tuple[Term, bool]] = field(default_factory=list)
    limits: list[tuple[str, Quantity]] = field(default_factory=list)
    left: str = ""
    is_open: bool = False
    joined: bool = False
    depth: int = 0

    def may_hold_more(self, name: str) -> bool:
        """Whether others than the terms of the field ``name`` say may be meant: 等, or one that is not understood.

        「都内中小企業等」 is open as to who, not as to where.
        """
        return (self.is_open and name != "region") or (bool(self.left) and self.joined)


@dataclass(frozen=True)
class Judge:
    """Judges audiences in the words of one vocabulary."""

    vocabulary: Eligibility

    def judge(self, phrase: str, situation: Situation) -> Judged:
        """Whether ``situation`` meets ``phrase``; what it does not say and what is not understood is unknown."""
        read = self.read(phrase)
        fields = {term.field for term, _ in read.terms} | {name for name, _ in read.limits}
        limits = {name: _limit(name, quantity, situation) for name, quantity in read.limits}
        states: list[State] = list(limits.values())
        asks = [_LIMIT_ASKS[name] for name, state in limits.items() if state == "unknown"]
        for name in dict.fromkeys(term.field for term, _ in read.terms):
            pairs = [pair for pair in read.terms if pair[0].field == name]
            state = any_of([self._term(term, negated, situation, limits) for term, negated in pairs])
            if state == "unmet" and read.may_hold_more(name):
                state = "unknown"
            states.append(state)
            asks += [term.ask for term, _ in pairs] if state == "unknown" else []
        if read.left:
            states.append("unknown")
            asks.append(f"資料の「{phrase}」に当てはまりますか。")
        state = all_of(states) if states else "unknown"
        return Judged(state, tuple(dict.fromkeys(asks)) if state == "unknown" else (), frozenset(fields))

    def read(self, phrase: str) -> _Read:
        """The terms, limits and joints of ``phrase``, and what of it is not understood."""
        text, read, at = squeeze(phrase), _Read(), 0
        while at < len(text):
            bracket = {"(": 1, ")": -1}.get(text[at], 0)
            read.depth += bracket
            if bracket:
                at += 1
            elif read.depth:  # an explanation: its figures decide, its words may not be another kind of asker
                at = self._limit(text, at, read) or _left(text, at, read)
            else:
                at = self._limit(text, at, read) or self._known(text, at, read) or self._joint(text, at, read)
        return read

    def understands(self, phrase: str) -> bool:
        """Whether any word of ``phrase`` says whom something is for."""
        read = self.read(phrase)
        return bool(read.terms or read.limits)

    def _limit(self, text: str, at: int, read: _Read) -> int:
        for name, words in self.vocabulary.limits.items():
            word = next((word for word in words if text.startswith(word, at)), None)
            if word is None:
                continue
            start, (kind, units) = at + len(word), _UNITS[name]
            found = next(iter(parse_quantities(text[start:])), None)
            fits = found and found.kind == kind and found.unit in units and found.start <= _REACH
            if fits and found and (how := _how(found)):
                read.limits.append((name, found))
                after = start + found.end
                return after + len(how) * text.startswith(how, after) if how != "超" else _past_more(text, after)
        return 0

    def _known(self, text: str, at: int, read: _Read) -> int:
        pair = next((pair for pair in self.vocabulary.by_word if text.startswith(pair[0], at)), None)
        if pair is None:
            return 0
        end = at + len(pair[0])
        negation = next((word for word in self.vocabulary.frames["except"] if text.startswith(word, end)), "")
        read.terms.append((pair[1], bool(negation)))
        return end + len(negation)

    def _joint(self, text: str, at: int, read: _Read) -> int:
        for name in ("joining", "open", "plain"):
            word = next((word for word in self.vocabulary.frames[name] if text.startswith(word, at)), None)
            if word:
                read.joined |= name == "joining"
                read.is_open |= name == "open"
                return at + len(word)
        return _left(text, at, read)

    def _term(self, term: Term, negated: bool, situation: Situation, limits: dict[str, State]) -> State:
        if term.field == "wish":
            return "met" if any(word in squeeze(situation.wish) for word in term.wish) else "unknown"
        chosen = self.vocabulary.kinds(term.field, getattr(situation, term.field))
        state = _held(chosen, term)
        printed = [limits[name] for name in term.defined_by if name in limits]
        if printed and state == "unknown":
            return all_of(printed)  # the document itself prints what decides it
        flipped: dict[State, State] = {"met": "unmet", "unmet": "met", "unknown": "unknown"}
        return flipped[state] if negated else state


def _left(text: str, at: int, read: _Read) -> int:
    read.left += text[at]
    return at + 1


def _held(chosen: frozenset[str], term: Term) -> State:
    if chosen and chosen <= term.means:
        return "met"
    return "unmet" if chosen and not chosen & (term.means | term.perhaps) else "unknown"


def _how(quantity: Quantity) -> str:
    return next((word for word in quantity.qualifiers if word in _BEYOND), "")


def _past_more(text: str, at: int) -> int:
    """Past 「を超える」 or 「超」."""
    return at + next((len(word) for word in ("を超える", "を超え", "超") if text.startswith(word, at)), 0)


def _limit(name: str, quantity: Quantity, situation: Situation) -> State:
    own: int | None = getattr(situation, name)
    if own is None:
        return "unknown"
    bound, how = quantity.bounds[1], _BEYOND[_how(quantity)]
    within = {"<=": own <= bound, "<": own < bound, ">=": own >= bound, ">": own > bound}[how]
    return "met" if within else "unmet"
