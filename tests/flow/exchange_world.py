"""A city and its counties with everything that happens between them, act by act; the oracles look after every act."""

import io
import shutil
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path
from random import Random
from typing import Any

import pytest

from baise_desktop import paths
from baise_desktop.app.desk import Desk, close_desk, open_desk
from baise_desktop.app.enrolment import setup
from baise_desktop.app.enrolment.catching_up import catch_up
from baise_desktop.app.enrolment.rebuilding import rebuild
from baise_desktop.app.enrolment.renewing import ask_again
from baise_desktop.app.enrolment.restoring import bring_back
from baise_desktop.app.enrolment.rotating import rotate
from baise_desktop.app.inbox.deciding import decide
from baise_desktop.app.inbox.receipts import make_receipt
from baise_desktop.app.inbox.receiving import merge_files
from baise_desktop.app.inbox.resolving import list_conflicts, resolve
from baise_desktop.app.inbox.returning import return_submission
from baise_desktop.app.inbox.revoking import revoke
from baise_desktop.app.keys.own_keys import own_keys, unit_signer
from baise_desktop.app.keys.trust import require_trust
from baise_desktop.app.mail.letters import OpenedLetter, open_received
from baise_desktop.app.packs.publishing import publish
from baise_desktop.errors import BaiseError
from baise_desktop.exchange import merge as merging
from baise_desktop.exchange.header import Kind
from baise_desktop.exchange.unseal import unseal
from baise_desktop.exchange.verified_package import VerifiedPackage
from baise_desktop.signing.authority import make_request
from baise_desktop.signing.cades import IdentitySigner
from baise_desktop.signing.certificates import fingerprint
from baise_desktop.signing.encryption import encrypt
from baise_desktop.store import received
from baise_desktop.store.backup import backup, restore
from baise_desktop.store.logical_state import logical_digest
from baise_desktop.store.packages import get_package, read_package
from baise_desktop.store.queries import read_standings
from baise_desktop.store.submissions import newest_sealed_version, read_submission
from tests.flow.exchange_model import Act, Deed, Mail
from tests.flow.exchange_offices import (
    KEYS,
    PERIODS,
    START,
    UNITS,
    Computer,
    Founding,
    craft,
    kept_bytes,
    read_mail,
)
from tests.flow.exchange_oracles import Broken, State, check, check_at_the_end, look, look_receipt, require
from tests.round_trip import PASSPHRASE, PLAN

KILLS = ("insert_package", "insert_revisions", "count_changes", "_keep_attachments", "append_decision", "COMMIT")
"""Where a merge is killed: before these steps, and right after the change is kept."""
MOST_COMPUTERS = 5
NO_KEY = ("NO_CERTIFICATE", "KEY_MISMATCH")
"""Why a unit cannot sign whose key was revoked: no other is admitted, or one of another computer."""


class Killed(BaseException):
    """The process is gone."""


def copy_as_it_stands(folder: Path, place: Path) -> None:
    """Copy a folder in which a file may be written at this moment, and be called otherwise the next."""
    for _ in range(100):
        try:
            shutil.copytree(folder, place)
        except shutil.Error:
            shutil.rmtree(place)
        else:
            return
    raise RuntimeError(folder)


@dataclass(frozen=True)
class Letter:
    """A receipt or return on its way."""

    kind: Kind
    mail: Mail
    number: int
    word: str
    data: bytes


class World:
    """Everything there is. Acts take numbers that choose among what there is; without a choice they do nothing."""

    def __init__(self, founding: Founding, folder: Path) -> None:
        KEYS.used = founding.keys
        self.founding, self.folder, self.now = founding, folder, START
        self.count = 0
        for name in ("city", *UNITS):
            shutil.copytree(founding.folder / name, folder / name)
        self.city = open_desk(folder / "city")
        self.computers = [Computer(open_desk(folder / unit)) for unit in UNITS]
        self.asked = {own_keys(each.desk)[0]: each.desk.office.installation for each in self.computers}
        """By the fingerprint of a key: which installation made it."""
        self.mail: list[Mail] = []
        """Sent and not lost; it may have arrived."""
        self.held: dict[str, Mail] = {}
        self.verified: dict[str, VerifiedPackage] = {}
        self.acts: list[Act] = []
        self.letters: list[Letter] = []
        self.packs: list[bytes] = [(founding.folder / "pack.asice").read_bytes()]
        self.told_of = 0
        """How many submissions the city held when it published the last of them."""
        self.heads: set[str] = set()
        """Journal heads that the city has shown."""
        self.backups: dict[int, list[Path]] = {}
        self.city_backups: list[Path] = []
        self.receipts: dict[tuple[str, str, int, str], bytes] = {}
        check(self)

    def close(self) -> None:
        for desk in (self.city, *(each.desk for each in self.computers)):
            close_desk(desk)

    def finish(self) -> None:
        """The oracles that are too dear for every act."""
        check_at_the_end(self)

    # --- counties

    def export(self, computer: int, period: int, what: int) -> None:
        at = self._computer(computer)
        self._tick()
        with suppress_code(*NO_KEY):
            mail = at.report(PERIODS[period % len(PERIODS)], what, self.count, self.now)
            self._require_whole(at, mail)
            self.mail.append(mail)

    def lose(self, which: int) -> None:
        if self.mail:
            self.mail.pop(which % len(self.mail))

    def fork(self, computer: int) -> None:
        """A copy of a store goes on as a second computer."""
        if len(self.computers) < MOST_COMPUTERS:
            at = self._computer(computer)
            copy = shutil.copytree(at.desk.folder, self._place("fork"))
            self.computers.append(Computer(open_desk(copy), {key: dict(each) for key, each in at.words.items()}))

    def move(self, unit: int) -> None:
        """A second computer as it should be: with its own key, admitted by the city."""
        if len(self.computers) < MOST_COMPUTERS:
            self._tick()
            place, request = self._place("second"), self._place("request")
            mark = setup.create_unit(place, UNITS[unit % len(UNITS)], request, PASSPHRASE, self.now)
            setup.admit(self.city, request, mark, PASSPHRASE, self.now)
            self._publish()
            desk = open_desk(place)
            self.asked[mark] = desk.office.installation
            root = require_trust(self.city).root_fingerprint
            setup.open_task_pack(desk, self._file(self.packs[-1]), root, self.now)
            self.computers.append(Computer(open_desk(place)))
            close_desk(desk)
            reached = max((each.epoch for each in self._all_mail() if each.unit == UNITS[unit % len(UNITS)]), default=0)
            planned = self.computers[-1].desk.office.epoch
            require(10, planned > 1, f"a second computer begins in epoch {planned}, {reached} was used")

    def back_up(self, computer: int) -> None:
        at = self._computer(computer)
        place = backup(at.desk.store, self._place("backup"), self.now)
        self.backups.setdefault(self.computers.index(at), []).append(place)

    def restore_county(self, computer: int, which: int, announced: int) -> None:
        """An older backup takes the place of what a computer held."""
        at = self._computer(computer)
        kept = self.backups.get(self.computers.index(at))
        if not kept:
            return
        source, place = kept[which % len(kept)], self._place("restored")
        if announced % 2:
            bring_back(source, place, self.now)
        else:
            restore(source, place, paths.database_folder(), self.now).close()
        before, number = at.desk.office.installation, self.computers.index(at)
        close_desk(at.desk)
        desk = open_desk(place)
        self.computers[number] = Computer(desk)
        if announced % 2:
            require(10, desk.office.installation != before, "an announced restore goes on as what it was")
            require(10, desk.office.epoch > 1, "an announced restore begins no new epoch")
            require(10, not self._used(desk), "the epoch after a restore was used before")

    def catch_up(self, computer: int, which: int) -> None:
        """A receipt tells a restored computer which version it had reached."""
        at, letter = self._computer(computer), self._letter(which)
        if letter is None:
            return
        before = logical_digest(at.desk.store)
        try:
            caught = catch_up(at.desk, self._file(letter.data), self.now)
        except BaiseError:
            require(17, logical_digest(at.desk.store) == before, "a receipt that was refused changed something")
            return
        version = read_submission(at.desk.store, at.unit, PLAN, caught.period).version
        require(10, version >= caught.version, "a version that the city holds would be used again")

    def renew(self, computer: int) -> None:
        """A new key, admitted, and the task pack that says so."""
        at = self._computer(computer)
        self._tick()
        request = self._place("request")
        mark = ask_again(at.desk, request, PASSPHRASE, self.now)
        setup.admit(self.city, request, mark, PASSPHRASE, self.now)
        self.asked[mark] = at.desk.office.installation
        self._publish()
        self.open_pack(computer, -1)

    def open_pack(self, computer: int, which: int) -> None:
        """Any pack ever published; an older one takes nothing back."""
        at = self._computer(computer)
        data = self.packs[-1] if which < 0 else self.packs[which % len(self.packs)]
        held, before = require_trust(at.desk), logical_digest(at.desk.store)
        try:
            open_received(at.desk, self._file(data), None, self.now)
        except BaiseError as error:
            require(17, logical_digest(at.desk.store) == before, "a pack that was refused changed something")
            require(6, which >= 0 or error.code != "ROLLBACK", f"the newest pack is refused: {error}")
        self._reopen(at)
        if data == self.packs[-1] and self.told_of == len(self.held):
            require(10, self._is_alone(at.desk), "two installations of a unit go on in one epoch")
        now = require_trust(at.desk)
        require(6, now.version >= held.version, f"the trust list went back from {held.version} to {now.version}")

    def open_letter(self, computer: int, which: int) -> None:
        at, letter = self._computer(computer), self._letter(which)
        if letter is not None:
            self._open_letter(at, letter)

    # --- the way to the city

    def deliver(self, which: int, sealed: int = 0) -> None:
        """Any mail at any time, and again; in a sealed envelope or open."""
        if self.mail:
            self._deliver(self.mail[which % len(self.mail)], encrypted=bool(sealed % 2))

    def sign_again(self, which: int) -> None:
        """The same words under another signature, made later: the same package in another file."""
        if self.mail:
            mail = self.mail[which % len(self.mail)]
            with suppress_code(*NO_KEY):
                twin = self._twin(mail)
                if twin is not None:
                    self._deliver(twin)

    def deliver_all(self, seed: int) -> None:
        """Whatever lies about, shuffled, in one batch."""
        for mail in Random(seed).sample(self.mail, len(self.mail)):
            self._deliver(mail)

    def crash(self, which: int, moment: int) -> None:
        """The city's process is killed while it merges; what lies on the disk is what goes on."""
        fresh = [each for each in self.mail if each.identity not in self.held and not self._is_revoked(each)]
        if not fresh:
            return
        mail, step = fresh[which % len(fresh)], KILLS[moment % len(KILLS)]
        before = look(self.city)
        verified = self._verify(mail)
        place = self._place("crashed")
        with suppress_code(*NO_KEY):
            # Of an interrupted merge a file may stay behind that is signed otherwise than the one that comes then.
            mail = mail if moment % 2 else self._twin(mail) or mail
        self._kill(mail, step, place)
        close_desk(self.city)
        self.city = open_desk(place)
        after = logical_digest(self.city.store)
        if step == "COMMIT":
            require(4, get_package(self.city.store, mail.identity) is not None, "what was merged is gone after a crash")
            self.held[mail.identity], self.verified[mail.identity] = mail, verified
        else:
            require(3, after == before.digest, f"killed before {step}, and something stayed")
        check(self)
        self._deliver(next(each for each in fresh if each.identity == mail.identity))

    def forge(self, which: int, crime: int) -> None:
        """Files that must be refused, each in its own way."""
        if not self.mail:
            return
        mail = self.mail[which % len(self.mail)]
        other = next(each for each in self.computers if each.unit != mail.unit)
        own = IdentitySigner(make_request(mail.unit, mail.unit, self.now))
        signers: dict[str, Callable[[], tuple[str, bytes]]] = {
            "NOT_PACKAGE": lambda: ("", Random(which).randbytes(500)),
            "": lambda: ("", mail.data[: Random(crime).randrange(1, len(mail.data))]),
            "AUTHORITY": lambda: craft(mail.data, unit_signer(other.desk, PASSPHRASE), self.now),
            "TRUST": lambda: craft(mail.data, own, self.now),
            "KIND": lambda: ("", self.packs[0]),
        }
        code = list(signers)[crime % len(signers)]
        with suppress_code(*NO_KEY):
            self._refused(signers[code]()[1], code)

    def garble(self, which: int, place: int) -> None:
        """One bit of a package is another."""
        if self.mail:
            mail = self.mail[which % len(self.mail)]
            data = bytearray(mail.data)
            data[place % len(data)] ^= 1 << (place % 8)
            self._refused(bytes(data), "")

    def fast_forward(self, computer: int, jump: int) -> None:
        """Somebody with the unit's key writes another number into the header."""
        at = self._computer(computer)
        mine = [each for each in self.mail if each.unit == at.unit]
        if not mine:
            return
        with suppress_code(*NO_KEY):
            source, signer = mine[-1], unit_signer(at.desk, PASSPHRASE)
            seq, version = source.seq + 1 + jump % 3_000, source.version + 1 + jump % 2
            self._tick()
            identity, data = craft(source.data, signer, self.now, seq=seq, version=version, prev=source.identity)
            self.mail.append(read_mail(data, identity, self._content_of(data), fingerprint(signer.certificate)))

    # --- the city

    def accept(self, which: int) -> None:
        self._decide("accept", which)

    def withdraw(self, which: int) -> None:
        self._decide("withdraw", which)

    def bring_in_again(self, which: int) -> None:
        self._decide("restore", which)

    def give_back(self, which: int, reason: int) -> None:
        """A return, with the letter that says so."""
        mail = self._held(which)
        if mail is None:
            return
        self._tick()
        with suppress_code("RETURN_WITHDRAWN"):
            words = f"请核对第 {reason % 3 + 1} 处"
            made = return_submission(self.city, mail.identity, [], words, PASSPHRASE, self.now)
            again = return_submission(self.city, mail.identity, [], words, PASSPHRASE, self.now)
            require(13, again == made, "the same return twice is not the same bytes")
            self._act("return", [mail.identity])
            self._post(Kind.RETURN, mail, "returned", made.content)

    def receipt(self, which: int) -> None:
        mail = self._held(which)
        if mail is None:
            return
        self._tick()
        made = make_receipt(self.city, mail.identity, PASSPHRASE, self.now)
        receipt = look_receipt(self, mail, made.content)
        again = make_receipt(self.city, mail.identity, PASSPHRASE, self.now + timedelta(days=1))
        require(1, again == made, "the same receipt twice is not the same bytes")
        self._post(Kind.RECEIPT, mail, receipt.state, made.content)

    def resolve(self, which: int, keep: int, whole: int) -> None:
        """The city says which side stands; half of the sides decide nothing."""
        open_ones = list_conflicts(self.city)
        if not open_ones:
            return
        self._tick()
        sides = open_ones[which % len(open_ones)].identities
        kept = sides[keep % len(sides)]
        if whole % 3 == 0:
            before = look(self.city)
            try:
                resolve(self.city, [kept], kept, PASSPHRASE, self.now)
            except BaiseError as error:
                require(8, error.code.startswith("RESOLVE_"), f"half a resolution is refused oddly: {error}")
            require(8, look(self.city) == before, "half a resolution changed something")
            return
        resolve(self.city, sides, kept, PASSPHRASE, self.now)
        self._act("resolve", sides, keep=kept)

    def revoke(self, unit: int, back: int) -> None:
        """The newest key of a unit is stolen; nothing after some number is believed."""
        trust = require_trust(self.city)
        entry = trust.current(UNITS[unit % len(UNITS)])
        if entry is None:
            return
        self._tick()
        mark = fingerprint(entry.certificate)
        last = max((each.seq for each in self.held.values() if each.key == mark), default=0)
        after = max(0, last - back % 3)
        made = revoke(self.city, entry.unit, PASSPHRASE, self.now, after_seq=after, certificate=mark)
        require(6, made.after_seq <= after, "a revocation was loosened")
        used = {(e.installation, e.epoch) for e in self.held.values() if e.key == mark and e.seq <= made.after_seq}
        chains = frozenset(used | {(self.asked[mark], entry.epoch)})
        self.acts.append(Act("revoke", frozenset(), key=mark, after=made.after_seq, chains=chains))
        self._publish()

    def rotate(self) -> None:
        """A new root; the old one vouches for it."""
        self._tick()
        rotate(self.city, PASSPHRASE, self.now)
        self._publish()

    def back_up_city(self) -> None:
        self.city_backups.append(backup(self.city.store, self._place("city-backup"), self.now))

    def restore_city(self, which: int) -> None:
        """An older backup, the kept files laid beside it, all made again from them; what was not signed comes again."""
        before, trust = logical_digest(self.city.store), require_trust(self.city)
        if not self.city_backups:
            return
        place = self._place("city-restored")
        restored = restore(self.city_backups[which % len(self.city_backups)], place, paths.database_folder(), self.now)
        restored.close()
        for file in (*self.city.store.packages.glob("*.asice"), *self.city.keys.glob("*.p12")):
            target = place / file.parent.name / file.name
            if not target.exists():
                shutil.copy(file, target)
        self._move_city(place)
        self.rebuild(whole=False)
        require(6, require_trust(self.city) == trust, "the trust list went back")
        for mail in self.held.values():
            file = self._file(mail.data)
            if get_package(self.city.store, mail.identity) is None:
                (outcome,) = merge_files(self.city, [file], self.now, with_backup=False)
                require(19, outcome.error is None, f"a kept package is refused after a restore: {outcome.error}")
        require(19, logical_digest(self.city.store) == before, "restored and merged again, the city is another")

    def rebuild(self, *, whole: bool = True) -> None:
        """From the kept files alone; the city goes on with what was made."""
        before = logical_digest(self.city.store)
        trust = require_trust(self.city)
        made = rebuild(self.city, self._place("rebuilt"), self.now)
        told = [(each.name, str(each.error)) for each in made.refused]
        require(19, not made.refused, f"rebuilding refuses {told}")
        self._move_city(made.folder)
        require(6, require_trust(self.city).version >= trust.version, "the trust list went back")
        if whole:
            require(19, made.is_whole and made.before == before, "the rebuilt city is another")
            require(19, logical_digest(self.city.store) == before, "the rebuilt city is another")

    # --- parts of acts

    def _computer(self, number: int) -> Computer:
        return self.computers[number % len(self.computers)]

    def _letter(self, number: int) -> Letter | None:
        return self.letters[number % len(self.letters)] if self.letters else None

    def _held(self, number: int) -> Mail | None:
        identities = sorted(self.held, key=list(self.held).index)
        return self.held[identities[number % len(identities)]] if identities else None

    def _all_mail(self) -> list[Mail]:
        return [*self.mail, *self.held.values()]

    def _used(self, desk: Desk) -> bool:
        return any(
            (each.installation, each.epoch) == (desk.office.installation, desk.office.epoch)
            for each in self._all_mail()
        )

    def _is_alone(self, desk: Desk) -> bool:
        office = desk.office
        return all(
            each.installation == office.installation or (each.unit, each.epoch) != (office.unit, office.epoch)
            for each in self.held.values()
        )

    def _tick(self) -> None:
        self.count += 1
        self.now += timedelta(minutes=1)

    def _place(self, name: str) -> Path:
        self.count += 1
        return self.folder / f"{self.count:03}-{name}"

    def _file(self, data: bytes) -> Path:
        place = self._place("file.asice")
        place.write_bytes(data)
        return place

    def _reopen(self, at: Computer) -> None:
        folder = at.desk.folder
        close_desk(at.desk)
        at.desk = open_desk(folder)

    def _move_city(self, folder: Path) -> None:
        self.heads |= {line for (line,) in self.city.store.query("SELECT hash FROM journal")}
        close_desk(self.city)
        self.city = open_desk(folder)

    def _publish(self) -> None:
        self._tick()
        version = require_trust(self.city).version
        self.told_of = len(self.held)
        self.packs.append(
            publish(self.city, PLAN, "", self._place("pack.asice"), PASSPHRASE, self.now).path.read_bytes()
        )
        require(6, require_trust(self.city).version > version, "publishing did not raise the trust list's version")

    def _require_whole(self, at: Computer, mail: Mail) -> None:
        """A later version holds every row of the one before, or its tombstone."""
        earlier = [each for each in at.sent() if each.period == mail.period and each.version < mail.version]
        if earlier:
            last = max(earlier, key=lambda each: (each.version, each.epoch))
            rows = read_mail(kept_bytes(at.desk, last.identity), "", "", "").lines
            missing = {row[:2] for row in rows} - {row[:2] for row in mail.lines}
            require(5, not missing, f"rows vanished without a tombstone: {missing}")

    def _is_revoked(self, mail: Mail) -> bool:
        entry = next(e for e in require_trust(self.city).units if fingerprint(e.certificate) == mail.key)
        return entry.revoked_after_seq is not None and mail.seq > entry.revoked_after_seq

    def _verify(self, mail: Mail) -> VerifiedPackage:
        forms = self.city.catalogue.forms
        return unseal(io.BytesIO(mail.data), require_trust(self.city), forms, self.now)

    def _twin(self, mail: Mail) -> Mail | None:
        """The same package signed once more, by the same key an hour later; None where nobody has that key."""
        for at in (each for each in self.computers if each.unit == mail.unit):
            signer = unit_signer(at.desk, PASSPHRASE)
            if fingerprint(signer.certificate) == mail.key:
                identity, data = craft(mail.data, signer, self.now + timedelta(hours=1))
                require(17, identity == mail.identity and data != mail.data, "the twin is another package")
                return replace(mail, data=data)
        return None

    def _content_of(self, data: bytes) -> str:
        from baise_desktop.exchange.inspection import inspect

        file = self._file(data)
        return inspect(file, None, self.now).content

    def _deliver(self, mail: Mail, *, encrypted: bool = False) -> None:
        self._tick()
        before, heads = look(self.city), self._heads()
        data = encrypt(mail.data, require_trust(self.city).recipient) if encrypted else mail.data
        file = self._file(data)
        (outcome,) = merge_files(self.city, [file], self.now, "officer", with_backup=False, passphrase=PASSPHRASE)
        require(17, file.read_bytes() == data, "the file that came was changed")
        code = outcome.error.code if outcome.error else ""
        if mail.identity in self.held:
            answered = outcome.report.already if outcome.report else self._is_revoked(mail)
            require(1, answered, f"again: {outcome.sentence}")
            require(1, look(self.city) == before, "the same package again changed something")
        elif self._is_revoked(mail):
            require(7, code == "REVOKED", f"a revoked key: {outcome.sentence}")
            require(17, look(self.city) == before, "a refused package changed something")
        else:
            told = f"a good package is refused: {outcome.sentence}"
            require(18 if encrypted else 17, outcome.error is None, told)
            require(5, get_package(self.city.store, mail.identity) is not None, "what came is not held")
            kept = read_package(self.city.store, mail.identity)
            require(18, kept == mail.data, "what is kept is not what was signed")
            self.held[mail.identity], self.verified[mail.identity] = mail, self._verify(mail)
            self._no_step_back(mail, heads)
        check(self)

    def _heads(self) -> dict[tuple[str, str], int]:
        counted = read_standings(self.city.store).counted(accepted_only=False)
        return {(each.unit, each.period): each.version for each in counted}

    def _no_step_back(self, mail: Mail, before: dict[tuple[str, str], int]) -> None:
        quarrels = [each for each in read_standings(self.city.store).conflicts if mail.identity in each.identities]
        if not quarrels:
            now = self._heads()
            back = {place: version for place, version in before.items() if now.get(place, 0) < version}
            require(6, not back, f"an arrival moved a head back: {back}")

    def _refused(self, data: bytes, code: str) -> None:
        self._tick()
        before, file = look(self.city), self._file(data)
        try:
            (outcome,) = merge_files(self.city, [file], self.now, with_backup=False)
        except Exception as error:
            raise Broken(16, f"reading raises {error!r}") from error
        if code:
            found = outcome.error.code if outcome.error else outcome.sentence
            require(7 if code in ("AUTHORITY", "TRUST") else 16, found == code, f"{found} instead of {code}")
        if outcome.error is None:
            require(16, outcome.report is not None and outcome.report.already, "a spoilt file is taken in")
        require(17, look(self.city) == before, "a refused file changed something")
        require(17, file.read_bytes() == data, "the file that came was changed")

    def _kill(self, mail: Mail, step: str, place: Path) -> None:
        file = self._file(mail.data)

        def dies(*_: object, **__: object) -> None:
            copy_as_it_stands(self.city.folder, place)
            raise Killed

        with pytest.MonkeyPatch.context() as patch:
            if step == "COMMIT":

                def kept(*given: Any) -> None:
                    received.keep_received(*given)
                    dies()

                patch.setattr(merging, "keep_received", kept)
            else:
                patch.setattr(received, step, dies)
            with pytest.raises(Killed):
                merge_files(self.city, [file], self.now, "officer", with_backup=False)

    def _decide(self, deed: Deed, which: int) -> None:
        mail = self._held(which)
        if mail is not None:
            self._tick()
            before = read_standings(self.city.store).by_identity[mail.identity]
            decide(self.city, mail.identity, deed, PASSPHRASE, self.now)
            if not (deed == "restore" and before.state != "withdrawn"):
                self._act(deed, [mail.identity])

    def _act(self, deed: Deed, targets: object, keep: str = "") -> None:
        self.acts.append(Act(deed, frozenset(targets), keep))  # type: ignore[call-overload]

    def _post(self, kind: Kind, mail: Mail, word: str, data: bytes) -> None:
        letter = Letter(kind, mail, len(self.acts), word, data)
        if all(each.data != data for each in self.letters):
            self.letters.append(letter)

    def _open_letter(self, at: Computer, letter: Letter) -> None:
        self._tick()
        store, mail = at.desk.store, letter.mail
        before = logical_digest(store)
        was = read_submission(store, mail.unit, PLAN, mail.period)
        newest = newest_sealed_version(store.connection, mail.unit, PLAN, mail.period)
        sent = any(each.identity == mail.identity for each in at.sent())
        try:
            opened = open_received(at.desk, self._file(letter.data), None, self.now)
        except BaiseError as error:
            require(17, logical_digest(store) == before, "a letter that was refused changed something")
            require(12, error.code in ("TRUST", "NOT_SENT_HERE", "RECIPIENT"), f"a letter is refused: {error}")
            require(12, not (sent and error.code == "NOT_SENT_HERE"), "the unit does not know its own package")
            return
        require(12, sent and isinstance(opened, OpenedLetter), "a letter about an unknown package is believed")
        now = read_submission(store, mail.unit, PLAN, mail.period)
        if mail.version != newest:
            require(13, replace(now) == was, "a letter about an older version moved the newer one")
        self._last_word(at, letter, was.version > newest and was.state != "returned", now.state)
        after = logical_digest(store)
        open_received(at.desk, self._file(letter.data), None, self.now)
        require(13, logical_digest(store) == after, "opening a letter twice changed something")

    def _last_word(self, at: Computer, letter: Letter, reopened: bool, state: str) -> None:
        words = at.words.setdefault(letter.mail.identity, {})
        words[letter.number] = letter.word
        newest = newest_sealed_version(at.desk.store.connection, at.unit, PLAN, letter.mail.period)
        if letter.mail.version == newest and letter.number == max(words) and not reopened:
            fits = state == letter.word or (letter.word != "returned" and state == "draft")
            require(13, fits, f"the last word is {letter.word}, and the submission is {state}")


class suppress_code(suppress):  # noqa: N801 -- reads like `suppress`
    """Let some refusals pass, and nothing else."""

    def __init__(self, *codes: str) -> None:
        super().__init__(BaiseError)
        self.codes = codes

    def __exit__(self, kind: object, error: BaseException | None, trace: object) -> bool:
        return isinstance(error, BaiseError) and error.code in self.codes


__all__ = ["Broken", "State", "World"]
