#!/bin/sh
# Installs libical with its Python binding for /usr/bin/python3, where apt is at hand.
# Never fails: without it the comparison with libical is skipped, and says so.
has_libical() {
    /usr/bin/python3 -c 'import gi; gi.require_version("ICalGLib", "3.0"); from gi.repository import ICalGLib' 2>/dev/null
}
install() {
    if [ "$(id -u)" = 0 ]; then
        DEBIAN_FRONTEND=noninteractive apt-get "$@"
    else
        sudo -n DEBIAN_FRONTEND=noninteractive apt-get "$@"
    fi >/dev/null 2>&1
}
packages="gir1.2-ical-3.0 python3-gi"
has_libical && exit 0
if command -v apt-get >/dev/null; then
    # shellcheck disable=SC2086
    install install -y --no-install-recommends $packages ||
        { install update && install install -y --no-install-recommends $packages; }
fi
has_libical || echo "libical is not here (Debian: $packages): its comparison will be skipped"
exit 0
