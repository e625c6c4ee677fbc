#!/bin/sh
# Installs the programs that the tests of feeds read them with: vdirsyncer and khal in an
# environment of their own (they pin versions that the project does not), ical.js where npm is at
# hand. Never fails: without one its comparison is skipped, and says so.
python=${1:-python3}
folder=${2:-.venv/clients}
if ! { [ -x "$folder/bin/khal" ] && [ -x "$folder/bin/vdirsyncer" ]; }; then
    { "$python" -m venv "$folder" &&
        "$folder/bin/python" -m pip install --quiet 'khal>=0.14' 'vdirsyncer>=0.20'; } ||
        echo "khal and vdirsyncer are not here: their reading of feeds will be skipped"
fi
if ! [ -d "$folder/node_modules/ical.js" ]; then
    if command -v npm >/dev/null && command -v node >/dev/null; then
        npm install --silent --no-package-lock --prefix "$folder" 'ical.js@>=2.2' ||
            echo "ical.js is not here: its reading of feeds will be skipped"
    else
        echo "node is not here: the reading of feeds by ical.js will be skipped"
    fi
fi
exit 0
