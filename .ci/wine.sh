#!/bin/bash
# Makes, in the directory given, a Debian 13 that has wine 10, which runs the
# Windows binaries of Go; that of Debian 12 does not. Needs root, 1 GB of disk
# and, the first time, about two minutes. A directory that is complete is left
# as it is.
set -euo pipefail

root=${1:?usage: .ci/wine.sh DIRECTORY}
[[ ! -e $root/.complete ]] || exit 0
if ! command -v debootstrap >/dev/null; then
	apt-get update -q
	DEBIAN_FRONTEND=noninteractive apt-get install -q -y --no-install-recommends debootstrap
fi
rm -rf --one-file-system "$root"
mkdir -p "$root"
debootstrap --variant=minbase trixie "$root" "${DEBIAN_MIRROR:-http://deb.debian.org/debian}"
DEBIAN_FRONTEND=noninteractive chroot "$root" apt-get install -q -y --no-install-recommends wine64 wine
touch "$root/.complete"
