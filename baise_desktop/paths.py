"""Where the product's own files lie: in the checkout, or inside the installed package."""

from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent
_INSTALLED = _PACKAGE / "_data"


def _root() -> Path:
    return _INSTALLED if _INSTALLED.is_dir() else _PACKAGE.parent


def forms_folder() -> Path:
    """The form definitions of both plans."""
    return _root() / "forms"


def resources_folder() -> Path:
    """Fonts, icons, styles and texts."""
    return _root() / "resources"


def database_folder() -> Path:
    """`schema.sql`, `migrations/` and `queries/`."""
    return _root() / "db"
