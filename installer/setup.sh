#!/usr/bin/env bash
# Make this working copy ready: `make setup`; `installer/setup.sh test` adds what the checks need. Run again, it does only what changed.
# `installer/setup.sh missing` only names the system packages that are not there.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
what=${1:-run}
export PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_NO_INPUT=1 DEBIAN_FRONTEND=noninteractive

say() { printf '%s\n' "$*"; }

as_root=()
may_install() { # root, or sudo that asks nothing; and apt
    command -v apt-get >/dev/null || return 1
    [ "$(id -u)" = 0 ] && return 0
    command -v sudo >/dev/null && sudo -n true 2>/dev/null && as_root=(sudo -n)
}

refreshed=no
refresh_apt() {
    [ "$refreshed" = yes ] || "${as_root[@]}" apt-get -qq update || true
    refreshed=yes
}

install_packages() { # a new machine brings itself up to date when it starts: wait for that
    refresh_apt
    say "Installing $*"
    "${as_root[@]}" apt-get -qq -o DPkg::Lock::Timeout=300 install -y --no-install-recommends "$@" >/dev/null
}

# Qt finds these at run time: to draw without a screen and show a paper, in a window, for sound and printers. libusb speaks to receipt printers.
libraries="libGL.so.1=libgl1 libEGL.so.1=libegl1 libxkbcommon.so.0=libxkbcommon0 libfontconfig.so.1=libfontconfig1 libglib-2.0.so.0=libglib2.0-0
 libdbus-1.so.3=libdbus-1-3 libatomic.so.1=libatomic1
 libxcb-cursor.so.0=libxcb-cursor0 libxkbcommon-x11.so.0=libxkbcommon-x11-0 libxcb-icccm.so.4=libxcb-icccm4 libxcb-keysyms.so.1=libxcb-keysyms1
 libxcb-shape.so.0=libxcb-shape0 libwayland-cursor.so.0=libwayland-cursor0 libwayland-egl.so.1=libwayland-egl1
 libpulse.so.0=libpulse0 libXrandr.so.2=libxrandr2 libcups.so.2=libcups2 libusb-1.0.so.0=libusb-1.0-0"

# The checks read papers and workbooks with the first three, and speak to a real keyring, print service and sound service.
programs="pdftotext=poppler-utils soffice=libreoffice-calc-nogui git=git gnome-keyring-daemon=gnome-keyring dbus-run-session=dbus
 cupsd=cups-daemon lp=cups-client pulseaudio=pulseaudio parec=pulseaudio-utils"

missing_libraries() {
    local known pair
    known=$(ldconfig -p)
    for pair in $libraries; do
        grep -qF "${pair%%=*} " <<<"$known" || say "${pair#*=}"
    done
}

missing_programs() {
    local pair
    for pair in $programs; do
        command -v "${pair%%=*}" >/dev/null || say "${pair#*=}"
    done
}

fits() { "$1" -c 'import sys; sys.exit(not sys.version_info >= (3, 11))' 2>/dev/null; }
whole() { fits "$1" && "$1" -c 'import ensurepip, venv' 2>/dev/null; }

find_python() { # find_python TEST: the first that passes it
    local name
    for name in python3.11 python3.12 python3.13 python3; do
        if command -v "$name" >/dev/null && "$1" "$name"; then command -v "$name"; return; fi
    done
    return 1
}

has_environment() { [ -x .venv/bin/python ] && fits .venv/bin/python && .venv/bin/python -c 'import pip' 2>/dev/null; }

missing_python() {
    has_environment || find_python whole >/dev/null && return
    find_python fits >/dev/null || say python3
    say python3-venv
}

missing_packages() { # in one line
    local PATH="$PATH:/sbin:/usr/sbin"
    {
        missing_python
        [ "$(uname -s)" != Linux ] || missing_libraries
        [ "$what" != test ] || missing_programs
    } | paste -sd ' ' -
}

system_packages() {
    local missing
    missing=$(missing_packages)
    # shellcheck disable=SC2086  # one word a package
    if [ -n "$missing" ] && may_install; then
        install_packages $missing || true
        missing=$(missing_packages)
    fi
    [ -z "$missing" ] || say "Missing system packages, please install: $missing"
    case $missing in *python3-venv*) say "Nothing works without Python 3.11 or newer and its part venv."; exit 1 ;; esac
}

make_environment() {
    has_environment && return
    local python
    python=$(find_python whole)
    say "Making .venv with $("$python" --version)"
    "$python" -m venv --clear .venv
}

# Each lock is installed once; the stamp holds its digest. A lock is whole, so pip resolves nothing: left to itself, an older pip looks at
# the newest release behind a requirement with an extra, and refuses it because that one stands in no lock.
install_lock() {
    local lock=installer/requirements/$1.txt stamp=.venv/lock-$1 digest broken
    digest=$(sha256sum <"$lock")
    [ "$digest" != "$(cat "$stamp" 2>/dev/null)" ] || return 0
    say "Installing the packages of $lock"
    .venv/bin/python -m pip install -qq --require-hashes --no-deps --only-binary :all: -r "$lock"
    broken=$(.venv/bin/python -m pip check) || { say "$broken"; exit 1; }
    printf '%s' "$digest" >"$stamp"
}

install_project() {
    local stamp=.venv/project digest
    digest=$(sha256sum <pyproject.toml)
    [ "$digest" != "$(cat "$stamp" 2>/dev/null)" ] || [ ! -x .venv/bin/stationdesk ] || return 0
    .venv/bin/python -m pip install -qq --no-deps --no-build-isolation --no-index --editable .
    printf '%s' "$digest" >"$stamp"
}

# The Kai face covers rare characters that the other two lack; papers do without it and name such a character before printing.
kai_face() {
    local face=printing/faces/kai.ttf name=LXGWWenKai-Regular.ttf found work
    [ ! -f "$face" ] || return 0
    mkdir -p "${face%/*}"
    found=$(find /usr/share/fonts /usr/local/share/fonts -name "$name" -print -quit 2>/dev/null || true)
    if [ -z "$found" ] && [ ! -e .venv/no-kai ] && command -v apt-get >/dev/null && command -v dpkg-deb >/dev/null; then
        work=$(mktemp -d)
        if may_install; then refresh_apt; fi
        (cd "$work" && chmod 755 . && apt-get -qq download fonts-lxgw-wenkai >/dev/null 2>&1 && dpkg-deb -x ./*.deb . && rm -f ./*.deb) || true
        found=$(find "$work" -name "$name" -print -quit)
    fi
    if [ -n "$found" ]; then
        cp "$found" "$face.part" && mv "$face.part" "$face"
    else
        touch .venv/no-kai
        say "Without the Kai face (package fonts-lxgw-wenkai): a few rare characters cannot be printed."
    fi
    [ -z "${work:-}" ] || rm -rf "$work"
}

if [ "$what" = missing ]; then missing_packages; exit; fi
system_packages
make_environment
install_lock run
install_lock build
[ "$what" != test ] || install_lock test
install_project
kai_face
.venv/bin/python -m installer.cut_fonts
.venv/bin/python -m installer.build_pinyin
.venv/bin/python -m installer.build_voice
.venv/bin/python -m compileall -q app ui db printing exporters
