"""The audit trail, for administrators: searched, by pages, and as a CSV file."""

import csv
import io
import json
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, timezone
from typing import Annotated

from fastapi import APIRouter, Depends, Query, Request
from fastapi.responses import Response

from api.access import DatabaseDep
from api.pages.account import download
from api.pages.desk import page
from desk.store import Asked, AuditEvent, Work

router = APIRouter(prefix="/admin/audit", include_in_schema=False)
_A_PAGE = 50
_IN_A_FILE = 100_000
_JAPAN = timezone(timedelta(hours=9), "JST")
ACTIONS = {
    "sign_in": "ログイン",
    "sign_in.refused": "ログイン失敗",
    "sign_out": "ログアウト",
    "user.join": "利用開始",
    "user.invite": "招待",
    "user.reset": "パスワード再設定の用意",
    "password.reset": "パスワード再設定",
    "password.change": "パスワード変更",
    "user.role": "役割の変更",
    "user.lock": "利用停止",
    "user.unlock": "利用停止の解除",
    "key.make": "APIキー作成",
    "key.revoke": "APIキー失効",
    "settings.save": "設定の保存",
    "purge": "保存期限による削除",
    "person.delete": "個人データの削除",
    "person.export": "個人データの出力",
    "conversations.delete": "相談の記録の削除",
    "inquiry.receive": "問い合わせの受付",
    "inquiry.assign": "担当の変更",
    "inquiry.comment": "メモ",
    "inquiry.close": "問い合わせの終了",
    "inquiry.reopen": "問い合わせの再開",
    "draft.make": "下書きの作成",
    "draft.save": "回答の保存",
    "draft.review": "確認に回す",
    "draft.return": "下書きに戻す",
    "draft.approve": "承認",
    "draft.send": "送信済みにする",
    "canned.save": "定型回答の保存",
    "canned.remove": "定型回答の削除",
    "template.save": "定型文の保存",
    "template.remove": "定型文の削除",
    "candidate.propose": "評価の候補",
    "candidate.take": "評価の問題に採用",
    "candidate.decline": "評価の候補の見送り",
    "document.add": "資料の取り込み",
    "document.withdraw": "資料の取り下げ",
    "document.refused": "資料の取り込み失敗",
}


@dataclass(frozen=True, slots=True)
class Filter:
    """What the search form asks: words, and days in Japan's time."""

    q: Annotated[str, Query(max_length=100)] = ""
    since: str = ""
    until: str = ""

    def asked(self, work: Work) -> Asked:
        actors = tuple(user.id for user in work.users.all() if self.q and self.q.lower() in f"{user.name} {user.email}")
        last = _day(self.until)
        return Asked(self.q, actors, _day(self.since), last + timedelta(days=1) if last else None)


FilterDep = Annotated[Filter, Depends()]


@router.get("")
def audit_page(
    request: Request, database: DatabaseDep, filter: FilterDep, number: Annotated[int, Query(ge=1, le=100_000)] = 1
) -> Response:
    with database.read() as work:
        asked = filter.asked(work)
        total = work.audit.count(asked)
        rows = _rows(work, work.audit.find(asked, _A_PAGE, (number - 1) * _A_PAGE))
    pages = max(1, -(-total // _A_PAGE))
    context = {"filter": filter, "rows": rows, "total": total, "number": number, "pages": pages}
    return page(request, "admin_audit.html", context)


@router.get("/csv")
def audit_csv(database: DatabaseDep, filter: FilterDep) -> Response:
    with database.read() as work:
        rows = _rows(work, work.audit.find(filter.asked(work), _IN_A_FILE))
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(["日時", "操作した人", "操作", "対象", "詳細"])
    writer.writerows([_cell(text) for text in row] for row in rows)
    # With the mark that tells spreadsheets the encoding.
    body = ("\ufeff" + out.getvalue()).encode()
    return Response(body, media_type="text/csv; charset=utf-8", headers=download("sodan-audit.csv"))


def _rows(work: Work, events: list[AuditEvent]) -> list[tuple[str, ...]]:
    names = {user.id: user.name for user in work.users.all()} | {"system": "（システム）", "anyone": "（未ログイン）"}
    return [
        (
            event.at.astimezone(_JAPAN).strftime("%Y-%m-%d %H:%M:%S"),
            names.get(event.actor, event.actor),
            ACTIONS.get(event.action, event.action),
            names.get(event.object, event.object),
            json.dumps(event.detail, ensure_ascii=False) if event.detail else "",
        )
        for event in events
    ]


def _day(text: str) -> datetime | None:
    try:
        return datetime.combine(date.fromisoformat(text), time(), _JAPAN)
    except ValueError:
        return None


def _cell(text: str) -> str:
    # A spreadsheet would run what begins like a formula.
    return "'" + text if text.startswith(("=", "+", "-", "@", "\t", "\r")) else text
