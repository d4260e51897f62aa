#!/bin/sh
# Sets itself up, then archives the embedded demo site into data/demo.
. "$(dirname "$0")/venv.sh"
prepare browse
exec .venv/bin/dimash-archive demo --data data/demo "$@"
