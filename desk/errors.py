"""The errors of the help desk, each with a message for the person who uses it.

DeskError
+-- InquiryError    a file or text holds no inquiry that can be read
+-- StyleError      rules, frames or wordings of the corpus are not as they should be
+-- ToneError       a tone of that name does not exist
+-- PartError       a draft has no part of that name
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
