"""Judging: an item and what was given for it -> a verdict, by exact rules and without a language model."""

from eval.given import Given
from eval.items import Item
from eval.reference import Reference
from eval.verdict import Verdict


def judge(item: Item, given: Given, reference: Reference) -> Verdict:
    """The verdict on ``given``; never raises for what a program gave."""
    raise NotImplementedError
