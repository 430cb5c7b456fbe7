# Every target works on a fresh clone: the runner makes the environment first. `make help` lists them.
PYTHON ?= python3
LOCAL := $(PYTHON) -m infra.local
.DEFAULT_GOAL := help
.PHONY: run dev check test fix seed reindex migrations schema faults evaluate fuzz bench soak rehearse docs doctor help

run: ## the demo on one address (HOST=0.0.0.0 for a phone, PORT=8000)
	@$(LOCAL) run

dev: ## the same with reloading servers, for those who change it
	@$(LOCAL) dev

check: ## format, lint, types, import contracts, migrations, API schema, what is asked of Stripe
	@$(LOCAL) check

test: ## check, front-end tests, Python tests and browser journeys on real services
	@$(LOCAL) test $(ARGS)

fix: ## format and repair what can be repaired by itself
	@$(LOCAL) fix

seed: ## fill the demo anew
	@$(LOCAL) manage seed_demo
	@$(LOCAL) manage train_matching --switch-on --if-never

reindex: ## make the search index again from the database
	@$(LOCAL) manage reindex

migrations: ## write the migrations for changed models
	@$(LOCAL) manage makemigrations

schema: ## write frontend/openapi.json from the code
	@$(LOCAL) manage export_schema

faults: ## the fault tests with their full loads; a whole run writes docs/results/faults.json
	@$(LOCAL) faults $(ARGS)

evaluate: ## the ranking on real deals of three sets in both directions; writes docs/results/evaluate.json
	@$(LOCAL) evaluate $(ARGS)

fuzz: ## hostile questions, lives of orders, histories of waiting lists, thousands of each; writes docs/results/fuzz.json
	@$(LOCAL) fuzz $(ARGS)

bench: ## how fast search, matching, indexing, seats and live rooms are beside the bare parts and a textbook; writes docs/results/bench.json
	@$(LOCAL) bench $(ARGS)

soak: ## an hour in a live room with 500 sockets: what a server holds does not grow; writes docs/results/soak.json
	@$(LOCAL) soak $(ARGS)

rehearse: ## a whole roadshow by its script with 200 guests; writes docs/results/rehearse.json and pictures to tests/journeys/pictures
	@$(LOCAL) rehearse $(ARGS)

docs: ## check that the links and paths named in the documents exist
	@$(LOCAL) docs

doctor: ## what this machine has, what happens without it, how to get it
	@$(LOCAL) doctor

help: ## this list
	@sed -n 's/^\([a-z]*\): ## /\1\t/p' $(MAKEFILE_LIST) | expand -t 12
