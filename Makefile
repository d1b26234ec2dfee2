# Two commands suffice: `make run` and `make test`. uv is fetched by itself when absent.
.DEFAULT_GOAL := help
SHELL := /bin/sh
# Programs and tests are compiled once, whatever the machine's settings say.
unexport PYTHONDONTWRITEBYTECODE
UV := scripts/uv
BIN := .venv/bin
# Variables of the documented production, for the checks only: no value is a real secret.
PRODUCTION := env DEBUG=0 SECRET_KEY=cle-de-verification-sans-valeur-aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa \
	AUDIT_KEY=cle-de-scelles-sans-valeur-bbbbbbbbbbbbbbbbbbbbbbbbbbbbb \
	ALLOWED_HOSTS=chauffage-urbain.example BASE_URL=https://chauffage-urbain.example JDMA_ID=1234 \
	DATA_DIR=var/check
# One worker drives the browser, the other the rest.
PYTEST_ARGS ?= -n 2 --dist loadgroup
CODE := ambassadeurs cms communaute config scripts socle tests manage.py

.PHONY: help install run test check audit format bench fuzz mutants

help: ## Affiche cette aide
	@sed -n 's/^\([a-z]*\):.*## \(.*\)/  make \1\t\2/p' $(MAKEFILE_LIST) | expand -t 18

install: ## Installe Python 3.13 et les bibliothèques dans .venv (sans effet si c’est fait)
	@$(UV) sync --locked --quiet --compile-bytecode

# No tool of development: they are as heavy as the service. Those already there stay.
run: ## Lance le service avec sa démonstration (PORT=8001 make run pour un autre port)
	@echo "Bibliothèques…"
	@$(UV) sync --locked --quiet --inexact $(if $(DEMO_CONNECT),,--no-dev)
	@exec $(BIN)/python scripts/run.py

test: install ## Lance les tests (PYTEST_ARGS="-k réseau" pour en choisir)
	@$(BIN)/pytest $(PYTEST_ARGS)

check: install ## Style, types, sens des dépendances, migrations, réglages de production
	$(UV) lock --check
	$(BIN)/ruff check $(CODE)
	$(BIN)/ruff format --check $(CODE)
	$(BIN)/python scripts/claims.py
	$(BIN)/djlint templates --lint --quiet
	$(BIN)/lint-imports
	$(BIN)/mypy $$(find config ambassadeurs cms communaute socle -path '*/services/*.py' -o -name services.py \
		-o -name perms.py -o -name querysets.py -o -path 'config/*.py')
	$(BIN)/python manage.py makemigrations --check --dry-run
	$(PRODUCTION) $(BIN)/python manage.py check --deploy --fail-level WARNING

	@-$(MAKE) --no-print-directory audit

audit: ## Failles connues des bibliothèques (base OSV) ; dit quand elle n’a pas pu être jointe
	@said=$$($(UV) audit --frozen --no-dev 2>&1); code=$$?; echo "$$said"; case "$$said" in \
		*"error sending request"*) echo "AUDIT DES BIBLIOTHÈQUES NON FAIT : la base OSV n’est pas joignable d’ici." ;; \
		*) exit $$code ;; esac

format: install ## Met en forme le code Python
	$(BIN)/ruff check --fix $(CODE)
	$(BIN)/ruff format $(CODE)

bench: install ## Mesure chaque page, en un tableau (BENCH=matching pour un autre banc : docs/performances.md)
	@$(BIN)/python -m tests.benchmarks.bench_$(or $(BENCH),pages)

fuzz: install ## Attaque chaque page avec des saisies hostiles, sur une base à part
	@$(BIN)/python -m tests.fuzz

mutants: ## Casse une règle à la fois et relance les tests de sa pièce (SAMPLE=60, SEED, ROOM)
	@$(UV) sync --locked --quiet --group mutants
	@nice -n 19 $(BIN)/python scripts/mutants.py
