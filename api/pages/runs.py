"""Runs of the evaluation: a list, each with its report, and two compared."""

import base64
import hashlib
import re
from pathlib import Path
from typing import Annotated

from fastapi import APIRouter, HTTPException, Query, Request
from fastapi.responses import HTMLResponse, Response

from api.pages.desk import go, page
from eval.compare import OUTCOMES, compare
from eval.compare_text import comparison_object
from eval.report import make_report, report_html
from eval.runs import Run, RunError, read_run
from eval.thresholds import FILE, load_thresholds

router = APIRouter(prefix="/evaluation", include_in_schema=False)
_NEWEST = 50
_NAME = re.compile(r"\d{8}T\d{6}Z(?:-\d{1,3})?")
_INLINE = re.compile(r"<(script|style)>(.*?)</\1>", re.DOTALL)


def runs_folder(request: Request) -> Path:
    """Where ``sodan eval run`` keeps its runs: beside the index."""
    index: Path = request.app.state.settings.index
    return index.absolute().parent / "eval"


@router.get("")
def home() -> Response:
    return go("/evaluation/runs")


@router.get("/runs")
def runs_page(request: Request) -> Response:
    root = runs_folder(request)
    found = [one.name for one in root.iterdir() if _NAME.fullmatch(one.name)] if root.is_dir() else []
    rows = [_row(root, name) for name in sorted(found, reverse=True)[:_NEWEST]]
    return page(request, "evaluation_runs.html", {"rows": rows})


@router.get("/runs/compare")
def compare_page(
    request: Request, a: Annotated[str, Query(max_length=40)] = "", b: Annotated[str, Query(max_length=40)] = ""
) -> Response:
    if not a or not b or a == b:
        return page(
            request, "evaluation_compare.html", {"notice": "比べる測定を2つ選んでください。", "told": None}, 422
        )
    told = comparison_object(compare(_run(request, a), _run(request, b)))
    return page(request, "evaluation_compare.html", {"told": told, "outcomes": OUTCOMES})


@router.get("/runs/{name}")
def report_page(request: Request, name: str) -> Response:
    """The report: a page of its own, whose style and script are allowed by their hashes."""
    html = report_html(make_report(_run(request, name), load_thresholds(FILE)))
    response = HTMLResponse(html, headers={"Cache-Control": "no-store"})
    response.headers["Content-Security-Policy"] = _policy(html)
    return response


def _policy(html: str) -> str:
    """A policy that lets run what stands in the report itself, and loads nothing."""
    allowed: dict[str, list[str]] = {"script": [], "style": []}
    for kind, text in _INLINE.findall(html):
        digest = base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
        allowed[kind].append(f"'sha256-{digest}'")
    script, style = (" ".join(allowed[kind]) or "'none'" for kind in ("script", "style"))
    return (
        f"default-src 'none'; script-src {script}; style-src {style}; img-src data:; "
        "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
    )


def _run(request: Request, name: str) -> Run:
    """The run of exactly this name; a name is never a path."""
    if not _NAME.fullmatch(name) or not (runs_folder(request) / name).is_dir():
        raise HTTPException(404, "この測定はありません。")
    return read_run(runs_folder(request) / name)


def _row(root: Path, name: str) -> dict[str, object]:
    try:
        run = read_run(root / name)
    except RunError as error:
        return {"name": name, "fault": str(error)}
    passed = sum(one.verdict.passed for one in run.items)
    started = str(run.head.get("started_at", ""))[:16].replace("T", " ")
    return {"name": name, "fault": "", "started": started, "items": len(run.items), "passed": passed,
            "finished": bool(run.finished)}  # fmt: skip
