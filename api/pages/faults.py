"""Errors as pages: where a person's browser asked, the problem document is told as a page."""

import json
from collections.abc import Callable
from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse, Response
from starlette.exceptions import HTTPException

from api.access import API
from api.pages.desk import page
from ingest.errors import SodanError

_DATA = (f"{API}/", "/static/", "/healthz", "/readyz", "/metrics")
"""Addresses that programs ask: never answered by a page."""


def add_fault_pages(app: FastAPI) -> None:
    """Put pages before the problem documents; to be called after ``add_problem_handlers``."""
    for kind in (SodanError, HTTPException, RequestValidationError, Exception):
        app.add_exception_handler(kind, _page_or(app.exception_handlers[kind]))


def wants_page(request: Request) -> bool:
    """Whether a browser asked for a page, and not a program for data."""
    return "text/html" in request.headers.get("accept", "") and not request.url.path.startswith(_DATA)


def _page_or(told: Callable[..., Any]) -> Callable[[Request, Exception], Response]:
    def answer(request: Request, error: Exception) -> Response:
        problem: Response = told(request, error)
        if not wants_page(request) or not isinstance(problem, JSONResponse):
            return problem
        body = json.loads(bytes(problem.body))
        shown: dict[str, object] = {"title": body["title"], "detail": body["detail"], "status": problem.status_code}
        return page(request, "fault.html", shown, problem.status_code, has_form=False)

    return answer
