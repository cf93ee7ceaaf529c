# README.md says what each word does. Every target sets up what it needs.
PYTHON ?= python3
export NO_MKDOCS_2_WARNING = 1
BIN = .venv/bin

.PHONY: site test serve check new bench lock bless clean

site: ## build site/
	@sh .ci/setup site
	$(BIN)/mkdocs build --strict

test: ## run all checks
	@sh .ci/setup test
	$(BIN)/ruff format --check hooks tests bench .ci
	$(BIN)/ruff check hooks tests bench .ci
	$(BIN)/mypy
	$(BIN)/exemplars check
	$(BIN)/pytest -n auto

serve: ## show the site while writing (PORT=8001 for another port)
	@sh .ci/setup site
	@$(BIN)/python hooks/serve_site.py $(if $(PORT),--port $(PORT)) $(if $(ADDRESS),--address $(ADDRESS)) $(if $(POLL),--poll)

check: ## check the stories only
	@sh .ci/setup site
	$(BIN)/exemplars check

new: ## begin a story
	@sh .ci/setup site
	$(BIN)/exemplars new

bench: ## compare with plain Material and Hugo, and write docs/toc-do.md
	@sh .ci/setup test
	$(BIN)/python -m pip install -q --disable-pip-version-check --require-hashes -r requirements-bench.txt
	$(BIN)/python -m bench.compare

bless: ## accept the present output as the expected one
	@sh .ci/setup test
	$(BIN)/pytest -q --bless tests/test_example.py tests/test_explaining.py tests/test_command.py tests/test_reference.py

lock: ## pin the newest versions that pyproject.toml allows (needs uv)
	uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-header --no-annotate \
	  --extra site --group build pyproject.toml -o requirements.txt
	uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-header --no-annotate \
	  --extra site --group build --group test -c requirements.txt pyproject.toml -o requirements-test.txt
	uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-header --no-annotate \
	  --extra site --group build --group test --group bench -c requirements-test.txt pyproject.toml -o requirements-bench.txt

clean: ## remove what was made here
	rm -rf site .cache .venv .mypy_cache .pytest_cache .ruff_cache .hypothesis bench/out
