"""Files as they go into a package, and as they are found in one."""

from dataclasses import dataclass
from pathlib import Path

from baise_desktop.exchange.zip_layout import README


@dataclass(frozen=True, slots=True)
class PackedFile:
    """One file to be packed."""

    name: str
    """Name inside the package, such as `records.jsonl` or `attachments/<sha256>`."""
    media_type: str
    content: bytes | Path
    """The bytes, or a file that is streamed."""


def readme_files(text: bytes) -> tuple[PackedFile, ...]:
    """`说明.txt`; no file where there is no text."""
    return (PackedFile(README, "text/plain", text),) if text else ()


@dataclass(frozen=True, slots=True)
class SignedFile:
    """One file that a manifest names."""

    name: str
    media_type: str
    digest: str
    """SHA-256, 64 lower-case hex digits."""
