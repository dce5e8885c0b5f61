#!/bin/sh
# Installs chatcalc for the user who runs this: no root, no network, nothing outside one folder.
set -eu
here=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd)
place=${XDG_DATA_HOME:-$HOME/.local/share}/chatcalc/venv
unset PYTHONHOME PYTHONPATH

stop() {
    printf 'install.sh: %s\n' "$1" >&2
    exit 1
}

fits='import sys; sys.exit(sys.version_info[:2] not in [(3, 11), (3, 12), (3, 13)])'
python=
for each in python3.13 python3.12 python3.11 python3; do
    if "$each" -c "$fits" > /dev/null 2>&1; then
        python=$each
        break
    fi
done
[ -n "$python" ] || stop "no Python 3.11, 3.12 or 3.13 was found"
[ -d "$here/wheels" ] || stop "there are no wheels beside this script; unpack the whole zip file"

"$place/bin/python" -m pip --version > /dev/null 2>&1 || "$python" -m venv --clear "$place" ||
    stop "$place cannot be made; on Debian and Ubuntu the package python3-venv is needed"
"$place/bin/python" -m pip --isolated --disable-pip-version-check install --quiet \
    --no-index --find-links "$here/wheels" --require-hashes -r "$here/requirements.txt" ||
    stop "the wheels cannot be installed; the lines above say why"
"$place/bin/python" -m chatcalc --version
printf 'Installed. Run it as\n  "%s" report --config chatcalc.toml\n' "$place/bin/chatcalc"
