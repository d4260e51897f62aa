#!/bin/sh
# Sets itself up, then runs every test, one process per core: first those of single rooms, with coverage, then those
# that run whole programs. `--quick` runs the first alone; other arguments name what to run.
. "$(dirname "$0")/venv.sh"
prepare dev
spread="--numprocesses auto --dist worksteal"  # a fixture of a module is made once, as most modules stay in one process
if [ "$1" = "--quick" ]; then
    exec .venv/bin/pytest -m "not whole" $spread
elif [ $# -gt 0 ]; then
    exec .venv/bin/pytest "$@"
fi
.venv/bin/pytest -m "not whole" --cov $spread
rooms=$?
.venv/bin/pytest -m whole $spread
whole=$?
exit $((rooms | whole))
