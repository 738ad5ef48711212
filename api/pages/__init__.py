"""The pages for people, rendered on the server; each module is one area of the site."""

from api.pages import about, chat, documents, finder, shared

AREAS = (chat, shared, documents, finder, about)
"""Modules with a ``router``, in the order in which their addresses are looked at."""
