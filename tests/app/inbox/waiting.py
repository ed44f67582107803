"""Workers start beside whoever wants them; a test that is about them waits."""

import time

from baise_desktop.app.inbox.unsealing import Unsealer


def wait_for_workers(unsealer: Unsealer) -> Unsealer:
    """The same, once they are ready."""
    assert unsealer.workers is not None
    unsealer.workers.start()
    while not unsealer.workers.is_ready():
        time.sleep(0.01)
    return unsealer
