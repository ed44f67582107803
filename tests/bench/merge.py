"""How quick receiving is, beside three plain things: `python -m tests.bench.merge`; see `tests.bench.merging`.

The processes that verify read the main module again when they start. That of the program is as good as empty
(`baise_desktop.__main__`), and so is this one.
"""

import sys

if __name__ == "__main__":
    from tests.bench.merging import main

    sys.exit(main(sys.argv[1:]))
