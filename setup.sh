# Sourced by ./run and ./test: brings a Debian or Ubuntu machine to where the service, or its tests, can work.
#
# `prepare run` wants LibreOffice Writer with its Python bridge, fonts with all Vietnamese letters, and .venv with
# what requirements.lock names. `prepare test` wants a browser and PDF tools as well, and requirements-test.lock.
# What is there already is left alone: no root and no network is needed then, and it takes well under a second.
# How the lock files are made: .ci/lock.

PROJECT=$(cd "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")" && pwd -P)
VENV=$PROJECT/.venv

say() { printf '%s\n' "$*" >&2; }

give_up() {
    say "Lỗi: $*"
    exit 69
}

has() { command -v "$1" >/dev/null 2>&1; }

# quietly DESCRIPTION COMMAND…: the output is shown only when the command fails.
quietly() {
    local what=$1 log
    shift
    log=$(mktemp)
    if ! "$@" >"$log" 2>&1; then
        tail -n 15 "$log" >&2
        rm -f "$log"
        say "Lỗi: $what không thành công; các dòng trên là lời báo của chương trình cài đặt."
        return 1
    fi
    rm -f "$log"
}

is_ubuntu() { grep -qx 'ID=ubuntu' /etc/os-release 2>/dev/null; }

# Ubuntu has Chromium only as a snap, which containers lack and which sees no file of ours: Playwright brings its own.
add_browser() {
    local kept=${PLAYWRIGHT_BROWSERS_PATH:-~/.cache/ms-playwright}
    if has chromium || ls "$kept"/chromium*/INSTALLATION_COMPLETE >/dev/null 2>&1; then return; fi
    say "Đang tải trình duyệt để kiểm thử"
    quietly "playwright install" "$VENV/bin/python" -m playwright install --with-deps --only-shell chromium || exit 69
}

# Prints the Debian packages that are missing, by looking for what they bring.
missing_packages() {
    local fonts writer
    if ! find_python >/dev/null; then printf 'python3-venv\n'; fi
    writer=$(dirname "$(readlink -f "$(command -v soffice || echo /nowhere/soffice)")")/libswlo.so
    if [ ! -e "$writer" ]; then printf 'libreoffice-writer-nogui\n'; fi
    if ! /usr/bin/python3 -c 'import uno' 2>/dev/null; then printf 'python3-uno\n'; fi
    if [ ! -e /etc/ssl/certs/ca-certificates.crt ]; then printf 'ca-certificates\n'; fi
    if ! has fc-list; then printf 'fontconfig\n'; fi
    # fontconfig itself knows which fonts have every Vietnamese letter; Liberation 1 has not.
    fonts=$(fc-list :lang=vi family 2>/dev/null || true)
    case $fonts in *"Liberation Serif"*) ;; *) printf 'fonts-liberation2\n' ;; esac
    case $fonts in *"Noto Serif"*) ;; *) printf 'fonts-noto-core\n' ;; esac
    case $fonts in *"DejaVu Sans"*) ;; *) printf 'fonts-dejavu\n' ;; esac
    # Carlito lacks only marks that stand alone, which composed text (NFC) never needs.
    case $(fc-list Carlito family 2>/dev/null) in *Carlito*) ;; *) printf 'fonts-crosextra-carlito\n' ;; esac
    if [ "$1" = test ]; then
        if ! has chromium && ! is_ubuntu; then printf 'chromium\n'; fi
        if [ ! -e "$(dirname "$writer")/libsclo.so" ]; then printf 'libreoffice-calc-nogui\n'; fi
        if ! has pdftotext; then printf 'poppler-utils\n'; fi
        if ! has qpdf; then printf 'qpdf\n'; fi
        if ! has curl; then printf 'curl\n'; fi
        # The node inside the playwright package is linked with it.
        if ! ls /usr/lib/*/libatomic.so.1 >/dev/null 2>&1; then printf 'libatomic1\n'; fi
        if ! has softhsm2-util; then printf 'softhsm2\n'; fi
    fi
}

install_packages() {
    local as_root=()
    if ! has apt-get; then
        give_up "máy còn thiếu: $*. Phần cài tự động chỉ dùng cho Debian và Ubuntu; xin cài các gói tương đương."
    fi
    if [ "$(id -u)" != 0 ]; then
        if has sudo && { sudo -n true 2>/dev/null || [ -t 0 ]; }; then
            as_root=(sudo)
        else
            give_up "máy còn thiếu một số gói, cần quyền quản trị để cài. Xin nhờ người quản trị chạy (quyền root):
  apt-get update && apt-get install -y --no-install-recommends $*
rồi chạy lại lệnh vừa rồi."
        fi
    fi
    say "Đang cài các gói hệ thống: $*"
    quietly "apt-get update" "${as_root[@]}" apt-get update -q || true
    quietly "apt-get install" "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -y -q \
        --no-install-recommends -o Dpkg::Use-Pty=0 -o DPkg::Lock::Timeout=300 "$@" || exit 69
}

# Prints a Python of at least 3.11 that can make virtual environments.
find_python() {
    local name
    for name in python3 python3.14 python3.13 python3.12 python3.11; do
        if has "$name" && "$name" -c '
import sys, ensurepip, venv
sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
            command -v "$name"
            return
        fi
    done
    return 1
}

refuse_old_python() {
    local version
    if ! has python3 || find_python >/dev/null; then return; fi
    version=$(python3 -c 'import sys; print("%d.%d" % sys.version_info[:2])')
    case $version in
    3.[0-9] | 3.10 | 2.*)
        give_up "cần Python 3.11 trở lên, máy này có $version. Trên Ubuntu 22.04, xin chạy (quyền root):
  apt-get update && apt-get install -y python3.11 python3.11-venv
rồi chạy lại lệnh vừa rồi. Debian 12 và Ubuntu 24.04 có sẵn Python mới hơn."
        ;;
    esac
}

# What .venv must have been made from: the lock, the project's own file, and the place (its scripts name it).
fingerprint() {
    { cat "$PROJECT/$1" "$PROJECT/pyproject.toml" && printf '%s' "$PROJECT"; } | sha256sum
}

ready() {
    [ -x "$VENV/bin/vanban" ] && [ -x "$VENV/bin/python" ] &&
        [ "$(cat "$VENV/$1.ready" 2>/dev/null)" = "$(fingerprint "$1")" ]
}

# True when .venv was made in another place: its scripts name that place.
moved() { [ -e "$VENV/bin/vanban" ] && ! grep -qF "$VENV/bin/" "$VENV/bin/vanban"; }

make_venv() {
    local lock=$1 python
    say "Đang cài các gói Python vào .venv (lần đầu mất vài phút)"
    if moved || ! "$VENV/bin/python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
        python=$(find_python) || give_up "không tìm thấy Python 3.11 trở lên có venv."
        quietly "tạo .venv" "$python" -m venv --clear "$VENV" || exit 69
    fi
    rm -f "$VENV"/*.ready
    if [ ! -x "$VENV/bin/uv" ]; then
        "$VENV/bin/python" -m pip --version >/dev/null 2>&1 ||
            quietly "cài pip" "$VENV/bin/python" -m ensurepip || exit 69
        awk '/^[^ #]/ { uv = /^uv==/ } uv' "$PROJECT/$lock" >"$VENV/uv.txt"
        quietly "cài uv" "$VENV/bin/python" -m pip install -q --require-hashes -r "$VENV/uv.txt" || exit 69
    fi
    # pip knows mirrors from its own settings that uv does not read: it has the second try.
    quietly "uv pip install" "$VENV/bin/uv" pip install -q --python "$VENV/bin/python" --no-config \
        --require-hashes -r "$PROJECT/$lock" || {
        say "Đang thử lại bằng pip"
        quietly "pip install" "$VENV/bin/python" -m pip install -q --require-hashes -r "$PROJECT/$lock" || exit 69
    }
    quietly "cài vanban" "$VENV/bin/uv" pip install -q --python "$VENV/bin/python" --no-config --offline \
        --no-deps --no-build-isolation -e "$PROJECT" || exit 69
    fingerprint "$lock" >"$VENV/$lock.ready"
}

# prepare run|test
prepare() {
    local lock=requirements.lock packages
    if [ "$1" = test ]; then lock=requirements-test.lock; fi
    refuse_old_python
    packages=$(missing_packages "$1")
    # shellcheck disable=SC2086
    if [ -n "$packages" ]; then install_packages $packages; fi
    if ! ready requirements-test.lock && ! ready "$lock"; then
        exec 9<"$PROJECT"
        flock 9 # somebody else may be doing the same
        if ! ready "$lock"; then make_venv "$lock"; fi
        exec 9<&-
    fi
    if [ "$1" = test ]; then add_browser; fi
}
