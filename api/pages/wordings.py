"""Templates: wording with places that the letter at hand fills."""

from collections.abc import Mapping
from dataclasses import replace

from fastapi import APIRouter, Request
from fastapi.responses import Response

from api.access import DatabaseDep, UserDep
from api.forms import FieldsDep
from api.pages.desk import go, page
from api.problems import status_of
from desk.clean import clean_line, clean_text
from desk.clock import now
from desk.errors import ConflictError, InputError
from desk.flow.wordings import PLACES, check_places
from desk.store import Database, Template, User
from desk.tokens import new_id

router = APIRouter(prefix="/desk/templates", include_in_schema=False)
_DONE = {"saved": "保存しました。", "removed": "削除しました。", "switched": "使うかどうかを変えました。"}
_LONGEST = 10_000


@router.get("")
def templates_page(request: Request, database: DatabaseDep, done: str = "") -> Response:
    return _page(request, database, done=_DONE.get(done, ""))


@router.post("")
def add(request: Request, database: DatabaseDep, user: UserDep, form: FieldsDep) -> Response:
    return _save(request, database, user, new_id(), form, True)


@router.post("/{template_id}")
def change(request: Request, template_id: str, database: DatabaseDep, user: UserDep, form: FieldsDep) -> Response:
    with database.read() as work:
        before = work.templates.get(template_id)
    return _save(request, database, user, template_id, form, before.is_active)


@router.post("/{template_id}/switch")
def switch(template_id: str, database: DatabaseDep, user: UserDep) -> Response:
    with database.begin() as work:
        before = work.templates.get(template_id)
        work.templates.save(replace(before, is_active=not before.is_active, changed_at=now(), changed_by=user.id))
        work.audit.record(now(), user.id, "template.save", template_id)
    return go("/desk/templates?done=switched")


@router.post("/{template_id}/remove")
def remove(template_id: str, database: DatabaseDep, user: UserDep) -> Response:
    with database.begin() as work:
        work.templates.get(template_id)
        work.templates.remove(template_id)
        work.audit.record(now(), user.id, "template.remove", template_id)
    return go("/desk/templates?done=removed")


def _save(
    request: Request, database: Database, user: User, id: str, form: Mapping[str, str], is_active: bool
) -> Response:
    name, text = clean_line(form.get("name", "")), clean_text(form.get("text", "")).strip()
    try:
        if not 1 <= len(name) <= 100:
            raise InputError("名前は1文字以上100文字以内で入力してください。")
        if not 1 <= len(text) <= _LONGEST:
            raise InputError(f"文は1文字以上{_LONGEST:,}文字以内で入力してください。")
        check_places(text)
        with database.begin() as work:
            if any(one.name == name and one.id != id for one in work.templates.all()):
                raise ConflictError("同じ名前の定型文があります。別の名前にしてください。")
            work.templates.save(Template(id, name, text, now(), is_active, user.id))
            work.audit.record(now(), user.id, "template.save", id)
    except (InputError, ConflictError) as error:
        return _page(request, database, notice=str(error), form={**form, "id": id}, status=status_of(error))
    return go("/desk/templates?done=saved")


def _page(
    request: Request, database: Database, *, notice: str = "", done: str = "",
    form: Mapping[str, str] | None = None, status: int = 200,
) -> Response:  # fmt: skip
    with database.read() as work:
        rows = work.templates.all()
    # Not "places": so the frame calls those of the site.
    context: dict[str, object] = {"rows": rows, "fillings": PLACES, "notice": notice, "done": done, "form": form or {}}
    return page(request, "desk_templates.html", context, status)
