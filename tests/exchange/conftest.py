import pytest

from baise_desktop.app.clock import utc_now
from baise_desktop.form.definition import Field, FieldType, Form, FormKind
from tests import pki
from tests.exchange.workshop import Workshop
from tests.pki import PublicKeyInfrastructure
from tests.six_kinds import SixKinds, make_six_kinds


@pytest.fixture(scope="session")
def keys() -> PublicKeyInfrastructure:
    return pki.build()


@pytest.fixture(scope="session")
def forms() -> dict[str, Form]:
    """Two small forms: a register with a file, and a task report."""
    firms = Form(
        id="r.firms",
        kind=FormKind.REGISTER,
        title="企业",
        plans=("p1", "p2"),
        key=("name",),
        fields=(
            Field(key="name", name="企业名称", type=FieldType.TEXT, required=True),
            Field(key="spent", name="研发经费", type=FieldType.DECIMAL, unit="万元", decimals=4),
            Field(key="papers", name="证明材料", type=FieldType.EVIDENCE),
        ),
    )
    report = Form(
        id="t.p2.1",
        kind=FormKind.TASK,
        title="任务一",
        plans=("p2",),
        fields=(Field(key="m1_progress", name="举措1进展", type=FieldType.LONGTEXT),),
    )
    return {form.id: form for form in (firms, report)}


@pytest.fixture
def workshop(keys: PublicKeyInfrastructure, forms: dict[str, Form]) -> Workshop:
    """A submission of Pingguo, to be spoilt and packed."""
    return Workshop(keys, forms)


@pytest.fixture(scope="session")
def six_kinds(tmp_path_factory: pytest.TempPathFactory) -> SixKinds:
    """One package of each kind, made now: other programs verify by the computer's clock."""
    return make_six_kinds(tmp_path_factory.mktemp("six"), utc_now())
