# Shared by the scripts beside this folder: `source` it from the repository's root. Not run by itself.
# shellcheck shell=bash

readonly wanted_python="3.12"
readonly root="$PWD"

# No tool of ours downloads an interpreter by itself: the system's Python is used.
export UV_PYTHON_DOWNLOADS=never
# The system's certificates, where it has any: an organisation's own proxy is known to the system, not to uv.
[ ! -e /etc/ssl/certs/ca-certificates.crt ] || export UV_SYSTEM_CERTS="${UV_SYSTEM_CERTS:-true}"
# Caches need a home; a bare environment (env -i, some CI) has none.
[ -n "${HOME:-}" ] || export UV_CACHE_DIR="$root/.cache/uv-cache" PIP_CACHE_DIR="$root/.cache/pip-cache"

say() { printf '%s\n' "$*" >&2; }

stop() {
  printf '%s\n' "$@" >&2
  exit 1
}

# Installs Debian packages where that is possible without asking anybody; otherwise names the command and stops.
# $1: what is missing, in words; the rest: package names.
need_packages() {
  local what="$1" as_root=()
  shift
  if [ "$(id -u)" != 0 ]; then
    if command -v sudo >/dev/null && sudo -n true 2>/dev/null; then
      as_root=(sudo -n)
    else
      stop "$what is missing." "Run this, then try again:  sudo apt-get install $*"
    fi
  fi
  command -v apt-get >/dev/null || stop "$what is missing." "Install it, then try again (on Debian and Ubuntu: apt-get install $*)."
  say "$what is missing: installing $*"
  "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get update -qq >&2
  "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "$@" >&2 ||
    stop "$what could not be installed." "Run this, then try again:  apt-get install $*"
}

# Prints the path of the first interpreter that is new enough; fails when there is none. `python3` on PATH may be
# older than the system's own, and a version manager's shim may be there without its interpreter: each is tried.
find_python() {
  local candidate
  for candidate in python3.14 python3.13 "python$wanted_python" /usr/bin/python3 python3; do
    "$candidate" - "$wanted_python" 2>/dev/null <<'PY' && return 0
import sys
wanted = tuple(map(int, sys.argv[1].split(".")))
if sys.version_info[:2] < wanted:
    sys.exit(1)
print(sys.executable)
PY
  done
  return 1
}

ensure_python() {
  python="$(find_python)" && return 0
  need_packages "Python $wanted_python or newer" python3 python3-venv
  python="$(find_python)" ||
    stop "Python $wanted_python or newer is needed, and this system's packages have only an older one." \
      "Debian 13 and Ubuntu 24.04 have it; elsewhere install it so that python$wanted_python is on PATH, then try again."
}

# Sets `uv`: the one on PATH when it is at least as new as the one pinned here, otherwise the pinned one, kept in .cache/.
ensure_uv() {
  local pinned found
  pinned="$(sed -n 's/^uv==\([0-9.]*\).*/\1/p' requirements/uv.txt)"
  for uv in uv .cache/uv/bin/uv; do
    found="$("$uv" --version 2>/dev/null | cut -d' ' -f2)" || continue
    [ "$(printf '%s\n' "$pinned" "$found" | sort -V | head -n1)" = "$pinned" ] && return 0
  done
  ensure_python
  "$python" -c 'import ensurepip, venv' 2>/dev/null || need_packages "Python's venv module" python3-venv
  say "Installing uv $pinned into .cache/uv"
  "$python" -m venv --clear .cache/uv
  .cache/uv/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes --no-deps -r requirements/uv.txt
  uv=.cache/uv/bin/uv
}

# What an environment made from these requirement files would be: it is made again when any line of this changes.
# Of pyproject.toml only what the installed package is made from counts, not the settings of the tools.
stamp_of() {
  printf '%s\n' "$root" "$*"
  awk '/^\[/ { counts = /^\[(build-system|project|tool\.hatch)/ } counts' pyproject.toml bulk/pyproject.toml | sha256sum
  sha256sum requirements/build.txt "$@"
}

# True when the environment $1 was made from exactly the requirement files that follow.
in_place() {
  local folder="$1"
  shift
  [ -x "$folder/bin/fingerpost" ] && [ "$(cat "$folder/fingerpost-stamp" 2>/dev/null)" = "$(stamp_of "$@")" ]
}

# Makes the environment $1 hold exactly the requirement files that follow, and this package, editable; with
# requirements/bulk.txt among them also the one that decides by the million.
make_environment() {
  local folder="$1"
  shift
  ensure_uv
  # An environment that was moved, or whose interpreter is gone or too old, is of no use.
  if ! "$folder/bin/python" -c "import sys; sys.exit(sys.version_info[:2] < (${wanted_python/./, }))" 2>/dev/null ||
    [ "$(head -n1 "$folder/fingerpost-stamp" 2>/dev/null || echo "$root")" != "$root" ]; then
    ensure_python
    say "Making $folder with $("$python" --version)"
    "$uv" venv --quiet --clear --python "$python" "$folder"
  fi
  local packages=(--editable .)
  [[ " $* " != *" requirements/bulk.txt "* ]] || packages+=(--editable bulk)
  rm -f "$folder/fingerpost-stamp"
  say "Installing $* into $folder"
  "$uv" pip sync --quiet --python "$folder/bin/python" --require-hashes --build-constraints requirements/build.txt "$@"
  "$uv" pip install --quiet --python "$folder/bin/python" --no-deps --build-constraints requirements/build.txt "${packages[@]}"
  stamp_of "$@" >"$folder/fingerpost-stamp"
}

# The tests move the clock of all their processes with it (tests/support/day.py).
ensure_faketime() {
  compgen -G "/usr/lib/*/faketime/libfaketimeMT.so.1" >/dev/null || need_packages "libfaketime" faketime
}
