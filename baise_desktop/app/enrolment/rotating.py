"""The city takes a new root into use; the old one vouches for it, so that no telephone is needed."""

from dataclasses import replace
from datetime import datetime

from baise_desktop.app.clock_check import require_clock
from baise_desktop.app.desk import CITY_UNIT, Desk, require_role
from baise_desktop.app.enrolment.setup import ROOT_FILE
from baise_desktop.app.files.output_file import write_whole
from baise_desktop.app.inbox.deciding import sign_decisions
from baise_desktop.app.keys.encryption import keep_new_key
from baise_desktop.app.keys.trust import (
    CITY_KEY,
    ROOT_KEY,
    city_signer,
    decide_trust,
    open_root,
    require_trust,
    root_bundle,
    rooted_name,
)
from baise_desktop.exchange.trust import FormerRoot, TrustList
from baise_desktop.signing.authority import (
    ROOT_DAYS,
    Identity,
    Revocation,
    certify_successor,
    issue,
    make_request,
    make_revocation_list,
    make_root,
    to_pkcs12,
)
from baise_desktop.texts import say


def rotate(desk: Desk, passphrase: str, now: datetime, reason: str = "") -> str:
    """Make a new root and a new key of the city, vouched for by the root in use; units learn of it by task pack.

    Certificates that units hold stay good, since they are listed; new ones are issued under the new root. What units
    encrypt from then on is for a new key; the old one is kept for what is still on its way.

    Args:
        desk: of the city.
        passphrase: of the keys in use, and of the new ones.
        now: aware.
        reason: for people.

    Returns:
        The new root's fingerprint.

    Raises:
        BaiseError: ROLE_CITY_ONLY, CLOCK_BACK, NO_KEY, PASSPHRASE, OUT_FOLDER.
    """
    require_role(desk, "city")
    require_clock(desk, now)
    trust, old, signer = require_trust(desk), open_root(desk, passphrase), city_signer(desk, passphrase, now)
    name = say("app.city_office")
    root, request = make_root(name, now, len(trust.former) + 2), make_request(CITY_UNIT, name, now)
    city = Identity(request.key, issue(root, request.certificate, CITY_UNIT, name, now))
    following = replace(_follow(trust, old, root, now), recipient=keep_new_key(desk, passphrase))
    # What waits is signed by the key that was in use when it was decided.
    sign_decisions(desk, signer, now)
    for key_name, key in ((ROOT_KEY, root), (CITY_KEY, city)):
        place = desk.keys / rooted_name(key_name, following.root_fingerprint)
        write_whole(place, to_pkcs12(key, passphrase)).chmod(0o600)
    # Until here the old root holds; this one change makes the new one hold.
    decide_trust(desk.store, "rotate", following, CITY_UNIT, now, reason.strip())
    sign_decisions(desk, city_signer(desk, passphrase, now), now)
    write_whole(desk.folder / ROOT_FILE, root_bundle(following))
    return following.root_fingerprint


def _follow(trust: TrustList, old: Identity, root: Identity, now: datetime) -> TrustList:
    version = trust.version + 1
    revoked = [Revocation(each.certificate, now) for each in trust.units if each.revoked_after_seq is not None]
    # The old root signs no more, so that its last list speaks for as long as any certificate under it may.
    last = make_revocation_list(old, revoked, version, now, ROOT_DAYS)
    former = FormerRoot(trust.root, last, certify_successor(old, root.certificate, now))
    return replace(
        trust,
        version=version,
        root=root.certificate,
        crl=make_revocation_list(root, (), version, now),
        former=(*trust.former, former),
    )
