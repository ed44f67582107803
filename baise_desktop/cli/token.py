"""The options that name a token."""

from argparse import Namespace

from baise_desktop.app.keys.unit_keys import TokenWish


def wished_token(options: Namespace) -> TokenWish | None:
    """The token that a new key shall be on; None for a key in a file."""
    return TokenWish(options.token, options.token_label, options.token_key) if options.token else None
