"""How the panels below the unit's forms are made, and how they are joined to the rest."""

from __future__ import annotations

from typing import TYPE_CHECKING

from baise_desktop.ui.unit.page_making import follow_check

if TYPE_CHECKING:
    from baise_desktop.app.checks.checking import SubmissionCheck
    from baise_desktop.ui.unit.evidence_link import EvidenceLink
    from baise_desktop.ui.unit.evidence_panel import EvidencePanel
    from baise_desktop.ui.unit.findings_panel import FindingsPanel
    from baise_desktop.ui.unit.history_panel import HistoryPanel
    from baise_desktop.ui.unit.lower_panel import LowerPanel
    from baise_desktop.ui.unit.workspace import UnitWorkspace


def make_findings(work: UnitWorkspace) -> FindingsPanel:
    """What the check found."""
    from baise_desktop.ui.unit.findings_panel import FindingsPanel

    panel = FindingsPanel()
    panel.forms = work.session.catalogue.forms
    panel.finding_chosen.connect(work.go_to)
    panel.explain_requested.connect(work.watch.explain)
    panel.warned.connect(work.notice.show_warning)

    def show(check: SubmissionCheck) -> None:
        panel.show_check(check, work.submission.titles(), locked=bool(work.session.locked))

    follow_check(work, show)
    return panel


def make_evidence(work: UnitWorkspace) -> EvidencePanel:
    """The files of a row."""
    from baise_desktop.ui.unit.evidence_panel import EvidencePanel

    panel = EvidencePanel(work.session)
    panel.refused.connect(work.notice.show_error)
    panel.warned.connect(work.notice.show_warning)
    panel.told.connect(work.notice.show_success)
    return panel


def make_cell_history(work: UnitWorkspace) -> HistoryPanel:
    """What a cell held."""
    from baise_desktop.ui.unit.history_panel import HistoryPanel

    return HistoryPanel(work.session, work.ledger, (work.task.sheet, work.target.sheet))


def make_below(work: UnitWorkspace) -> LowerPanel:
    """The panels below a form, hidden until one is on show."""
    from baise_desktop.ui.unit.lower_panel import LowerPanel

    panel = LowerPanel(work.findings, work.evidence, work.cell_history, work.shell.preferences)
    panel.hide()
    panel.refused.connect(work.notice.show_error)
    work.split.addWidget(panel)
    return panel


def make_link(work: UnitWorkspace) -> EvidenceLink:
    """Between the cursor and the files of its row."""
    from baise_desktop.ui.unit.evidence_link import EvidenceLink

    return EvidenceLink(work.session, work.ledger, work.evidence, work.below)
