"""The forms of each published version: a submission is read by those that it was filled in with."""

from collections.abc import Mapping

from baise_desktop.app.desk import Desk
from baise_desktop.app.own_forms import list_published_forms, own_forms
from baise_desktop.errors import BaiseError
from baise_desktop.exchange.header import SubmissionHeader
from baise_desktop.exchange.unseal import FormsOf
from baise_desktop.form.definition import Form

_SHOWN = 12


def forms_by_version(desk: Desk) -> FormsOf:
    """What gives the forms for a header, each version being read from the disk once.

    The result raises CATALOGUE_UNKNOWN for a catalogue that the city neither published nor goes by.
    """
    held: dict[str, Mapping[str, Form]] = {desk.catalogue.digest: desk.catalogue.forms}
    published = frozenset(list_published_forms(desk.store))

    def forms_of(header: SubmissionHeader) -> Mapping[str, Form]:
        digest = header.catalogue
        if digest not in held:
            if digest not in published:
                raise BaiseError("CATALOGUE_UNKNOWN", version=header.task_pack, catalogue=digest[:_SHOWN])
            held[digest] = own_forms(desk.folder, digest).catalogue.forms
        return held[digest]

    return forms_of
