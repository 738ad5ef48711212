"""Putting the desk's parts together: one desk for the command line, the server and the measuring."""

import threading
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from desk.drafting.frame import load_frames
from desk.drafting.writing import Drafter
from desk.mail.wording import load_mail_wording
from desk.style.rules import Rule, load_rules
from ingest.conditions import load_vocabulary
from rag.bootstrap import CurrentChain
from rag.chain import AnswerChain
from rag.plain import put_plainly


def build_drafter(chain: AnswerChain, corpus: Path) -> Drafter:
    """A drafter over ``chain``; raises StyleError where the corpus's frames or wordings are malformed."""
    wording, frames, vocabulary = load_mail_wording(corpus), load_frames(corpus), load_vocabulary(corpus)
    return Drafter(chain, wording, frames, vocabulary, {"plain": partial(put_plainly, chain)})


@dataclass(frozen=True, slots=True)
class Desk:
    """A drafter, and the rules by which its letters are looked over."""

    drafter: Drafter
    rules: tuple[Rule, ...]


def build_desk(chain: AnswerChain, corpus: Path) -> Desk:
    """A desk over ``chain``; raises StyleError as ``build_drafter``."""
    return Desk(build_drafter(chain, corpus), load_rules(corpus))


class CurrentDesk:
    """The desk over whichever index version is current; safe from several threads."""

    def __init__(self, chains: CurrentChain, corpus: Path) -> None:
        self._chains, self._corpus = chains, corpus
        self._lock = threading.Lock()
        self._desk: Desk | None = None

    def get(self) -> Desk:
        """The desk; made anew when another index version has been made current since."""
        chain = self._chains.get()
        with self._lock:
            if self._desk is None or self._desk.drafter.chain is not chain:
                self._desk = build_desk(chain, self._corpus)
            return self._desk
