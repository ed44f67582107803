"""Packages taken apart and put together again in the right byte layout, whatever is signed."""

import io
import zipfile
from collections.abc import Mapping

from baise_desktop.exchange.container import ContainerWriter
from baise_desktop.exchange.zip_layout import MIMETYPE


def repack(package: bytes, changes: Mapping[str, bytes | None]) -> bytes:
    """A package with some files exchanged, added before the manifest, or (None) taken out."""
    with zipfile.ZipFile(io.BytesIO(package)) as archive:
        files = {name: archive.read(name) for name in archive.namelist() if name != MIMETYPE}
    added = {name: data for name, data in changes.items() if name not in files}
    out = io.BytesIO()
    container = ContainerWriter(out)
    for name, data in (added | files).items():
        content = changes.get(name, data)
        if content is not None:
            container.add(name, (content,))
    container.finish()
    return out.getvalue()
