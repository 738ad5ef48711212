"""The pages for people, rendered on the server; each module is one area of the site."""

from api.pages import (
    about,
    account,
    audit,
    candidates,
    canned,
    changes,
    chat,
    comparison,
    documents,
    finder,
    habits,
    inbox,
    inquiry,
    joining,
    keys,
    office,
    organisation,
    programme,
    programmes,
    receiving,
    reply,
    runs,
    session,
    shared,
    uploads,
    users,
    windows,
    wordings,
)

_PUBLIC = (chat, shared, documents, finder, programmes, comparison, programme, changes, about, windows)
_SIGNED_IN = (session, organisation, joining, account, users, keys, office, audit, uploads)
_DESK = (inbox, receiving, canned, wordings, habits, inquiry, reply, candidates, runs)
AREAS = (*_PUBLIC, *_SIGNED_IN, *_DESK)
"""Modules with a ``router``, in the order in which their addresses are looked at."""
