"""The fact ledger: facts made from page layouts by rules, one idea a file. ``make_ledger`` is the way in."""

from ingest.ledger.make import make_ledger

__all__ = ["make_ledger"]
