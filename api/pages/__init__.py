"""The pages for people, rendered on the server; each module is one area of the site."""

from api.pages import changes, chat, comparison, documents, finder, programme, programmes

AREAS = (chat, documents, finder, programmes, comparison, programme, changes)
"""Modules with a ``router``, in the order in which their addresses are looked at."""
