"""``sodan ask`` and ``sodan chat``: an answer and its sources on the terminal."""

import json
import sys
import time

from api.contract import answer_object
from api.explaining import told_trace
from ingest.eras import year_label
from ingest.fold import narrow
from ingest.store import Store
from rag.bootstrap import build_chain
from rag.errors import QuestionError
from rag.plain import put_plainly
from rag.settings import ChainSettings
from rag.types import Answer, Citation, Message


def run_ask(settings: ChainSettings, question: str, as_json: bool, plain: bool = False) -> int:
    began = time.perf_counter()
    chain = build_chain(settings)
    answer = chain.answer(question)
    worded = put_plainly(chain, answer) if plain else answer
    elapsed_ms = (time.perf_counter() - began) * 1000
    style = "standard" if worded is answer else "plain"
    whole = as_contract(worded, chain.index.store, elapsed_ms, style)
    print(json.dumps(whole, ensure_ascii=False, indent=2) if as_json else told(worded))
    return 0


def run_explain(settings: ChainSettings, question: str, as_json: bool) -> int:
    """The answer with how it came about; as JSON the trace alone, in its canonical form."""
    answer, trace = build_chain(settings).explain(question)
    print(trace.canonical() if as_json else f"{told(answer)}\n\n{told_trace(trace)}")
    return 0


def run_chat(settings: ChainSettings) -> int:
    chain = build_chain(settings)
    messages: list[Message] = []
    print("ご質問をどうぞ。終わるときは Ctrl-D を押してください。", file=sys.stderr)
    while True:
        try:
            text = input("> ")
        except EOFError:
            return 0
        try:
            answer = chain.answer([*messages, Message("user", text)])
        except QuestionError as error:
            print(error)
            continue
        messages += [Message("user", text), Message("assistant", answer.text)]
        print(told(answer))


def told(answer: Answer) -> str:
    """The answer as text, its sources under it."""
    return "\n".join([answer.text, *(["", "出典"] if answer.citations else []), *map(_source, answer.citations)])


def as_contract(answer: Answer, store: Store, elapsed_ms: float, style: str = "standard") -> dict[str, object]:
    """The answer object of the HTTP contract, made without importing the web framework."""
    return answer_object(answer, store, elapsed_ms, style=style)


def _source(c: Citation) -> str:
    quote = " ".join(c.quote.split())
    year = "" if narrow(year_label(c.fiscal_year)) in narrow(c.title) else f"（{year_label(c.fiscal_year)}）"
    return f"[{c.n}] {c.title}{year} {c.document_id} p{c.page}「{quote}」"
