"""What a refused file says that it is: who brings a file of another kind to the inbox is told where it belongs."""

from baise_desktop.app.files.joining import Arrived
from baise_desktop.errors import BaiseError
from baise_desktop.exchange.envelope import examine
from baise_desktop.exchange.header import Kind
from baise_desktop.exchange.package_source import reading


def tell_place(arrived: Arrived, error: BaiseError) -> BaiseError:
    """The refusal, or a better one where an unknown certificate is no wonder: a request brings its own."""
    if error.code != "TRUST" or _stated_kind(arrived) is not Kind.ENROLMENT:
        return error
    return BaiseError("ENROLMENT_HERE")


def _stated_kind(arrived: Arrived) -> Kind | None:
    """Nobody vouches for it; it decides about words alone."""
    try:
        with reading(arrived.open()) as opened:
            return examine(opened).stated_kind()
    except BaiseError:
        return None
