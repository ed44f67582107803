"""Stamped paper held against the file: pixels, codes, pages, verdicts."""
