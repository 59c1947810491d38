#!/bin/sh
# Make the environment of `make setup`: install.sh PYTHON VENV
# One sentence says what is missing; the messages of pip and uv go to VENV/install.log.
# uv installs with a quarter of pip's processor time. Where uv fails, pip installs: it knows all of pip's settings.
python=$1
venv=$2
log=$venv/install.log

refuse() {
    echo "$1" >&2
    exit 1
}

install() {
    "$venv/bin/python" -m pip install --disable-pip-version-check "$@" >>"$log" 2>&1
}

install_quickly() {
    # uv does not read pip's settings, so it is told the index and the certificates.
    index=${UV_DEFAULT_INDEX:-${PIP_INDEX_URL:-$("$venv/bin/python" -m pip config get global.index-url 2>/dev/null)}}
    certificates=${SSL_CERT_FILE:-$PIP_CERT}
    env UV_SYSTEM_CERTS=true ${index:+"UV_DEFAULT_INDEX=$index"} ${certificates:+"SSL_CERT_FILE=$certificates"} \
        "$venv/bin/uv" --no-config pip install --python "$venv/bin/python" "$@" >>"$log" 2>&1
}

failed() {
    reason=$(grep -v '^[[:space:]]*$' "$log" | tail -n 1)
    refuse "The packages could not be installed; is the package index reachable? All messages are in $log, the last: $reason"
}

command -v "$python" >/dev/null || refuse "$python is missing. On Debian: apt-get install python3-venv"
version=$("$python" -c 'import platform; print(platform.python_version())' 2>/dev/null)
"$python" -c 'import sys; sys.exit(not (3, 11, 2) <= sys.version_info[:3] < (3, 15))' 2>/dev/null \
    || refuse "Python 3.11.2 to 3.14 is needed, and $python is ${version:-none}. Name another: make PYTHON=/path/to/python3.13 setup"
"$python" -c 'import venv, ensurepip' 2>/dev/null \
    || refuse "The venv module of Python is missing. On Debian: apt-get install python3-venv"

echo "Preparing $venv with Python $version (once, about half a minute)"
present=$("$venv/bin/python" -c 'import pip, platform; print(platform.python_version())' 2>/dev/null)
if [ "$present" != "$version" ]; then
    "$python" -m venv --clear "$venv" >/dev/null 2>&1 \
        || refuse "$venv could not be made. Is the folder writable, and is there room on the disk?"
fi
: >"$log"
install --require-hashes -r requirements/uv.txt || failed
install_quickly --require-hashes -r requirements/run.txt -r requirements/dev.txt \
    || install --require-hashes -r requirements/run.txt -r requirements/dev.txt || failed
install --no-deps --no-build-isolation --editable . || failed
