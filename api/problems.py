"""Errors: RFC 9457 problem documents with a Japanese ``detail``, or a page where a browser asks for one."""

import logging

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse, Response
from starlette.exceptions import HTTPException

from desk.errors import (
    ConflictError,
    DatabaseError,
    InputError,
    InquiryError,
    LimitError,
    NotFoundError,
    PartError,
    SignInError,
    ToneError,
)  # fmt: skip
from ingest.errors import IndexDamagedError, IndexMismatchError, IndexMissingError, SodanError
from rag.errors import QuestionError

log = logging.getLogger("sodan.api")

_TITLES = {
    400: "リクエストの形が正しくありません",
    401: "ログインが必要です",
    403: "この操作はできません",
    404: "見つかりません",
    405: "この方法では呼び出せません",
    409: "今の状態ではできません",
    413: "大きすぎます",
    415: "対応していない種類です",
    422: "入力の内容を確かめてください",
    429: "回数の上限に達しました",
    500: "サーバーの内部で問題が起きました",
    503: "準備ができていません",
}
_DATA = ("/v1/", "/static/", "/healthz", "/readyz", "/metrics")
"""Addresses that programs ask: never answered by a page."""
_STATUS: dict[type[SodanError], int] = {
    IndexMissingError: 503, IndexDamagedError: 503, IndexMismatchError: 503, DatabaseError: 503,
    NotFoundError: 404, ConflictError: 409, InputError: 422, LimitError: 429, SignInError: 401,
    InquiryError: 422, ToneError: 422, PartError: 422,
}  # fmt: skip


def problem(status: int, detail: str, **more: object) -> JSONResponse:
    """A problem document; ``more`` are extension members."""
    body = {"type": "about:blank", "title": _TITLES.get(status, "エラー"), "status": status, "detail": detail, **more}
    return JSONResponse(body, status, media_type="application/problem+json")


def told(request: Request, status: int, detail: str, **more: object) -> Response:
    """A problem document, or a page that says the same where a person with a browser is at one of the pages."""
    data = request.url.path.startswith(_DATA)
    if data or "text/html" not in request.headers.get("accept", ""):
        return problem(status, detail, **more)
    from api.pages.rendering import render  # the pages themselves need this module

    title = _TITLES.get(status, "エラー")
    return render(request, None, "error.html", {"title": title, "detail": detail, "status": status}, status)


def status_of(error: SodanError) -> int:
    """The HTTP status of one of our own errors."""
    if isinstance(error, QuestionError):
        return 413 if error.kind == "too_long" else 422
    return _STATUS.get(type(error), 500)


def add_problem_handlers(app: FastAPI) -> None:
    @app.exception_handler(SodanError)
    def of_sodan(request: Request, error: SodanError) -> Response:
        return told(request, status_of(error), str(error))

    @app.exception_handler(HTTPException)
    def of_http(request: Request, error: HTTPException) -> Response:
        defaults = {
            400: "送られた内容を読めません。UTF-8のJSONで送ってください。",
            404: "お探しのページやデータはありません。",
            405: "この方法では呼び出せません。",
        }
        known = isinstance(error.detail, str) and not error.detail.isascii()
        detail = error.detail if known else defaults.get(error.status_code, "エラーが起きました。")
        return told(request, error.status_code, detail)

    @app.exception_handler(RequestValidationError)
    def of_validation(request: Request, error: RequestValidationError) -> Response:
        errors = [{"field": ".".join(str(part) for part in e["loc"]), "message": e["msg"]} for e in error.errors()]
        broken = any(e["type"] == "json_invalid" for e in error.errors())
        fields = "、".join(dict.fromkeys(e["field"] for e in errors))
        detail = "JSONとして読めません。" if broken else f"次の項目の形や値が正しくありません: {fields}"
        return told(request, 400 if broken else 422, detail, errors=errors)

    @app.exception_handler(Exception)
    def of_anything(request: Request, error: Exception) -> Response:
        log.exception("unhandled error at %s", request.url.path, exc_info=error)
        return told(request, 500, "申し訳ありません。内部で問題が起きました。時間をおいてもう一度お試しください。")
