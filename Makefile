# README.md says what each word does. Every target sets up what it needs.
PYTHON ?= python3
export NO_MKDOCS_2_WARNING = 1
BIN = .venv/bin

.PHONY: site test serve check bench lock bless clean

site: ## build site/
	@sh .ci/setup site
	$(BIN)/mkdocs build --strict

test: ## run all checks
	@sh .ci/setup test
	$(BIN)/ruff format --check hooks tests bench
	$(BIN)/ruff check hooks tests bench
	$(BIN)/mypy
	$(BIN)/exemplars check
	$(BIN)/pytest -n auto

serve: ## show the site while writing
	@sh .ci/setup site
	$(BIN)/mkdocs serve

check: ## check the stories only
	@sh .ci/setup site
	$(BIN)/exemplars check

bench: ## compare with plain Material
	@sh .ci/setup test
	$(BIN)/python -m bench.compare

bless: ## accept the present output as the expected one
	@sh .ci/setup test
	$(BIN)/pytest -q tests/test_example.py --bless

lock: ## pin the newest versions that pyproject.toml allows (needs uv)
	uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-header --no-annotate \
	  --extra site --group build pyproject.toml -o requirements.txt
	uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-header --no-annotate \
	  --extra site --group build --group test -c requirements.txt pyproject.toml -o requirements-test.txt

clean: ## remove what was made here
	rm -rf site .cache .venv .mypy_cache .pytest_cache .ruff_cache .hypothesis bench/out
