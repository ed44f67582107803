"""Rule R0 for every bad input, through the doors that people use.

(a) one Chinese sentence with a stable code, which says what to do; (b) the store means what it meant; (c) nothing is
written elsewhere, no process, no network; (d) the file is as it was; (e) time and memory have bounds; (f) the next good
package is merged as if the bad one had never come.
"""

import hashlib
import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from baise_desktop.app.desk import Desk
from baise_desktop.app.inbox.receiving import Outcome, merge_files, preview, verify_file
from baise_desktop.app.mail.letters import OpenedLetter, open_received
from baise_desktop.errors import BaiseError
from baise_desktop.store.verify import logical_digest
from tests.villains.estate import NOW, Estate
from tests.villains.watch import harmless

_CHINESE = re.compile(r"[\u4e00-\u9fff]")


class Ward:
    """Two offices, and a folder in which bad files arrive."""

    def __init__(self, estate: Estate, city: Desk, county: Desk, folder: Path) -> None:
        self.estate, self.city, self.county = estate, city, county
        self.folder = folder / "stick"
        self.folder.mkdir()
        self.root = folder / "root.pem"
        self.root.write_bytes(estate.root)

    @property
    def other(self) -> str:
        """The county's folder."""
        return str(self.county.folder)

    def file(self, data: bytes, name: str = "坏.asice") -> Path:
        """A file as it lies on a stick."""
        path = self.folder / name
        path.write_bytes(data)
        return path

    def refuse_frame(self, data: bytes, code: str) -> BaiseError:
        """No door lets the file in, whoever is asked; `verify` says why."""
        file = self.file(data)
        with self._unchanged(file):
            error = self._refuse_merging(file, code)
            inspected = verify_file(file, self.root, NOW).inspection
            self._refuse_opening(file, code)
        assert not inspected.intact.holds
        assert inspected.intact.code == code
        self.take_good()
        return error

    def refuse_inside(self, data: bytes, code: str, found: str) -> BaiseError:
        """No door lets the file in: the city says `code`, `verify` finds something else wrong perhaps."""
        file = self.file(data)
        with self._unchanged(file):
            error = self._refuse_merging(file, code)
            inspected = verify_file(file, self.root, NOW).inspection
            self._refuse_opening(file, "")
        assert inspected.intact.code == found
        self.take_good()
        return error

    def refuse_content(self, data: bytes, code: str, *, more: bool = False) -> BaiseError:
        """A validly signed submission with bad content is not merged, and nothing that a county opens.

        `more`: other bad files follow before the good one.
        """
        file = self.file(data)
        with self._unchanged(file):
            error = self._refuse_merging(file, code)
            assert verify_file(file, self.root, NOW).inspection.valid.holds
            self._refuse_opening(file, "")
        if not more:
            self.take_good()
        return error

    def refuse_signature(self, data: bytes, code: str) -> BaiseError:
        """A package under a bad signature is neither merged nor opened, and `verify` calls it unsound."""
        file = self.file(data)
        with self._unchanged(file):
            error = self._refuse_merging(file, code)
            verdict = verify_file(file, self.root, NOW)
            self._refuse_opening(file, "")
        assert not verdict.sound or code == "TRUST"
        self.take_good()
        return error

    def refuse_letter(self, data: bytes, code: str) -> BaiseError:
        """A validly signed letter with bad content is not opened, and nothing that is merged; the genuine one is."""
        file = self.file(data)
        with self._unchanged(file):
            error = self._refuse_opening(file, code)
            self._refuse_merging(file, "")
        opened = open_received(self.county, self.file(self.estate.receipt, "好.asice"), None, NOW)
        assert isinstance(opened, OpenedLetter)
        assert not opened.already
        return error

    def take(self, data: bytes, name: str = "好.asice") -> Outcome:
        """A package that is merged."""
        file = self.file(data, name)
        (looked,) = preview(self.city, [file], NOW)
        (outcome,) = merge_files(self.city, [file], NOW, with_backup=False)
        assert (looked.error, outcome.error) == (None, None)
        return outcome

    def take_good(self) -> None:
        """The next good package is merged as if nothing had happened."""
        report = self.take(self.estate.april).report
        assert report is not None
        assert not report.already
        assert logical_digest(self.city.store) == self.estate.good

    def _refuse_merging(self, file: Path, code: str) -> BaiseError:
        told = []
        for act in (preview, merge_files):
            (outcome,) = act(self.city, [file], NOW)
            assert outcome.report is None
            assert outcome.comparison is None
            assert outcome.error is not None
            assert outcome.as_json()["file"] == str(file)
            told.append(outcome.error)
        assert str(told[0]) == str(told[1])
        return self._check_words(told[0], code)

    def _refuse_opening(self, file: Path, code: str) -> BaiseError:
        with pytest.raises(BaiseError) as caught:
            open_received(self.county, file, None, NOW)
        return self._check_words(caught.value, code)

    def _check_words(self, error: BaiseError, code: str) -> BaiseError:
        assert error.code == (code or error.code)
        sentence = error.sentence
        assert _CHINESE.search(sentence)
        assert sentence.isprintable()
        assert "请" in sentence
        assert len(sentence) < 400
        return error

    @contextmanager
    def _unchanged(self, file: Path) -> Iterator[None]:
        before = _mark(file)
        with harmless(self.city.folder, self.county.folder):
            yield
        assert _mark(file) == before
        assert logical_digest(self.city.store) == self.estate.city
        assert logical_digest(self.county.store) == self.estate.county


def _mark(file: Path) -> tuple[str, int, int]:
    stat = file.stat()
    return hashlib.sha256(file.read_bytes()).hexdigest(), stat.st_mtime_ns, stat.st_size
