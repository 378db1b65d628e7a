#!/bin/sh
# Brings what every make target needs: uv, Python 3.10, and the locked packages. Steps that are done are skipped.
# Usage: deploy/setup.sh [--with-tests]
set -eu
cd "$(dirname "$0")/.."
TOOLS=.tools
UV_LINK=$TOOLS/uv
OLDEST_MINOR=9 # of uv 0.x; older ones do not know dependency groups or the build backend

say() { printf '%s\n' "$*"; }
fail() {
    printf 'needlewise: %s\n' "$*" >&2
    exit 1
}

is_recent() { # whether the program $1 is a uv that is new enough
    version=$("$1" --version 2>/dev/null | sed -n 's/^uv \([0-9]*\)\.\([0-9]*\).*/\1 \2/p') || return 1
    [ -n "$version" ] || return 1
    # shellcheck disable=SC2086
    set -- $version
    [ "$1" -ge 1 ] || [ "$2" -ge "$OLDEST_MINOR" ]
}

fetch_uv() { # puts uv into .tools by the first way that this machine allows; prints where it is
    if python3 -m venv "$TOOLS/venv" >/dev/null 2>&1 && "$TOOLS/venv/bin/python" -m pip install -q 'uv>=0.9,<0.14' >&2; then
        echo "$TOOLS/venv/bin/uv"
    elif python3 -m pip install -q --target "$TOOLS/packages" 'uv>=0.9,<0.14' >&2 2>/dev/null; then
        echo "$TOOLS/packages/bin/uv"
    elif command -v curl >/dev/null && curl -LsSf https://astral.sh/uv/install.sh 2>/dev/null |
        UV_INSTALL_DIR="$PWD/$TOOLS/installed" UV_NO_MODIFY_PATH=1 sh >/dev/null 2>&1; then
        echo "$TOOLS/installed/uv"
    fi
}

find_uv() {
    for candidate in "${UV:-}" "$UV_LINK" "$(command -v uv || true)"; do
        if [ -n "$candidate" ] && is_recent "$candidate"; then
            echo "$candidate"
            return
        fi
    done
    say "Fetching uv, which installs the packages ..." >&2
    fetch_uv
}

absolute() { (cd "$(dirname "$1")" && printf '%s/%s\n' "$PWD" "$(basename "$1")"); }

command -v python3 >/dev/null || fail "python3 is missing. Install it, for example with: apt-get install python3 python3-venv"
mkdir -p "$TOOLS"
uv=$(find_uv)
[ -n "$uv" ] && is_recent "$uv" || fail "uv could not be fetched. Install python3-venv (apt-get install python3-venv) or uv itself, and check the network."
[ "$uv" = "$UV_LINK" ] || ln -sfn "$(absolute "$uv")" "$UV_LINK"

groups=--no-default-groups
[ "${1:-}" = --with-tests ] && groups=--group=dev
if ! "$UV_LINK" sync --frozen --inexact $groups --check >/dev/null 2>&1; then
    say "Installing Python 3.10 if it is missing, and the locked packages (about 2.3 GB, once) ..."
    "$UV_LINK" sync --frozen --inexact $groups || fail "the packages could not be installed; the lines above say why. \
If Python 3.10 is what is missing, install it (for example: pyenv install 3.10) or name it: UV_PYTHON=/path/to/python3.10"
fi
