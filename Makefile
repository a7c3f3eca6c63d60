# dcmveil: everything a person or a CI job calls. `make help` lists it.
SHELL := /bin/bash
.DEFAULT_GOAL := help

RELEASE_FLAGS := -c release --static-swift-stdlib
BINARY        := .build/release/dcmveil
VENV          := .build/venv
PYTHON        := $(VENV)/bin/python
PREFIX        ?= /usr/local

FUZZ_SECONDS ?= 60
MUTATIONS    ?= 100000

BENCH_VENV   := .build-bench/venv
BENCH_FOLDER ?= /dev/shm/dcmveil-bench

# The age test vectors run where they lie beside the project, as for developers and CI; elsewhere the variable names them.
AGE_TESTKIT := $(wildcard $(CURDIR)/../shared/corpus/age-testkit)
ifneq ($(AGE_TESTKIT),)
export DCMVEIL_AGE_TESTKIT ?= $(AGE_TESTKIT)
endif

# What people lay out; tables and embedded profiles are laid out by their generators.
HAND_WRITTEN = Package.swift $(shell git ls-files 'Sources/*.swift' 'Tests/*.swift' | grep -v -e /Tables/ -e EmbeddedProfiles)

.PHONY: bench fuzz mutations test-sanitized help setup build release demo release-post-quantum test test-swift test-interop test-post-quantum check-generated tables fixtures format lint install clean

help: ## list the targets
	@awk -F':.*## ' '/^[a-z-]+:.*## / { printf "  %-20s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

setup: ## install what apt provides for building
	@Tools/setup/apt.sh libssl-dev zlib1g-dev pkg-config

build: setup ## debug build
	swift build

release: setup ## release build: one binary, .build/release/dcmveil
	swift build $(RELEASE_FLAGS)

demo: release ## the main job on the Fixtures: de-identify, seal, open, verify
	@Tools/setup/apt.sh age dcmtk
	@Tools/setup/demo.sh $(BINARY)

release-post-quantum: setup ## the same with post-quantum keys (swift-crypto): .build-post-quantum/release/dcmveil
	swift build $(RELEASE_FLAGS) --traits PostQuantum --scratch-path .build-post-quantum

test: check-generated test-swift test-interop ## generated files, unit, command and interop tests

# Other files than ours that the tests of the reader look at, where there are any.
FILES = $(wildcard $(VENV)/lib/python3*/site-packages/pydicom/data) $(DCMVEIL_CORPUS)

test-swift: setup ## unit and command tests
	swift build --build-tests
	DCMVEIL_FILES="$(subst $() ,:,$(strip $(FILES)))" swift test --skip-build

test-interop: release $(VENV)/ready ## against pydicom, dcmtk, gdcm, dciodvfy, age, openssl
	@Tools/setup/apt.sh age dcmtk libgdcm-tools libgfshare-bin openssh-client openssl strace fish zsh groff-base ffmpeg
	DCMVEIL=$(CURDIR)/$(BINARY) PATH="$(CURDIR)/$(VENV)/bin:$$PATH" $(PYTHON) -m pytest -q Tests/Interop

test-post-quantum: setup $(VENV)/ready ## builds with the trait PostQuantum and tests its keys; CI runs it after test
	@Tools/setup/apt.sh age
	swift build --traits PostQuantum --scratch-path .build-post-quantum --product dcmveil
	DCMVEIL=$(CURDIR)/.build-post-quantum/debug/dcmveil PATH="$(CURDIR)/$(VENV)/bin:$$PATH" $(PYTHON) -m pytest -q Tests/PostQuantum

check-generated: $(VENV)/ready ## tables, embedded profiles and fixtures are what their generators make
	Tools/setup/check-generated.sh $(PYTHON)

tables: ## make the Swift tables and embedded profiles anew
	python3 Tools/tables/generate.py
	python3 Tools/tables/lexicon.py
	python3 Tools/tables/embed_profiles.py
	python3 Tools/tables/pi.py

fixtures: $(VENV)/ready ## make the fixtures anew
	$(PYTHON) Tools/fixtures/generate.py

$(VENV)/ready: Tests/Interop/requirements.txt Tools/fixtures/requirements.txt
	@Tools/setup/apt.sh python3 python3-venv
	python3 -m venv $(VENV)
	$(VENV)/bin/pip -q install --disable-pip-version-check -r Tests/Interop/requirements.txt -r Tools/fixtures/requirements.txt
	touch $@

# Both parts run, and either fails it.
fuzz: setup ## run every fuzz entry, then the tests with AddressSanitizer: make fuzz FUZZ_SECONDS=60 (SANITIZE=address for the entries, too)
	@Tools/setup/apt.sh age openssh-client python3
	Fuzz/build.sh
	status=0; Fuzz/run.sh $(FUZZ_SECONDS) $(ENTRIES) || status=1; $(MAKE) test-sanitized || status=1; exit $$status

mutations: setup ## damage what is sealed: make mutations MUTATIONS=100000 (for each of eleven kinds)
	@Tools/setup/apt.sh age openssh-client openssl
	Fuzz/mutations.sh $(MUTATIONS)

test-sanitized: setup ## the Swift tests with AddressSanitizer, about three times as slow
	swift build --build-tests --sanitize=address --scratch-path .build-asan
	ASAN_OPTIONS=detect_leaks=0 swift test --skip-build --sanitize=address --scratch-path .build-asan

format: ## lay the code out with swift format
	@swift format -i $(HAND_WRITTEN)

lint: ## check the layout with swift format
	@swift format lint -s $(HAND_WRITTEN)

bench: release $(BENCH_VENV)/ready ## against cp and peers, interleaved: Benchmarks/RESULTS.md (BENCH_FOLDER=/dev/shm/dcmveil-bench)
	@Tools/setup/apt.sh dcmtk libgdcm-tools openssl
	$(BENCH_VENV)/bin/python Benchmarks/bench.py $(BINARY) $(BENCH_FOLDER) --write $(BENCH_FLAGS)

$(BENCH_VENV)/ready: Benchmarks/requirements.txt
	@Tools/setup/apt.sh python3 python3-venv
	python3 -m venv $(BENCH_VENV)
	$(BENCH_VENV)/bin/pip -q install --disable-pip-version-check -r Benchmarks/requirements.txt
	touch $@

install: release ## binary, man pages, completions and profiles under PREFIX (/usr/local)
	@Tools/setup/apt.sh python3
	rm -rf .build/share
	python3 Tools/man/generate.py $(BINARY) .build/share
	install -D -m 755 $(BINARY) $(DESTDIR)$(PREFIX)/bin/dcmveil
	install -d $(DESTDIR)$(PREFIX)/share/man/man1 $(DESTDIR)$(PREFIX)/share/dcmveil/profiles
	install -m 644 .build/share/man1/*.1 $(DESTDIR)$(PREFIX)/share/man/man1
	install -m 644 Profiles/*.json $(DESTDIR)$(PREFIX)/share/dcmveil/profiles
	install -D -m 644 .build/share/bash/dcmveil $(DESTDIR)$(PREFIX)/share/bash-completion/completions/dcmveil
	install -D -m 644 .build/share/zsh/_dcmveil $(DESTDIR)$(PREFIX)/share/zsh/site-functions/_dcmveil
	install -D -m 644 .build/share/fish/dcmveil.fish $(DESTDIR)$(PREFIX)/share/fish/vendor_completions.d/dcmveil.fish

clean: ## remove build products
	rm -rf .build .build-demo
