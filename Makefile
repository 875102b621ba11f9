# The commands of the project. The first use of each installs what it needs into .venv.
.PHONY: help run test lint format e2e bench lock translate pre-commit
.DEFAULT_GOAL := help

BIN := .venv/bin
JOBS ?= auto

help: ## Show these commands
	@sed -n 's/^\([a-z0-9-]*\):.*## /\1	/p' $(MAKEFILE_LIST) | expand -t 14

run: ## Run the whole platform here: http://127.0.0.1:8000
	@scripts/bootstrap run && exec $(BIN)/gongkai serve

test: ## Run the tests (ARGS="tests/kernel -k audit" for some)
	@scripts/bootstrap dev && exec $(BIN)/pytest -q -n $(JOBS) $(ARGS)

e2e: ## Run the tests that need a browser
	@scripts/bootstrap dev && exec $(BIN)/pytest -q -m browser $(ARGS)

lint: ## Check style, types, walls between rooms, and migrations
	@scripts/bootstrap dev && exec scripts/lint

format: ## Put the code into its form
	@scripts/bootstrap dev
	@$(BIN)/ruff check --quiet --fix . || true
	@$(BIN)/ruff format --quiet .

bench: ## Measure (ARGS="pages search" for some); about ten minutes
	@scripts/bootstrap dev && exec $(BIN)/python benchmarks/run.py $(ARGS)

lock: ## Lock the requirements anew (ARGS=--upgrade for newer versions)
	@scripts/bootstrap dev && exec scripts/lock $(ARGS)

translate: ## Gather what the interface says into the Chinese catalogue and compile it
	@scripts/bootstrap dev && exec $(BIN)/python scripts/translate.py

pre-commit: ## Have style checked before each commit
	@scripts/bootstrap dev && exec $(BIN)/pre-commit install
