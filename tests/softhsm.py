"""SoftHSM stands for the stick. Its library reads where its tokens are when it is first used, so one lot has to do."""

import os
import subprocess
from functools import cache
from pathlib import Path
from tempfile import mkdtemp

from baise_desktop.app.keys.unit_keys import TokenWish

PIN = "135790"
MODULE = "/usr/lib/softhsm/libsofthsm2.so"
STICK = TokenWish(MODULE, "lingyun")


@cache
def plug_in() -> Path:
    """The folder of the one token, for as long as the process lives."""
    folder = Path(mkdtemp(prefix="baise-softhsm-"))
    (folder / "tokens").mkdir()
    settings = folder / "softhsm2.conf"
    settings.write_text(f"directories.tokendir = {folder / 'tokens'}\nlog.level = ERROR\n")
    os.environ["SOFTHSM2_CONF"] = str(settings)
    words = ["softhsm2-util", "--init-token", "--free", "--label", STICK.label, "--pin", PIN, "--so-pin", "12345678"]
    subprocess.run(words, check=True, capture_output=True)
    return folder
