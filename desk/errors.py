"""The errors of the help desk, each with a message for the person who uses it.

DeskError
+-- InquiryError         a file or text holds no inquiry that can be read
+-- StyleError           rules, frames or wordings of the corpus are not as they should be
+-- ToneError            a tone of that name does not exist
+-- PartError            a draft has no part of that name
+-- DatabaseError        the database cannot be reached, read or written
+-- NotFoundError        there is no such thing, or it is not this person's
+-- ConflictError        somebody else has changed it meanwhile, or it exists already
+-- InputError           what was entered cannot be accepted
+-- LimitError           too many attempts
+-- SignInError          the sign-in did not succeed
"""

from ingest.errors import SodanError


class DeskError(SodanError):
    """Base of the help desk's own errors."""


class InquiryError(DeskError):
    """A file or text holds no inquiry that can be read."""


class StyleError(DeskError):
    """Rules, frames or wordings of the corpus are not as they should be."""


class ToneError(DeskError):
    """A tone of that name does not exist."""


class PartError(DeskError):
    """A draft has no part of that name."""


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
