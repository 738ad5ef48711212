"""The pages for people, rendered on the server; each module is one area of the site."""

from api.pages import chat, documents, finder

AREAS = (chat, documents, finder)
"""Modules with a ``router``, in the order in which their addresses are looked at."""
