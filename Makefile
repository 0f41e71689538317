# Plain `make` lists the targets.
MAKEFLAGS += --no-print-directory
export DOTNET_CLI_TELEMETRY_OPTOUT := 1
export DOTNET_NOLOGO := 1

# What `make demo` trains, and where to; `make demo SEED=2` trains another seed.
SEED ?= 1
# A demo that was stopped is taken up again, a finished one shown again.
RUN ?= runs/demo-$(SEED)
# `make demo BROWSER=no` prints the address only; SERVE=no ends when everything is computed; TRAIN=no shows the reference runs only.
BROWSER ?= yes
SERVE ?= yes
TRAIN ?= yes
# What a variable that says no adds to the command. The command takes the place of the shell, so that whoever ends `make` ends it, too.
no = $(if $(filter no,$($(1))),$(2))

.PHONY: help demo calibration test test-crash test-hostile test-added contract check torch test-lanes test-arm64 bench web test-web bench-web tool test-tool test-python publish results clean

help: ## list the targets
	@sed -n 's/^\([a-z0-9-]*\):.*## \(.*\)$$/make \1	\2/p' $(MAKEFILE_LIST)

demo: ## show the reference runs in the browser, and train and analyse the quick preset beside them (minutes)
	@exec ./bindscope demo --seed $(SEED) --run "$(RUN)" $(call no,SERVE,--no-serve) $(call no,TRAIN,--no-train) $(call no,BROWSER,--no-browser)

test: ## build everything and run every test
	@build/test

test-hostile: ## 20,000 hostile requests against the server; REQUESTS=N for as many
	@build/test-hostile $(REQUESTS)

# How many processes share the work of `make test-crash`.
PROCESSES ?= $(shell nproc)

test-crash: ## every command killed before each change of files, and each of these failing once; half an hour on two cores
	@dotnet build tests/Bindscope.Tests -c Release -v quiet -nologo -p:RestoreLockedMode=true
	@mkdir -p artifacts && rm -f artifacts/crashes.txt
	@seq 0 $$(($(PROCESSES) - 1)) | OMP_NUM_THREADS=1 MKL_NUM_THREADS=1 BINDSCOPE_CRASHES=all BINDSCOPE_CRASH_LOG="$(CURDIR)/artifacts/crashes.txt" \
		xargs -P $(PROCESSES) -I @ env BINDSCOPE_CRASH_PART=@/$(PROCESSES) \
		tests/Bindscope.Tests/bin/Release/net10.0/Bindscope.Tests -noColor -namespace Bindscope.Tests.Crashes; \
		status=$$?; sort artifacts/crashes.txt; exit $$status

test-added: ## an analysis added to a copy of the sources by the two steps of docs/architecture.md; a minute
	@tests/added-analysis/run

contract: ## write what the pages and the manual take from the C# code: web/src/**/*.g.ts, docs/analyses.md
	@dotnet build tests/Bindscope.Tests -c Release -v quiet -nologo -p:RestoreLockedMode=true
	@BINDSCOPE_WRITE_GENERATED=1 tests/Bindscope.Tests/bin/Release/net10.0/Bindscope.Tests -noColor -class Bindscope.Tests.Code.GeneratedFilesTests

check: ## formatting, locked packages, scripts, rules of the code
	@build/check

bench: ## measure, print a table, write bench/results.json; FILTER=name for a part
	@dotnet run -c Release --project bench/Bindscope.Bench -- $(FILTER)

web: ## build the pages into web/dist, where they have changed (needs Node 20 and npm)
	@build/web

test-web: ## test the pages alone: types, units, and the product in Chromium
	@build/test-web

bench-web: ## measure the pages: first paint, interaction, sizes, sweeps; write bench/web-results.json
	@build/bench-web

calibration: ## ask every analysis of models that are known, and write what the page Calibration shows (minutes)
	@./bindscope calibrate --into web/src/pages/calibration/calibration.json

results: ## the reports of the reference runs, and the table in docs/results.md from them
	@./bindscope report --run reference/demo-1 > /dev/null
	@./bindscope report --run reference/small-lm-256 --seeds reference/small-lm-42,reference/small-lm-416 > /dev/null
	@./bindscope results reference/small-lm-256/report/report.json --into docs/results.md

test-lanes: ## the tests of kernels, model and gradients with vectors of each width that this processor has
	@build/test-lanes

test-arm64: ## the tests of kernels, model, gradients and sweeps on 64-bit ARM, elsewhere in QEMU
	@build/test-arm64

torch: ## build the optional program for CUDA and mixed precision, and test it on the processor (fetches TorchSharp and libtorch)
	@dotnet build tests/Bindscope.Torch.Tests -c Release -v quiet -nologo
	@tests/Bindscope.Torch.Tests/bin/Release/net10.0/Bindscope.Torch.Tests -noColor
	@echo 'the program: src/Bindscope.Torch/bin/Release/net10.0/Bindscope.Torch'

tool: ## pack the .NET tool: artifacts/tool/bindscope.VERSION.nupkg
	@build/tool

test-tool: ## pack the tool, install it from a local feed, and run it in an empty folder
	@build/test-tool

test-python: ## test the Python client, over a server of this clone
	@build/test-python

publish: ## one file for each system, with its .NET, pages and licences: artifacts/publish; SYSTEMS='linux-x64 ...' for some
	@build/publish $(SYSTEMS)

clean: ## remove what was built; runs/ stays
	@rm -rf artifacts src/*/bin src/*/obj tests/*/bin tests/*/obj bench/*/bin bench/*/obj web/dist web/node_modules
