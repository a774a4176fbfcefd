# What bin/run, bin/test and bin/check share. They source it from the top of the folder; nothing here runs by itself.

PYTHON=.venv/bin/python

say() { printf '%s\n' "$*"; }
stop() { printf '%s\n' "$*" >&2; exit 1; }

# Sets $found to a Python that is new enough and can make an environment; says what is there otherwise.
find_python() {
    old='' lame=''
    for found in python3.13 python3.12 python3.11 python3.14 python3 python; do
        version=$("$found" -c 'import sys; print("%d.%d" % sys.version_info[:2])' 2>/dev/null) || continue
        "$found" -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { old="$old $found ($version)"; continue; }
        "$found" -c 'import ensurepip, venv' 2>/dev/null && return
        lame="$found ($version)"
    done
    [ -z "$lame" ] || stop "$lame can't make an environment: its venv module is missing. On Debian and Ubuntu: apt-get install python3-venv"
    [ -z "$old" ] || stop "Tongxing needs Python 3.11 or newer, but only these are here:$old. Install python3.11 or newer and start again."
    stop "Tongxing needs Python 3.11 or newer, but no Python was found. Install python3 and start again."
}

# .venv/.made stands only while the environment is whole: what was interrupted is made again.
make_environment() {
    if [ -e .venv/.made ] && "$PYTHON" -c '' 2>/dev/null; then return; fi
    find_python
    mkdir -p .venv 2>/dev/null && : > .venv/.begun 2>/dev/null || stop "$(pwd) can't be written, so the environment can't be made. Move the folder, or change its owner."
    say "Making an environment in .venv with $found $version ..."
    rm -rf .venv 2>/dev/null || stop "Another start is still writing to .venv. Wait until it has ended, then start again."
    along "$found" -m venv .venv || { rm -rf .venv; stop "The environment could not be made with $found; the lines above say why."; }
    : > .venv/.made
}

# Run something that ends with this script, even when the script alone is told to end.
along() {
    "$@" &
    job=$!
    trap 'kill "$job" 2>/dev/null; exit 130' INT
    trap 'kill "$job" 2>/dev/null; exit 143' TERM HUP
    code=0
    wait "$job" || code=$?
    trap - INT TERM HUP
    return "$code"
}

# install run|test: bring the environment to requirements/NAME.txt, when that file is not the one it has.
install() {
    cmp -s "requirements/$1.txt" ".venv/$1.lock" && return
    say "Installing requirements/$1.txt (a minute or two, the first time) ..."
    rm -f .venv/.made
    if along "$PYTHON" -m pip install -qq --disable-pip-version-check --no-input --no-deps --require-hashes \
        -r "requirements/$1.txt"; then done=yes; else done=; fi
    : > .venv/.made
    [ "$done" ] || stop "The packages could not be installed; the lines above say why. Is the network there? Start again then."
    cp "requirements/$1.txt" ".venv/$1.lock"
}

# Compile the translations that are newer than what was compiled from them.
compile_words() {
    for words in tongxing/locale/*/LC_MESSAGES/django.po; do
        [ -e "$words" ] || continue
        [ -e "${words%.po}.mo" ] && [ -z "$(find "$words" -newer "${words%.po}.mo")" ] && continue
        say "Compiling $words ..."
        "$PYTHON" -m babel.messages.frontend --quiet compile -i "$words" -o "${words%.po}.mo" || stop "$words can't be compiled."
    done
}

# A test's browser: found, or installed when we may.
find_chromium() {
    for browser in chromium chromium-browser google-chrome google-chrome-stable; do
        if TONGXING_CHROMIUM=$(command -v "$browser"); then export TONGXING_CHROMIUM; break; fi
    done
    fonts=yes
    if command -v fc-list >/dev/null && [ -z "$(fc-list :lang=zh)" ]; then fonts=; fi
    if [ "$TONGXING_CHROMIUM" ] && [ "$fonts" ]; then return; fi
    if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
        say "Installing Chromium and a Chinese font for the browser tests ..."
        { apt-get -qq update && DEBIAN_FRONTEND=noninteractive apt-get -qq -y --no-install-recommends install \
            chromium fontconfig fonts-wqy-microhei; } >/dev/null || say "apt-get could not install them."
        TONGXING_CHROMIUM=$(command -v chromium || true)
        export TONGXING_CHROMIUM
    fi
    [ "$TONGXING_CHROMIUM" ] || stop "The browser tests need Chromium. Install it (Debian, Ubuntu: apt-get install chromium fonts-wqy-microhei) and start again."
}
