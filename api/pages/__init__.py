"""The pages for people, rendered on the server; each module is one area of the site."""

from api.pages import (
    about,
    account,
    audit,
    changes,
    chat,
    comparison,
    documents,
    finder,
    joining,
    keys,
    office,
    organisation,
    programme,
    programmes,
    session,
    shared,
    uploads,
    users,
)

_PUBLIC = (chat, shared, documents, finder, programmes, comparison, programme, changes, about)
_SIGNED_IN = (session, organisation, joining, account, users, keys, office, audit, uploads)
AREAS = (*_PUBLIC, *_SIGNED_IN)
"""Modules with a ``router``, in the order in which their addresses are looked at."""
