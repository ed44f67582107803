"""One repair of reportlab 5.1: what is copied out of a PDF must be what was written, beyond the basic plane too."""

from collections.abc import Sequence

from reportlab.pdfbase import ttfonts

_BLOCK = 100  # a bfchar block may hold no more


def _target(code: int) -> str:
    # reportlab writes U+2CB4E as five hex digits, which no reader takes; CMaps want UTF-16BE
    return chr(code).encode("utf-16-be", "surrogatepass").hex().upper()


def make_to_unicode_cmap(fontname: str, subset: Sequence[int]) -> str:
    """The ToUnicode map of one subset: byte code to character.

    Args:
        fontname: name of the subset font.
        subset: code points by byte code.
    """
    # PDF/A allows no zero there: codes that stand for nothing are left out
    entries = [f"<{code:02X}> <{_target(character)}>" for code, character in enumerate(subset) if character]
    lines = [
        "/CIDInit /ProcSet findresource begin",
        "12 dict begin",
        "begincmap",
        "/CIDSystemInfo",
        f"<< /Registry ({fontname})",
        f"/Ordering ({fontname})",
        "/Supplement 0",
        ">> def",
        f"/CMapName /{fontname} def",
        "/CMapType 2 def",
        "1 begincodespacerange",
        f"<00> <{len(subset) - 1:02X}>",
        "endcodespacerange",
    ]
    for start in range(0, len(entries), _BLOCK):
        block = entries[start : start + _BLOCK]
        lines += [f"{len(block)} beginbfchar", *block, "endbfchar"]
    lines += ["endcmap", "CMapName currentdict /CMap defineresource pop", "end", "end"]
    return "\n".join(lines)


def install() -> None:
    """Put the repair in place; doing so again changes nothing."""
    ttfonts.makeToUnicodeCMap = make_to_unicode_cmap
