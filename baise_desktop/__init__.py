"""The offline reporting desk of Baise's science and technology plans."""

__version__ = "0.1.0"
