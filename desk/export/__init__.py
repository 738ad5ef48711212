"""A reply as a file: mail, Word document, text."""
