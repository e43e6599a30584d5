# Accord. `make help` lists what there is.

SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help

GOLANGCI := go run github.com/golangci/golangci-lint/v2/cmd/golangci-lint@v2.15.0

# The stamps live in node_modules, so that deleting it starts over.
DEPS   := web/node_modules/.deps-stamp
BUNDLE := web/node_modules/.bundle-stamp
# What the bundle is made from: everything in web/ but what is installed, built, or only Go's and the tests'.
# Templates and pages name the icons that go into the sprite.
SOURCES := $(shell find web internal/pages \( -name node_modules -o -name dist -o -name e2e -o -name locales -o -name testdata \) -prune -o -type f ! -path 'web/*.go' ! -name '*_test.go' -print)

.PHONY: help run test test-long bench lint fmt build web deps screenshots clean

help: ## Show this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## /{printf "  make %-12s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

run: web ## Build the front end and serve on http://127.0.0.1:8080 (data in ./data); ARGS="--demo" adds flags
	go run ./cmd/accord serve $(ARGS)

test: ## Run all tests; as root on Debian installs Chromium and PostgreSQL when missing
	@.ci/test

test-long: ## Run all tests in their long forms (half an hour and more)
	@ACCORD_TEST_LONG=1 ACCORD_TEST_TIMEOUT=120m .ci/test -count=1

bench: web ## Measure against hand-written SQL on 100,000 action items; prints the ratios
	go build -o bin/accord ./cmd/accord
	go run ./cmd/accord-bench -accord bin/accord

lint: deps ## Run the linters: Go, then the front end
	$(GOLANGCI) run --timeout 10m
	npm --prefix web run --silent check

fmt: deps ## Format the Go code (gofumpt) and the front end
	$(GOLANGCI) fmt
	npm --prefix web run --silent format

build: web ## Build the one binary: bin/accord
	go build -trimpath -o bin/accord ./cmd/accord

web: $(BUNDLE) ## Bundle the front end into web/dist

deps: $(DEPS) ## Install the front end's packages, when the lock file changed

$(DEPS): web/package.json web/package-lock.json
	npm --prefix web ci --no-audit --no-fund --loglevel=error
	@touch $@

# dist/.gitkeep alone is no bundle: a deleted dist is built again.
ifeq ($(filter-out web/dist/.gitkeep,$(wildcard web/dist/*)),)
.PHONY: $(BUNDLE)
endif
$(BUNDLE): $(DEPS) $(SOURCES)
	npm --prefix web run --silent build
	@touch $@

screenshots: build ## Take the pictures of README and docs from the demo company (needs Chromium)
	node web/e2e/screenshots.mjs bin/accord docs/images

clean: ## Remove what was built or installed; data/ stays
	rm -rf bin web/node_modules
	find web/dist -mindepth 1 ! -name .gitkeep -delete
