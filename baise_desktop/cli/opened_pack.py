"""What a task pack changed, as a unit reads it on opening."""

from typing import TYPE_CHECKING

from baise_desktop.cli.output import tell

if TYPE_CHECKING:
    from baise_desktop.app.packs.opening import OpenedPack

_MOST = 200


def tell_opened(opened: "OpenedPack") -> None:
    """Print the version, what the city says about it, what is new, and what must be signed again."""
    tell("task_pack_opened", plan=opened.plan_name, version=opened.version, count=opened.count)
    if opened.note:
        tell("pack_note", note=opened.note)
    for change in opened.changes[:_MOST]:
        print(change.sentence)
    if len(opened.changes) > _MOST:
        tell("pack_more", count=len(opened.changes) - _MOST)
    if opened.overtaken:
        tell("pack_overtaken", submissions=opened.overtaken_words)
