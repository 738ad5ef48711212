"""Whom a programme is for: its clauses, and a three-valued verdict for a situation."""
