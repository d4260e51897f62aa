# Sourced by the scripts beside it: `prepare EXTRA` makes .venv with this package and what EXTRA needs, once;
# `prepare dev` takes all extras and the dependency group `dev`.
# It is made again when pyproject.toml has changed since.

all_extras=".[browse,cluster,metrics,parquet,pictures]"
cd "$(dirname "$0")/.." || exit 1

fitting_python() {
    for each in python3.11 python3 python3.12 python3.13 python3.14 python; do
        if "$each" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
            echo "$each"
            return
        fi
    done
    echo "No Python 3.11 or later was found. Install one, then run this again." >&2
    return 1
}

prepare() {
    stamp=".venv/ready-$1"
    if [ -f "$stamp" ] && [ -z "$(find pyproject.toml -newer "$stamp")" ]; then
        return
    fi
    python=$(fitting_python) || exit 1
    echo "Setting up .venv with $("$python" --version); this happens once and takes about a minute …" >&2
    if ! { [ -x .venv/bin/pip ] || "$python" -m venv .venv; }; then
        echo "This Python cannot make virtual environments. On Debian and Ubuntu: apt-get install python3-venv" >&2
        exit 1
    fi
    if [ "$1" = dev ]; then
        .venv/bin/pip install --quiet --disable-pip-version-check --upgrade 'pip>=25.1' || exit 1  # it knows groups
        .venv/bin/pip install --quiet --disable-pip-version-check --group dev --editable "$all_extras" || exit 1
    else
        .venv/bin/pip install --quiet --disable-pip-version-check --editable ".[$1]" || exit 1
    fi
    touch "$stamp"
}
