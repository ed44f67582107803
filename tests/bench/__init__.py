"""Measurements, run by `make bench`: always a ratio to something plain beside it, several rounds, medians."""
