#!/bin/sh
# Sets itself up, then runs the tests: all of them with coverage, a process a core, or what the arguments name.
. "$(dirname "$0")/venv.sh"
prepare dev
if [ $# -gt 0 ]; then
    exec .venv/bin/pytest "$@"
fi
exec .venv/bin/pytest --cov --numprocesses auto
