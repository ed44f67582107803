"""Which faces papers are set in; why, see docs/decisions/0019."""

from baise_desktop.app.desk import Desk
from baise_desktop.app.installation.preferences import read_preferences


def prefers_office_faces(desk: Desk) -> bool:
    """Whether the office's own faces go first on what no package and no signature binds."""
    return read_preferences(desk.folder).office_faces
