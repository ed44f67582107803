import pytest

from tests import pki
from tests.pki import PublicKeyInfrastructure


@pytest.fixture(scope="session")
def keys() -> PublicKeyInfrastructure:
    return pki.build()
