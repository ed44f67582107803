# make run   set everything up and open the window on a demonstration store
# make test  set everything up and pass the tests
# make check-slow  what `make test` does only in short, power cut on real disks (as root), and a minute of arbitrary bytes
# make fuzz  ten minutes of them
# make test-im  type Chinese through real input methods (ibus, fcitx5, fcitx4)

PYTHON_FILES := baise_desktop tests scripts
SETUP := requirements.lock pyproject.toml scripts/install.sh scripts/system-packages.sh scripts/find-python.sh scripts/wheel_data.py

.PHONY: run test test-im install check check-slow fuzz format shots bench clean

run: install
	@sh scripts/run.sh

test: install
	@.venv/bin/python -m pytest -q -n 2

test-im: install
	@sh scripts/test-im.sh

install: .venv/installed
	@:

.venv/installed: $(SETUP)
	@sh scripts/install.sh
	@touch $@

check: install
	.venv/bin/ruff check $(PYTHON_FILES)
	.venv/bin/ruff format --check $(PYTHON_FILES)
	.venv/bin/mypy
	.venv/bin/lint-imports

check-slow: install
	.venv/bin/python -m pytest -q -n 2 -m slow -rs
	@sh scripts/fuzz.sh 60

fuzz: install
	@sh scripts/fuzz.sh 600

format: install
	.venv/bin/ruff check --fix $(PYTHON_FILES)
	.venv/bin/ruff format $(PYTHON_FILES)

shots: install
	@sh scripts/shots.sh build/shots

bench: install
	.venv/bin/python -m tests.bench.merge $(BENCH)
	.venv/bin/python -m tests.bench.start
	.venv/bin/python -m tests.bench.ledger
	.venv/bin/python -m tests.bench.typing
	.venv/bin/python -m tests.bench.workbooks
	.venv/bin/python -m tests.bench.paper

clean:
	rm -rf .venv build dist .hypothesis .import_linter_cache .mypy_cache .pytest_cache .ruff_cache
	find $(PYTHON_FILES) -name __pycache__ -prune -exec rm -rf {} +
