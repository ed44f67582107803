"""Whom an installation trusts, and the keys that it signs and opens with."""
