"""Measuring answers, and what they are made of, against ground truth."""
