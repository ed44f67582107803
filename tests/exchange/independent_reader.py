"""A second reader of packages, written from `docs/package-format.md` alone, with zipfile, openssl and json."""

import base64
import hashlib
import json
import re
import struct
import subprocess
import tempfile
import unicodedata
import zipfile
from pathlib import Path
from typing import Any
from urllib.parse import quote, unquote
from xml.etree import ElementTree as ET

MANIFEST, SIGNATURE = "META-INF/ASiCManifest001.xml", "META-INF/signature001.p7s"
PEOPLE = {"report.pdf", "report.xlsx", "说明.txt"}
BODY = {"header.json", "body.json"}
NEEDED: dict[str, set[str]] = {
    "enrolment": {"header.json"},
    "task-pack": {"header.json", "trust.json", "obligations.jsonl", "terms.json", "allocation.jsonl"},
    "submission": {"header.json", "records.jsonl", "signoff.json"},
    **dict.fromkeys(("receipt", "return", "decision"), BODY),
}
FOLDERS = {"submission": "attachments/", "task-pack": "forms/"}
COMMON = {"created_at", "format", "kind"}
HEADER: dict[str, set[str]] = {
    "enrolment": COMMON | {"installation", "recipient", "unit"},
    "task-pack": COMMON | {"catalogue", "city", "due", "note", "plan", "row_count", "version"},
    "submission": COMMON
    | {"catalogue", "counts", "epoch", "installation", "period", "plan", "prev", "recipient", "row_count", "seq"}
    | {"task_pack", "unit", "version"},
    **dict.fromkeys(("receipt", "return", "decision"), COMMON | {"recipient", "sender"}),
}
SUBMISSION = {"content", "identity", "period", "plan", "unit", "version"}
RECORD = {"fill_state", "form", "period", "plan", "row_id", "unit", "updated_at", "values"}
ASIC, DSIG = "http://uri.etsi.org/02918/v1.2.1#", "http://www.w3.org/2000/09/xmldsig#"


class RefusedError(Exception):
    """The package is not one."""


def require(holds: object, what: str) -> None:
    if not holds:
        raise RefusedError(what)


def read(file: Path, root: Path, at: int) -> dict[str, Any]:
    """The identity, the header and the JSON of a package; `at` is when its certificate must hold, in seconds."""
    raw = file.read_bytes()
    with zipfile.ZipFile(file) as archive:
        check_layout(raw, archive.infolist())
        files = {entry.filename: archive.read(entry) for entry in archive.infolist()}
    names = list(files)
    require(files["mimetype"] == b"application/vnd.etsi.asic-e+zip" and names[0] == "mimetype", "mimetype")
    require(names[-2:] == [MANIFEST, SIGNATURE], "order")
    signer = check_signature(files[MANIFEST], files[SIGNATURE], root, at)
    check_manifest(files[MANIFEST], {name: files[name] for name in names[1:-2]})
    header = load(files["header.json"])
    kind = header.get("kind")
    require(kind in HEADER and header.keys() - {"nonce"} == HEADER[kind] and header["format"] == 1, "header")
    there = {name for name in names[1:-2] if not name.startswith(FOLDERS.get(kind, "//"))}
    require(NEEDED[kind] <= there <= NEEDED[kind] | (PEOPLE if kind == "submission" else {"说明.txt"}), "files")
    sender = header["unit"] if kind in {"submission", "enrolment"} else "city.baise"
    require(sender == signer and header.get("sender", sender) == sender, "authority")
    require(header["recipient"] == "city.baise" if "unit" in header else True, "recipient")
    if kind == "submission":
        check_submission(header, files)
    elif "body.json" in files:
        check_body(kind, header, load(files["body.json"]))
    elif kind == "task-pack":
        require(len(files["obligations.jsonl"].splitlines()) == header["row_count"], "row_count")
        require(catalogue_of(files) == header["catalogue"], "catalogue")
    return {"identity": hashlib.sha256(files[MANIFEST]).hexdigest(), "signer": signer, "header": header}


def check_layout(raw: bytes, entries: list[zipfile.ZipInfo]) -> None:
    """Section 3: every byte of the headers is written again and compared."""
    position, directory = 0, b""
    for entry in entries:
        name = entry.filename.encode()
        flags = 0 if entry.filename.isascii() else 0x800
        method = 8 if re.search(r"\.(json|jsonl|xml|p7s|txt|toml)$", entry.filename) else 0
        sizes = (entry.CRC, entry.compress_size, entry.file_size, len(name), 0)
        common = struct.pack("<5H3I2H", 20, flags, method, 0, 0x21, *sizes)
        local = b"PK\x03\x04" + common + name
        require(raw[position : position + len(local)] == local, entry.filename)
        directory += b"PK\x01\x02\x14\x03" + common + bytes(6) + struct.pack("<2I", 0x81A40000, position) + name
        position += len(local) + entry.compress_size
    end = struct.pack("<4s4H2IH", b"PK\x05\x06", 0, 0, len(entries), len(entries), len(directory), position, 0)
    require(raw[position:] == directory + end, "central directory")


def check_signature(manifest: bytes, signature: bytes, root: Path, at: int) -> str:
    """Section 5: the unit in the certificate that signed the manifest."""
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / "manifest").write_bytes(manifest)
        (Path(folder) / "signature").write_bytes(signature)
        verify = ["openssl", "cms", "-verify", "-cades", "-binary", "-inform", "DER", "-in", "signature"]
        verify += ["-content", "manifest", "-CAfile", str(root), "-attime", str(at), "-out", "checked"]
        run = subprocess.run([*verify, "-signer", "signer.pem"], cwd=folder, capture_output=True, check=False)
        require(run.returncode == 0, "signature")
        tell = ["openssl", "x509", "-in", "signer.pem", "-noout", "-subject", "-nameopt", "multiline,utf8"]
        subject = subprocess.run(tell, cwd=folder, capture_output=True, check=True).stdout.decode()
    found = re.search(r"serialNumber\s*= (\S+)", subject)
    return found[1] if found else ""


def check_manifest(data: bytes, files: dict[str, bytes]) -> None:
    """Section 4: the manifest is written again from the files and compared."""
    types = {each.get("URI", ""): each.get("MimeType", "") for each in ET.fromstring(data)}
    require(files.keys() == {unquote(name) for name in types if name != SIGNATURE}, "coverage")
    told = f'<?xml version="1.0" encoding="UTF-8"?>\n<asic:ASiCManifest xmlns:asic="{ASIC}" xmlns:ds="{DSIG}">'
    told += f'<asic:SigReference URI="{SIGNATURE}" MimeType="application/pkcs7-signature"/>'
    for name, content in files.items():
        digest = base64.b64encode(hashlib.sha256(content).digest()).decode()
        told += f'<asic:DataObjectReference URI="{quote(name)}" MimeType="{types[quote(name)]}"><ds:DigestMethod '
        told += f'Algorithm="http://www.w3.org/2001/04/xmlenc#sha256"/><ds:DigestValue>{digest}</ds:DigestValue>'
        told += "</asic:DataObjectReference>"
    require(f"{told}</asic:ASiCManifest>\n".encode() == data, "manifest")


def load(data: bytes) -> Any:
    """Section 7: canonical JSON."""
    value = json.loads(data)
    again = json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    require(again.encode() == data and unicodedata.is_normalized("NFC", again), "canonical JSON")
    return value


def check_submission(header: dict[str, Any], files: dict[str, bytes]) -> None:
    """Sections 8.3 and 8.4, as far as they can be checked without the definitions."""
    require((header["seq"] == 1) == (header["prev"] == "0" * 64), "prev")
    records = [load(line) for line in files["records.jsonl"].split(b"\n")[:-1]]
    keys = [(record["form"], record["row_id"]) for record in records]
    require(keys == sorted(keys) and len({row for _, row in keys}) == len(keys), "order")
    named: dict[str, int] = {}
    for record in records:
        require(RECORD <= record.keys() <= RECORD | {"deleted", "evidence", "task"}, "record")
        require(all(record[key] == header[key] for key in ("unit", "plan", "period")), "authority")
        values = [each for value in record["values"].values() if isinstance(value, list) for each in value]
        enclosed = [each for each in (*values, *record.get("evidence", ())) if isinstance(each, dict)]
        named |= {each["sha256"]: each["size"] for each in enclosed}
    counts = {form: sum(form == each for each, _ in keys) for form in {*header["counts"], *(form for form, _ in keys)}}
    require(counts == header["counts"] and len(keys) == header["row_count"], "counts")
    signoff = load(files["signoff.json"])
    require(sorted(each["role"] for each in signoff["statements"]) == ["filler", "head", "reviewer"], "signoff")
    for name, content in files.items():
        if name.startswith("attachments/"):
            digest = hashlib.sha256(content).hexdigest()
            require(name == f"attachments/{digest}" and named.get(digest) == len(content), "attachment")


def check_body(kind: str, header: dict[str, Any], body: dict[str, Any]) -> None:
    """Sections 8.5 and 8.6."""
    if kind == "decision":
        numbers = [each["number"] for each in body["decisions"]]
        require(body.keys() == {"decisions"} and numbers == sorted(set(numbers)), "decisions")
        return
    own = {"decisions", "journal", "received_at", "state"} if kind == "receipt" else {"comments", "decision", "reason"}
    require(body.keys() - {"earlier"} == own | {"submission"}, "body")
    require(body["submission"].keys() == SUBMISSION, "submission")
    require(body["submission"]["unit"] == header["recipient"], "authority")


def catalogue_of(files: dict[str, bytes]) -> str:
    """Section 8.2: what names a version of the definitions."""
    total = hashlib.sha256()
    for name in (name for name in files if name.startswith("forms/")):
        total.update(f"{name[6:]}\0{len(files[name])}\0".encode() + files[name])
    return total.hexdigest()
