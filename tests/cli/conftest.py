from datetime import UTC, datetime
from pathlib import Path

import pytest

from baise_desktop.app import setup

NOW = datetime(2023, 5, 4, 8, 0, tzinfo=UTC)


@pytest.fixture(scope="session")
def founded_city(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The city's installation; nothing has come yet."""
    folder = tmp_path_factory.mktemp("cli") / "city"
    setup.create_city(folder, "演示专用口令2023", NOW)
    return folder
