"""Forms: their fields as clean text, and the proof that our own page sent them."""

import re
from typing import Annotated
from urllib.parse import urlsplit

from fastapi import Depends, HTTPException, Request
from starlette.datastructures import UploadFile

from api.guards import BODY_LIMIT
from desk.tokens import form_token, same

TOKEN_FIELD, TOKEN_HEADER = "csrf", "x-csrf-token"
# What no database column and no page can hold: NUL, and halves of surrogate pairs.
_UNUSABLE = re.compile("[\x00\ud800-\udfff]")
Fields = dict[str, str]
"""A form's fields by name; of several of one name the last."""


def check_origin(request: Request) -> None:
    """Refuse what the browser says that another site sent. Programs that are no browsers say nothing."""
    origin = request.headers.get("origin")
    site = request.headers.get("sec-fetch-site")
    elsewhere = origin is not None and urlsplit(origin).netloc != request.headers.get("host")
    if site == "cross-site" or (elsewhere and site != "same-origin"):
        raise HTTPException(403, "ほかのサイトから送られた操作は受け付けません。この画面を開き直してください。")


async def check_form(request: Request, secret: str) -> None:
    """Refuse a form or call that does not carry the token of the cookie ``secret``."""
    given = request.headers.get(TOKEN_HEADER) or (await fields(request)).get(TOKEN_FIELD, "")
    if not secret or not same(given, form_token(secret)):
        raise HTTPException(403, "画面の有効期限が切れました。画面を開き直して、もう一度操作してください。")


async def fields(request: Request) -> Fields:
    """The text fields of the form; none where the body is no form."""
    return dict(await _pairs(request))


async def kept_fields(request: Request) -> list[tuple[str, str]]:
    """What was typed into the form, to be given back after signing in; nothing of a large upload, which is not read."""
    if is_large(request):
        return []
    return [(name, value) for name, value in await _pairs(request) if name != TOKEN_FIELD]


def is_large(request: Request) -> bool:
    """Whether the body is larger than a form of texts, or does not say how large it is."""
    length = request.headers.get("content-length", "")
    return not length.isdecimal() or int(length) > BODY_LIMIT


async def _pairs(request: Request) -> list[tuple[str, str]]:
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind not in ("application/x-www-form-urlencoded", "multipart/form-data"):
        return []
    form = await request.form()
    return [(name, _UNUSABLE.sub("", value)) for name, value in form.multi_items() if not isinstance(value, UploadFile)]


FieldsDep = Annotated[Fields, Depends(fields)]
