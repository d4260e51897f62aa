#!/bin/sh
# Every check in one word: style, types, floors, generated docs, tests. `--no-tests` leaves the tests out.
. "$(dirname "$0")/venv.sh"
prepare dev
set -e
.venv/bin/ruff check .
.venv/bin/ruff format --check .
.venv/bin/mypy
.venv/bin/lint-imports --no-logo
if [ "$1" != "--no-tests" ]; then
    sh scripts/test.sh
fi
