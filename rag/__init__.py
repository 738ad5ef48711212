"""A question in, an answer with its page out."""
