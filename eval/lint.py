"""Linting items against the documents: every quote on its page, every figure well formed, every id once."""

from collections.abc import Sequence

from eval.items import Item
from eval.loading import SetError
from eval.reference import Reference


def lint(items: Sequence[Item], reference: Reference) -> tuple[SetError, ...]:
    """What is wrong with ``items``, in their order; empty where all is well."""
    raise NotImplementedError
