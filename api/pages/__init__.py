"""The pages for people, rendered on the server; each module is one area of the site."""

from api.pages import about, changes, chat, comparison, documents, finder, programme, programmes, shared

AREAS = (chat, shared, documents, finder, programmes, comparison, programme, changes, about)
"""Modules with a ``router``, in the order in which their addresses are looked at."""
