# Every target prints what it does. `make help` lists them.
SHELL := /bin/sh
.DEFAULT_GOAL := help
PORT ?= 5005
HOST ?= 127.0.0.1
PYTHON := .venv/bin/python
NEEDLEWISE := PYTHONDONTWRITEBYTECODE=1 UV="$(CURDIR)/.tools/uv" $(PYTHON) -m bot.cli
export PORT HOST

.PHONY: help run test check train encoder shell phone rehearse thresholds
.PHONY: tune-encoder second-look second-look-bounds opt-out opt-out-bounds asked
.PHONY: evaluate evaluate-entries evaluate-safety evaluate-opt-out evaluate-journal
.PHONY: bench bench-first-run bench-web bench-sms bench-followups profile soak screenshots setup setup-tests

help: ## list the targets
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/\1|\2/p' $(MAKEFILE_LIST) | awk -F'|' '{printf "make %-16s %s\n", $$1, $$2}'

run: setup encoder train ## set up, train if needed, and serve on http://localhost:5005 (PORT, HOST)
	@$(NEEDLEWISE) serve

test: setup-tests encoder train ## run all tests
	@$(PYTHON) -m pytest -n auto --maxprocesses 4 --dist loadfile

check: setup-tests ## check style, types and data files
	@$(PYTHON) -m ruff check .
	@$(PYTHON) -m ruff format --check .
	@$(PYTHON) -m mypy
	@$(PYTHON) -m yamllint --strict .

train: setup encoder ## train the model if anything has changed
	@$(NEEDLEWISE) train

encoder: setup ## make the sentence encoder, once
	@$(NEEDLEWISE) encoder make

tune-encoder: setup ## tune the sentence encoder on our examples anew (half an hour; then make encoder second-look opt-out)
	@$(NEEDLEWISE) encoder tune

second-look-bounds: setup encoder ## what each bound of the second look costs and gains
	@$(PYTHON) -m evaluation.second_look

second-look: setup encoder ## make the safety triage's second look anew from its examples
	@$(NEEDLEWISE) second-look

opt-out: setup encoder ## make the likeness of opt-outs anew from its examples
	@$(NEEDLEWISE) opt-out

asked: train ## make the rule anew by which a message asks one thing or several, from its examples
	@$(NEEDLEWISE) asked

opt-out-bounds: setup encoder ## what each bound of the likeness of opt-outs costs and gains
	@$(PYTHON) -m evaluation.opt_out_bounds

shell: setup encoder train ## talk with the assistant in the terminal
	@$(NEEDLEWISE) shell

phone: setup ## a phone in the terminal that texts with the running server
	@$(NEEDLEWISE) phone

thresholds: setup encoder ## measure the thresholds of config.yml in cross-validation
	@$(PYTHON) -m evaluation.thresholds

evaluate: setup-tests encoder train ## measure answers and conversations, beside peers (EVALUATE="--peers diet", "--url ...")
	@$(PYTHON) -m evaluation.understanding $(EVALUATE)

evaluate-entries: setup encoder train ## measure whether questions in other words find their answer
	@$(PYTHON) -m evaluation.entries

evaluate-safety: setup-tests encoder train ## measure safety triage on labelled messages (EVALUATE="--url ...")
	@$(PYTHON) -m evaluation.triage $(EVALUATE)

evaluate-opt-out: setup encoder ## measure how texts that mean "stop" are recognised
	@$(PYTHON) -m evaluation.opt_out

evaluate-journal: setup ## measure how replies to a check-in are read
	@$(PYTHON) -m evaluation.journal

rehearse: setup encoder train ## play through six days after a session, with you as the patient
	@$(NEEDLEWISE) rehearse --session "2 days ago 15:00"

bench-followups: setup-tests ## measure how fast four processes send due follow-ups
	@$(PYTHON) -m benchmarks.followups

bench-sms: setup-tests encoder train ## measure how fast texts are acknowledged and answered
	@$(PYTHON) -m benchmarks.sms

bench: setup-tests encoder train ## measure the server beside stock Rasa and the floor (BENCH="--without-stock", "--rehearse")
	@$(PYTHON) -m benchmarks.serving $(BENCH)

bench-first-run: setup-tests ## measure the way from a bare clone to answers: time, memory, size
	@$(PYTHON) -m benchmarks.first_run

profile: setup encoder train ## where the time of one message goes
	@$(PYTHON) -W ignore -m bot.engine.profile_message

soak: setup-tests encoder train ## let the server work for minutes: memory flat, no error (SOAK="--minutes 30")
	@$(PYTHON) -m benchmarks.soak $(SOAK)

bench-web: setup-tests encoder train ## measure the web chat in a browser: bytes, time to ready, time to a reply
	@$(PYTHON) -m benchmarks.web_chat

screenshots: setup-tests encoder train ## take the pictures of the web chat in docs/pictures
	@$(PYTHON) -m tests.screenshots

setup:
	@deploy/setup.sh

setup-tests:
	@deploy/setup.sh --with-tests
