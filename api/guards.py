"""ASGI guards: security headers on every response, and a limit on what a request may carry."""

from collections.abc import Mapping

from fastapi import HTTPException
from fastapi.responses import JSONResponse
from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.problems import problem

BODY_LIMIT = 1_000_000  # bytes; a question has at most 10,000 characters
_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
    "font-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
_HEADERS = {
    "Content-Security-Policy": _POLICY,
    "X-Content-Type-Options": "nosniff",
    # To our own pages alone; without it a browser would not say that a form came from us.
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}


class SecurityHeaders:
    """Adds the security headers."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in _HEADERS.items():
                    headers.setdefault(name, value)
            await send(message)

        await self._app(scope, receive, send_with_headers if scope["type"] == "http" else send)


class BodyLimit:
    """Refuses a request whose body is too large with a 413: ``BODY_LIMIT`` bytes, more where ``larger`` says so.

    ``larger``: address -> bytes, for uploads. They are counted while they come in and never held in memory whole;
    who brings neither cookie nor key may send no more there than elsewhere.
    """

    def __init__(self, app: ASGIApp, larger: Mapping[str, int]) -> None:
        self._app = app
        self._larger = larger

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or scope["method"] in ("GET", "HEAD", "OPTIONS"):
            await self._app(scope, receive, send)
            return
        headers = Headers(scope=scope)
        is_known = "cookie" in headers or "authorization" in headers
        limit = self._larger.get(scope["path"], BODY_LIMIT) if is_known else BODY_LIMIT
        length = headers.get("content-length", "")
        if length.isdecimal() and int(length) > limit:
            await _too_large(limit)(scope, receive, send)
        elif limit > BODY_LIMIT:
            await self._app(scope, _counted(receive, limit), send)
        else:
            await self._held(scope, receive, send)

    async def _held(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Read a small body before anything is done with it."""
        body, more = b"", True
        while more:
            message = await receive()
            if message["type"] == "http.disconnect":
                return
            body += message.get("body", b"")
            more = message.get("more_body", False)
            if len(body) > BODY_LIMIT:
                await _too_large(BODY_LIMIT)(scope, receive, send)
                return
        given = False

        async def receive_body() -> Message:
            nonlocal given
            if given:
                return await receive()
            given = True
            return {"type": "http.request", "body": body, "more_body": False}

        await self._app(scope, receive_body, send)


def _counted(receive: Receive, limit: int) -> Receive:
    """``receive`` that raises an HTTPException once more than ``limit`` bytes have come."""
    count = 0

    async def receive_counted() -> Message:
        nonlocal count
        message = await receive()
        count += len(message.get("body", b""))
        if count > limit:
            raise HTTPException(413, _words(limit))
        return message

    return receive_counted


def _too_large(limit: int) -> JSONResponse:
    return problem(413, _words(limit))


def _words(limit: int) -> str:
    return f"送られた内容が大きすぎます。{limit:,}バイト以内にしてください。"
