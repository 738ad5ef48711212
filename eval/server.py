"""A running server as an engine: ``POST /v1/chat`` of the HTTP contract, with a limit of time for an item."""

import json
import queue
import threading
import time
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from eval.engines import kept
from eval.given import FoundPassage, Given, Json
from ingest.errors import SodanError

_LARGEST = 20_000_000  # bytes of a response
_PASSAGES = 50  # what /v1/search gives at most
T = TypeVar("T")
_FIELDS = {"answer": str, "status": str, "citations": list}


class ServerError(SodanError):
    """The server gave no answer; the text says why."""


@dataclass(frozen=True, slots=True)
class ServerEngine:
    """The server at ``url``; ``seconds`` is what an item may take in all."""

    url: str
    seconds: float = 30.0

    def __post_init__(self) -> None:
        parts = urllib.parse.urlsplit(self.url)
        if parts.scheme not in ("http", "https") or not parts.hostname:
            raise ValueError(f"--url「{self.url}」は http://127.0.0.1:8000 のような形にしてください。")
        if self.seconds <= 0:
            raise ValueError("--timeout は0より大きい秒数にしてください。")

    def ask(self, turns: Sequence[str]) -> Given:
        try:
            return within(self.seconds, lambda: self._asked(turns))
        except ServerError as error:
            return Given({}, error=str(error))

    def ready(self) -> str:
        """The index that the server answers from, or why that cannot be said."""
        try:
            return str(within(self.seconds, lambda: self._json("/readyz")).get("index", ""))
        except ServerError as error:
            return str(error)

    def _asked(self, turns: Sequence[str]) -> Given:
        messages: list[Json] = []
        answer: Json = {}
        elapsed_ms = 0.0
        for turn in turns:
            messages += [{"role": "assistant", "content": answer["answer"]}] if answer else []
            messages.append({"role": "user", "content": turn})
            began = time.perf_counter()
            answer = _checked(self._json("/v1/chat", {"messages": messages}))
            elapsed_ms = (time.perf_counter() - began) * 1000
        return Given(answer, self._found(turns), round(elapsed_ms, 3))

    def _found(self, turns: Sequence[str]) -> tuple[FoundPassage, ...]:
        """What the search gives for a question that stands alone; a later turn cannot be asked of it."""
        if len(turns) > 1:
            return ()
        try:
            items = self._json("/v1/search", {"query": turns[0], "k": _PASSAGES})["items"]
            return kept([FoundPassage(str(i["document_id"]), int(i["page"]), dict(i["ranks"])) for i in items])
        except (ServerError, KeyError, TypeError, ValueError):
            return ()  # retrieval was not measured; the answer was

    def _json(self, path: str, body: Json | None = None) -> Json:
        """The object at ``path``; raises ServerError."""
        data = None if body is None else json.dumps(body).encode()
        address = self.url.rstrip("/") + path
        request = urllib.request.Request(address, data, {"Content-Type": "application/json"})
        # What is measured stands where --url says: no proxy in between.
        opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
        try:
            with opener.open(request, timeout=self.seconds) as response:
                content = response.read(_LARGEST + 1)
        except urllib.error.HTTPError as error:
            raise ServerError(f"サーバーが {error.code} を返しました。{_detail(error)}") from None
        except (OSError, ValueError) as error:
            raise ServerError(f"サーバーにつながりません（{getattr(error, 'reason', error)}）。") from None
        return _object(content)


def within(seconds: float, act: Callable[[], T]) -> T:
    """What ``act`` gives; raises ServerError when it takes longer, however slowly a server drips."""
    done: queue.Queue[tuple[T | None, Exception | None]] = queue.Queue()

    def run() -> None:
        try:
            done.put((act(), None))
        except Exception as error:  # noqa: BLE001 - raised again in the caller's thread
            done.put((None, error))

    threading.Thread(target=run, daemon=True).start()
    try:
        given, error = done.get(timeout=seconds)
    except queue.Empty:
        raise ServerError(f"{seconds:g}秒以内に答えがありませんでした。") from None
    if error is not None:
        raise error if isinstance(error, ServerError) else ServerError(f"{type(error).__name__}: {error}")
    return given  # type: ignore[return-value]


def _object(content: bytes) -> Json:
    if len(content) > _LARGEST:
        raise ServerError("サーバーの答えが大きすぎます。")
    try:
        given: Any = json.loads(content)
    except ValueError:
        raise ServerError("サーバーの答えがJSONではありません。") from None
    if not isinstance(given, dict):
        raise ServerError("サーバーの答えがJSONのオブジェクトではありません。")
    return given


def _checked(answer: Json) -> Json:
    for field, kind in _FIELDS.items():
        if not isinstance(answer.get(field), kind):
            raise ServerError(f"サーバーの答えに {field} がないか、形が違います。")
    return answer


def _detail(error: urllib.error.HTTPError) -> str:
    """The problem document's own words."""
    try:
        return str(json.loads(error.read(_LARGEST))["detail"])
    except (OSError, ValueError, KeyError, TypeError):
        return ""
