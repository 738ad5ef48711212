"""Putting the desk's parts together: one drafter for the command line, the server and the measuring."""

from collections.abc import Mapping
from pathlib import Path

from desk.drafting.frame import load_frames
from desk.drafting.telling import Word
from desk.drafting.writing import Drafter
from desk.mail.wording import load_mail_wording
from ingest.conditions import load_vocabulary
from rag.chain import AnswerChain


def build_drafter(chain: AnswerChain, corpus: Path, words: Mapping[str, Word] | None = None) -> Drafter:
    """A drafter over ``chain``; raises StyleError where the corpus's frames or wordings are malformed.

    ``words``: by tone, another wording of the answers' sentences.
    """
    wording, frames, vocabulary = load_mail_wording(corpus), load_frames(corpus), load_vocabulary(corpus)
    return Drafter(chain, wording, frames, vocabulary, words or {})
