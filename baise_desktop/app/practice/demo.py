"""The whole round trip on fictitious data, through the same functions as the window and the command line."""

from collections.abc import Callable, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from pathlib import Path
from random import Random

from baise_desktop import paths
from baise_desktop.app.checks import checking, sign_off
from baise_desktop.app.clock import ROW_RANDOM_BYTES
from baise_desktop.app.desk import Desk, close_desk, load_forms, open_desk
from baise_desktop.app.enrolment import setup
from baise_desktop.app.entry import filling, undoing
from baise_desktop.app.files.output_file import require_empty, write_whole
from baise_desktop.app.inbox import deciding, receiving
from baise_desktop.app.installation.home import open_submission, owed_here
from baise_desktop.app.outgoing import exporting
from baise_desktop.app.packs.publishing import publish
from baise_desktop.app.practice.demo_rows import RowMaker
from baise_desktop.app.results import reports
from baise_desktop.errors import Severity
from baise_desktop.form.definition import FieldType, Form, FormKind
from baise_desktop.form.period import parse_period
from baise_desktop.form.record import Record
from baise_desktop.progress import allocation
from baise_desktop.store.entries import Sheet
from baise_desktop.texts import say

PASSPHRASE = "yanshi-koulin-2023"  # noqa: S105  the demonstration's keys protect nothing
PLAN = "p2"
PERIODS = ("2023", "2023H2", "2023Q4", "2023-12", "2023Q3", "2023H1", "2023Q2", "2023Q1", "2022", "2022H2", "2022Q4")
"""Which periods are played, the most telling first; played in the order of their ends."""
_UNFINISHED = ("2023H1", "2022H2", "2022H1")
"""The first of these that is not played is left half done."""
_TOUCHED_AGAIN = 10
"""One row in so many of those carried over is changed in the next period."""

Tell = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class DemoPlan:
    """How large the demonstration is."""

    units: int = 12
    periods: int = 4
    rows: int = 200
    """Register rows of one unit in one period."""
    seed: int = 1


def play(folder: Path, plan: DemoPlan, now: datetime, tell: Tell) -> None:
    """Play enrolment, task pack, entry, sign-off, export, merge and reports into an empty folder.

    Args:
        folder: made when missing; city, one folder for each unit, outbox, reports, root.pem.
        plan: how large.
        now: when keys are made and packages signed; what is filled in is dated by its period.
        tell: takes one sentence for each step.

    Raises:
        BaiseError: FOLDER_NOT_EMPTY, OUT_FOLDER.
    """
    require_empty(folder)
    with ExitStack() as stack:
        city, units = _enrol(folder, plan, now, tell, stack)
        packages = [
            _report_period(folder, desk, period, plan, now, tell) for period in _periods(plan.periods) for desk in units
        ]
        _merge(city, packages, _periods(plan.periods)[0], now, tell)
        _write_documents(folder, city, units, _periods(plan.periods)[-1], now, tell)
        _leave_unfinished(units[0], plan, tell)
    tell(say("demo.done", folder=folder))


def _periods(count: int) -> tuple[str, ...]:
    return tuple(sorted(PERIODS[:count], key=lambda text: (parse_period(text).end, len(text))))


def _enrol(folder: Path, plan: DemoPlan, now: datetime, tell: Tell, stack: ExitStack) -> tuple[Desk, list[Desk]]:
    tell(say("demo.step_city"))
    root = setup.create_city(folder / "city", PASSPHRASE, now)
    city = _opened(folder / "city", stack)
    write_whole(folder / "root.pem", setup.root_certificate_pem(city))
    chosen = [unit for unit in load_forms().units.values() if unit.kind == "county"][: plan.units]
    for unit in chosen:
        tell(say("demo.step_unit", unit=unit.name))
        request = folder / unit.id / "enrolment.asice"
        fingerprint = setup.create_unit(folder / unit.id, unit.id, request, PASSPHRASE, now)
        setup.admit(city, request, fingerprint, PASSPHRASE, now)
    tell(say("demo.step_pack"))
    pack = publish(city, PLAN, say("demo.pack_note"), folder / "task-pack.asice", PASSPHRASE, now).path
    desks = [_opened(folder / unit.id, stack) for unit in chosen]
    for desk in desks:
        setup.open_task_pack(desk, pack, root, now)
    return city, desks


def _opened(folder: Path, stack: ExitStack) -> Desk:
    desk = open_desk(folder)
    stack.callback(close_desk, desk)
    return desk


def _report_period(folder: Path, desk: Desk, period: str, plan: DemoPlan, now: datetime, tell: Tell) -> Path:
    random = Random(f"{plan.seed}/{desk.office.unit}/{period}")  # noqa: S311  plausible, not secret
    filled_at = datetime.combine(parse_period(period).end + timedelta(days=5), time(9), UTC)
    open_submission(desk, PLAN, period, filled_at)
    forms = owed_here(desk, PLAN, period)
    rows = fill_registers(desk, period, [f for f in forms if f.kind is FormKind.REGISTER], plan.rows, random, filled_at)
    fill_single_forms(desk, period, [f for f in forms if f.kind is not FormKind.REGISTER], random, filled_at)
    _explain_all(desk, period, random, filled_at)
    for number, role in enumerate(("filler", "reviewer", "head")):
        name = say("demo.person", number=f"{random.randint(1, 30) * 3 + number:02}")
        sign_off.sign_off(desk, PLAN, period, role, name, filled_at)
    tell(say("demo.step_period", period=period, unit=desk.unit.name, rows=rows))
    return exporting.export(desk, PLAN, period, folder / "outbox" / desk.office.unit, PASSPHRASE, now).path


def _leave_unfinished(desk: Desk, plan: DemoPlan, tell: Tell) -> None:
    """Begin one more submission with a few planted mistakes, so that there is something to go on with."""
    played = _periods(plan.periods)
    period = next((each for each in _UNFINISHED if each not in played), None)
    if period is None:
        return
    random = Random(f"{plan.seed}/{desk.office.unit}/{period}")  # noqa: S311  plausible, not secret
    filled_at = datetime.combine(parse_period(period).end + timedelta(days=5), time(9), UTC)
    open_submission(desk, PLAN, period, filled_at)
    forms = owed_here(desk, PLAN, period)
    registers = [form for form in forms if form.kind is FormKind.REGISTER]
    fill_registers(desk, period, registers[: len(registers) * 2 // 3], plan.rows // 2, random, filled_at)
    singles = [form for form in forms if form.kind is not FormKind.REGISTER]
    fill_single_forms(desk, period, singles[: len(singles) * 2 // 3], random, filled_at)
    _plant_mistakes(desk, period, registers, filled_at)
    undoing.forget(desk, PLAN, period)
    tell(say("demo.step_unfinished", unit=desk.unit.name, period=period))


def _plant_mistakes(desk: Desk, period: str, registers: Sequence[Form], filled_at: datetime) -> None:
    planted = {FieldType.DATE: say("demo.mistake_date"), FieldType.DECIMAL: say("demo.mistake_amount")}
    for form in registers[:4]:
        sheet = Sheet(desk.office.unit, PLAN, period, form.id)
        rows = filling.list_rows(desk, sheet)
        field = next((item for item in form.fields if item.type in planted), None)
        if rows and field:
            filling.set_cell(desk, sheet, rows[0].record.row_id, field.key, planted[field.type], filled_at)


def fill_registers(
    desk: Desk, period: str, forms: Sequence[Form], wanted: int, random: Random, filled_at: datetime
) -> int:
    """Fill the registers of one submission with about that many rows; returns how many there are then.

    The breakdown of targets stays empty: what is required of a unit is the city's to say.
    """
    maker = RowMaker(desk.catalogue, desk.unit, random)
    fillable = [form for form in _referenced_first(forms) if form.id != allocation.REGISTER]
    references: dict[str, list[str]] = {}
    total = 0
    for place, form in enumerate(fillable):
        sheet = Sheet(desk.office.unit, PLAN, period, form.id)
        carried = filling.list_rows(desk, sheet)
        _touch(desk, sheet, form, [entry.record.row_id for entry in carried], random, filled_at)
        share = (wanted - total) // (len(fillable) - place)
        missing = max(share - len(carried), 1 if not carried else share // _TOUCHED_AGAIN)
        maker.know(form, [_texts(desk, form, entry.record) for entry in carried])
        made = maker.make_rows(form, parse_period(period), missing, references)
        added = filling.add_rows(desk, sheet, made, filled_at, lambda: random.randbytes(ROW_RANDOM_BYTES))
        references[form.id] = [entry.record.row_id for entry in (*carried, *added)]
        total += len(carried) + len(added)
    return total


def _texts(desk: Desk, form: Form, record: Record) -> dict[str, str]:
    return {key: filling.show_cell(desk, form.field(key), record.values.get(key)) for key in form.key}


def _referenced_first(forms: Sequence[Form]) -> list[Form]:
    """Registers that others point into come before those; ties keep their order."""
    targets = {item.ref for form in forms for item in form.fields if item.type is FieldType.REF}
    return sorted(forms, key=lambda form: form.id not in targets)


def _touch(desk: Desk, sheet: Sheet, form: Form, row_ids: Sequence[str], random: Random, filled_at: datetime) -> None:
    """Change a long text of a few of the rows carried over, as a clerk does who brings them up to date."""
    texts = [item for item in form.fields if item.type is FieldType.LONGTEXT]
    if not texts:
        return
    chosen = [row_id for row_id in row_ids if random.randrange(_TOUCHED_AGAIN) == 0]
    cells = [
        filling.TypedCell(
            row_id,
            texts[0].key,
            say("demo.sentence", unit=desk.unit.short, name=texts[0].name, count=random.randint(2, 30)),
        )
        for row_id in chosen
    ]
    if cells:
        filling.set_cells(desk, sheet, cells, filled_at)


def fill_single_forms(desk: Desk, period: str, forms: Sequence[Form], random: Random, filled_at: datetime) -> None:
    """Answer everything that the task and target forms require."""
    maker = RowMaker(desk.catalogue, desk.unit, random)
    for form in forms:
        sheet = Sheet(desk.office.unit, PLAN, period, form.id)
        entry = filling.single_entry(desk, sheet, filled_at)
        texts: Mapping[str, str] = maker.make_single(form, parse_period(period))
        filling.set_cells(
            desk, sheet, [filling.TypedCell(entry.record.row_id, key, text) for key, text in texts.items()], filled_at
        )


def _explain_all(desk: Desk, period: str, random: Random, filled_at: datetime) -> None:
    for finding in checking.check_submission(desk, PLAN, period).findings:
        if finding.severity is Severity.EXPLAIN:
            text = say("demo.explanation", count=random.randint(2, 9))
            checking.explain(desk, PLAN, period, finding.id, text, filled_at)


def _merge(city: Desk, packages: Sequence[Path], accepted_period: str, now: datetime, tell: Tell) -> None:
    tell(say("demo.step_merge", count=len(packages)))
    outcomes = receiving.merge_files(city, packages, now)
    for outcome in outcomes:
        if outcome.error:
            raise outcome.error
    for package in receiving.list_received(city):
        if package.period == accepted_period:
            deciding.decide(city, package.identity, "accept", PASSPHRASE, now)


def _write_documents(folder: Path, city: Desk, units: Sequence[Desk], period: str, now: datetime, tell: Tell) -> None:
    from baise_desktop.app.outgoing.stamping import read_seal
    from baise_desktop.report.demo_seal import demo_seal

    tell(say("demo.step_report"))
    out = folder / "reports"
    as_of = parse_period(period).end
    for suffix in ("pdf", "xlsx"):
        reports.write_figures(city, PLAN, as_of, out / f"figures-{PLAN}.{suffix}", now)
    for number, desk in enumerate(units):
        path = out / f"{desk.office.unit}-{PLAN}-{period}.pdf"
        if number == 0:
            seal = write_whole(
                folder / desk.office.unit / "demo-seal.png",
                demo_seal(desk.unit.short, paths.resources_folder() / "fonts"),
            )
            exporting.write_submission_pdf(desk, PLAN, period, path, now, passphrase=PASSPHRASE, seal=read_seal(seal))
        elif number < 3:
            exporting.write_submission_pdf(desk, PLAN, period, path, now)
