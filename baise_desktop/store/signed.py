"""What a unit has signed of one form, version by version, sealed or about to be."""

from dataclasses import dataclass

from baise_desktop.store.database import Store
from baise_desktop.store.entries import Sheet
from baise_desktop.store.submissions import State


@dataclass(frozen=True, slots=True)
class SignedVersion:
    """A version of a submission that all three stand for, and that holds the form asked for."""

    unit: str
    plan: str
    period: str
    version: int
    package: int
    """Its number in this store; 0 while it is signed and not yet sealed."""
    at: str
    """When it was sealed, or signed by the last; ISO 8601 UTC."""
    by: str
    """Who signed last, where that is still known."""
    newest: int
    """The version that the submission is at."""
    state: State
    """Of the submission."""

    @property
    def is_overtaken(self) -> bool:
        """Whether a later version is being written or was signed."""
        return self.version < self.newest

    @property
    def is_returned(self) -> bool:
        """Whether the city sent it back; the next version is then waiting to be mended."""
        return self.state == "returned" and self.newest - self.version <= 1


# The statements of a version are gone once it is opened again; its package is there for ever.
_VERSIONS = """
    WITH head AS (SELECT * FROM statement WHERE role = 'head' AND unit = :unit)
    SELECT package.unit, package.plan, package.period, package.version, package.id,
        package.at, coalesce(head.name, ''), coalesce(submission.version, package.version) AS newest,
        coalesce(submission.state, 'exported')
    FROM package
    LEFT JOIN submission USING (unit, period, plan)
    LEFT JOIN head ON head.period = package.period AND head.plan = package.plan AND submission.version = package.version
        AND head.unit = package.unit
    WHERE package.unit = :unit AND package.direction = 'out' AND package.kind = 'submission'
        AND EXISTS (SELECT 1 FROM revision WHERE revision.package = package.id AND revision.form = :form)
    UNION ALL
    SELECT submission.unit, submission.plan, submission.period, submission.version, 0,
        head.at, head.name, submission.version, submission.state
    FROM submission JOIN head USING (unit, period, plan)
    WHERE EXISTS (
            SELECT 1 FROM entry WHERE entry.unit = submission.unit AND entry.period = submission.period
                AND entry.plan = submission.plan AND entry.form = :form
        )
        AND NOT EXISTS (
            SELECT 1 FROM package WHERE package.unit = submission.unit AND package.period = submission.period
                AND package.plan = submission.plan AND package.version = submission.version
                AND package.direction = 'out' AND package.kind = 'submission'
        )
    ORDER BY 2, 3, 4
"""


def list_signed_versions(store: Store, unit: str, form: str) -> tuple[SignedVersion, ...]:
    """Every signed version that has rows or tombstones of a form, by plan, period and version."""
    rows = store.query(_VERSIONS, {"unit": unit, "form": form})
    return tuple(SignedVersion(*row) for row in rows)


def list_signed_lines(store: Store, signed: SignedVersion, form: str) -> tuple[bytes, ...]:
    """Canonical lines of the live rows of a form in a signed version, by row id."""
    if signed.package:
        sql = "SELECT body FROM revision WHERE package = ? AND form = ? AND deleted = 0 ORDER BY row_id"
        rows = store.query(sql, (signed.package, form))
    else:
        sql = """
            SELECT body FROM entry WHERE unit = ? AND period = ? AND plan = ? AND form = ? AND deleted = 0
            ORDER BY row_id
        """
        rows = store.query(sql, Sheet(signed.unit, signed.plan, signed.period, form).key)
    return tuple(body.encode() for (body,) in rows)


def read_signed_line(store: Store, signed: SignedVersion, form: str, row_id: str) -> bytes | None:
    """The canonical line of one row in a signed version, a tombstone's too; None when it is not there."""
    if signed.package:
        sql = "SELECT body FROM revision WHERE package = ? AND form = ? AND row_id = ?"
        rows = store.query(sql, (signed.package, form, row_id))
    else:
        sql = "SELECT body FROM entry WHERE unit = ? AND period = ? AND plan = ? AND form = ? AND row_id = ?"
        rows = store.query(sql, (*Sheet(signed.unit, signed.plan, signed.period, form).key, row_id))
    return rows[0][0].encode() if rows else None
