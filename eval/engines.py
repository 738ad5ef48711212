"""What is measured: the chain in this process, or a running server; both are asked turn by turn as a person would.

An engine never raises for an item: what went wrong is the ``error`` of what it gives.
"""

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Protocol

from eval.given import Address, FoundPassage, Given, Json
from ingest.errors import SodanError
from ingest.store import Store
from rag.chain import AnswerChain
from rag.retrieval import DEPTH
from rag.types import Answer, Message, Passage

Told = Callable[[Answer, Store, float], Json]
"""Makes the object of the HTTP contract of an answer and the milliseconds it took."""
Fault = Callable[[Answer, Sequence[Message], AnswerChain], Answer]
"""What a seeded fault makes of an answer to messages (``eval.faults``)."""
KEPT = 10
"""So many pages of the fused ranking and of each leg's are kept."""


class Engine(Protocol):
    """Answers the turns of an item."""

    def ask(self, turns: Sequence[str]) -> Given:
        """The answer to the last of ``turns``, the program's own replies standing between them."""
        ...


@dataclass(frozen=True)
class ChainEngine:
    """The chain that serves users, asked in this process; ``fault`` spoils its answers on purpose."""

    chain: AnswerChain
    told: Told
    fault: Fault | None = None

    def ask(self, turns: Sequence[str]) -> Given:
        try:
            return self._asked(turns)
        except SodanError as error:
            return Given({}, error=str(error))
        except Exception as error:  # noqa: BLE001 - a fault of the program fails its item, the run goes on
            return Given({}, error=f"{type(error).__name__}: {error}")

    def _asked(self, turns: Sequence[str]) -> Given:
        messages: list[Message] = []
        answer, elapsed_ms = None, 0.0
        for turn in turns:
            messages += [Message("assistant", answer.text)] if answer else []
            messages.append(Message("user", turn))
            began = time.perf_counter()
            answer = self.chain.answer(messages)
            elapsed_ms = (time.perf_counter() - began) * 1000
            if self.fault:
                answer = self.fault(answer, messages, self.chain)
        assert answer is not None
        found = self._found(messages)
        return Given(self.told(answer, self.chain.index.store, elapsed_ms), found, round(elapsed_ms, 3))

    def _found(self, messages: Sequence[Message]) -> tuple[FoundPassage, ...]:
        """What retrieval gives for the question as the chain understood it; not part of the time."""
        question = self.chain.understand(messages)
        passages = self.chain.retriever.search(question, question.fiscal_years, DEPTH)
        return kept(tuple(map(_passage, passages)))


def kept(passages: Sequence[FoundPassage]) -> tuple[FoundPassage, ...]:
    """Of ``passages`` in their fused order those that hold the first pages of a ranking."""
    legs = dict.fromkeys(leg for passage in passages for leg in passage.ranks)
    orders: list[list[int]] = [list(range(len(passages)))]
    for leg in legs:
        ranked = [(rank, place) for place, one in enumerate(passages) if (rank := one.ranks.get(leg)) is not None]
        orders.append([place for _, place in sorted(ranked)])
    wanted: set[int] = set()
    for order in orders:
        first: dict[Address, int] = {}
        for place in order:
            first.setdefault(passages[place].address, place)
        wanted |= set(list(first.values())[:KEPT])
    return tuple(passage for place, passage in enumerate(passages) if place in wanted)


def _passage(passage: Passage) -> FoundPassage:
    return FoundPassage(passage.chunk.document_id, passage.chunk.page, passage.ranks)
