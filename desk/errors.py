"""The errors of the desk, each with a message for the person who reads it.

DeskError
+-- DatabaseError        the database cannot be reached, read or written
+-- NotFoundError        there is no such thing, or it is not this person's
+-- ConflictError        somebody else has changed it meanwhile, or it exists already
+-- InputError           what was entered cannot be accepted
+-- LimitError           too many attempts
+-- SignInError          the sign-in did not succeed
"""

from ingest.errors import SodanError


class DeskError(SodanError):
    """Base of the desk's errors; its text is polite Japanese."""


class DatabaseError(DeskError):
    """The database cannot be reached, read or written."""


class NotFoundError(DeskError):
    """There is no such thing, or it is not this person's; the two are never told apart."""


class ConflictError(DeskError):
    """Somebody else has changed it meanwhile, or it exists already."""


class InputError(DeskError):
    """What was entered cannot be accepted."""


class LimitError(DeskError):
    """Too many attempts."""


class SignInError(DeskError):
    """The sign-in did not succeed."""
