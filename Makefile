# Two commands do everything: `make serve` and `make test`.
PYTHON ?= python3.11
VENV := .venv
BIN := $(VENV)/bin
LOCK := --quiet --strip-extras --allow-unsafe --no-header --no-emit-index-url --no-emit-find-links --no-emit-trusted-host -c constraints.txt
HOST ?= 127.0.0.1
PORT ?= 8000

.PHONY: serve ask test lint bench screenshots lock clean

serve: $(VENV)/runtime
	$(BIN)/sodan ingest
	$(BIN)/sodan serve --host $(HOST) --port $(PORT)

# make ask Q="デジタルツール導入の助成金はいくらまで？"
ask: $(VENV)/runtime
	@$(BIN)/sodan ingest >/dev/null
	@$(BIN)/sodan ask "$(Q)"

# Two halves side by side that take about as long as each other; the first's output comes last.
HALF := tests/api tests/browser tests/desk
test: $(VENV)/dev
	@log=$$(mktemp); $(BIN)/python -m pytest $(HALF) $(PYTEST) >$$log 2>&1 & first=$$!; \
	$(BIN)/python -m pytest $(HALF:%=--ignore=%) $(PYTEST); second=$$?; \
	wait $$first; first=$$?; cat $$log; rm -f $$log; test $$first = 0 && test $$second = 0

lint: $(VENV)/dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/python -m tools.lint_lexicon

bench: $(VENV)/dev
	$(BIN)/sodan ingest >/dev/null
	$(BIN)/python -m tools.bench

screenshots: $(VENV)/dev
	$(BIN)/sodan ingest >/dev/null
	$(BIN)/python -m tools.screenshots

# Read again what pyproject.toml allows, and pin it.
lock: $(VENV)/dev
	$(BIN)/pip-compile $(LOCK) -o requirements.lock pyproject.toml
	$(BIN)/pip-compile $(LOCK) --extra dev -o requirements-dev.lock pyproject.toml
	# A local build tag such as +cpu names one registry's file, not a version.
	sed -i -E 's/^([a-z0-9._-]+==[0-9.]+)\+[a-z0-9]+/\1/' requirements.lock requirements-dev.lock

clean:
	rm -rf $(VENV) data build *.egg-info .mypy_cache .pytest_cache .ruff_cache .hypothesis .import_linter_cache

$(VENV)/runtime: pyproject.toml requirements.lock
	$(call install,requirements.lock)
	touch $@

$(VENV)/dev: pyproject.toml requirements-dev.lock
	$(call install,requirements-dev.lock)
	touch $@ $(VENV)/runtime

define install
test -x $(BIN)/python || $(or $(shell command -v $(PYTHON)),python3) -m venv $(VENV)
$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-compile -r $(1)
$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
endef
