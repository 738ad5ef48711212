"""Servers that behave badly, each in a thread of this process."""

import json
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any

ANSWER: dict[str, Any] = {"answer": "はい。", "status": "answered", "reason": None, "citations": [], "elapsed_ms": 1.0}
FOUND = {"items": [{"document_id": "new", "page": 1, "ranks": {"lemmas": 1, "dense": None}}], "total": 1}


class Handler(BaseHTTPRequestHandler):
    """Answers as the server's ``manner`` says, and keeps the bodies that were posted."""

    def do_GET(self) -> None:
        self._send(json.dumps({"status": "ok", "index": "v1"}).encode())

    def do_POST(self) -> None:
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        self.server.posted.append((self.path, body))  # type: ignore[attr-defined]
        manner = self.server.manner  # type: ignore[attr-defined]
        if self.path == "/v1/search":
            self._send(json.dumps(FOUND).encode())
        elif manner == "slow":
            time.sleep(3)
        elif manner == "dripping":
            self._drip()
        elif manner == "broken":
            problem = {"title": "故障", "status": 500, "detail": "サーバーの中で問題が起きました。"}
            self._send(json.dumps(problem).encode(), 500)
        else:
            said = {**ANSWER, "answer": f"{len(body['messages'])}件目の答え"}
            contents = {"good": json.dumps(said).encode(), "page": b"<html>", "list": b"[]", "bare": b"{}"}
            self._send(contents[manner])

    def _send(self, content: bytes, status: int = 200) -> None:
        self.send_response(status)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def _drip(self) -> None:
        """A byte now and then: no single wait is long."""
        self.send_response(200)
        self.end_headers()
        for _ in range(30):
            try:
                self.wfile.write(b" ")
            except OSError:
                return
            time.sleep(0.1)

    def log_message(self, *_: Any) -> None:
        pass


@contextmanager
def serving(manner: str) -> Iterator[tuple[str, list[tuple[str, Any]]]]:
    """The address of a server of that ``manner``, and what is posted to it."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    server.block_on_close = False
    server.manner, server.posted = manner, []  # type: ignore[attr-defined]
    Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}", server.posted  # type: ignore[attr-defined]
    finally:
        server.shutdown()
        server.server_close()
