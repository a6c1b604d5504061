"""What only the operating system can bring: Pango for PDFs, Chromium for the tests, pip."""

import ctypes
import os
import shutil
import sys
from pathlib import Path

from auditportal.machine.bootstrap import pip, tool
from auditportal.machine.bootstrap.trouble import Trouble

LIBRARIES = {
    "linux": (
        "libpango-1.0.so.0",
        "libpangoft2-1.0.so.0",
        "libharfbuzz.so.0",
        "libharfbuzz-subset.so.0",
        "libfontconfig.so.1",
    ),
    "darwin": ("libpango-1.0.dylib", "libpangoft2-1.0.dylib", "libharfbuzz.dylib"),
}
BREW = Path("/opt/homebrew/lib")  # where the loader of a Mac does not look by itself
BROWSERS = ("chromium", "chromium-browser", "google-chrome-stable", "google-chrome")
PANGO, CHROMIUM, PIP = KNOWN = ("Pango", "Chromium", "pip")


def debians_chromium():
    """Ubuntu gives it another name, and brings it as a snap."""
    release = Path("/etc/os-release")
    is_ubuntu = release.exists() and "\nID=ubuntu\n" in release.read_text()
    return "chromium-browser" if is_ubuntu else "chromium"


APT = ["apt-get", "install", "-y", "--no-install-recommends"]
FONTS = "libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0"
# The first of these that is there says how people install Pango, Chromium and pip.
INSTALLERS = (
    ("apt-get", "sudo " + " ".join(APT), (FONTS, debians_chromium(), "python3-pip")),
    ("dnf", "sudo dnf install -y", ("pango harfbuzz", "chromium", "python3-pip")),
    ("pacman", "sudo pacman -S", ("pango harfbuzz", "chromium", "python-pip")),
    ("apk", "sudo apk add", ("pango harfbuzz font-dejavu", "chromium", "py3-pip")),
    ("brew", "brew install", ("pango", "chromium", "python")),
)


def require(names, may_install):
    """Goes on only when everything is there; as root on Debian and Ubuntu it brings it itself."""
    missing = [name for name in names if not IS_THERE[name]()]
    if not missing:
        return
    installer, command, packages = how(missing)
    if installer == "apt-get" and os.geteuid() == 0 and may_install:
        install(packages)
        missing = [name for name in names if not IS_THERE[name]()]
    if missing:
        raise Trouble(
            "Es fehlt {}. Bitte geben Sie ein: {}".format(
                " und ".join(missing), " ".join([command, *packages])
            )
        )


def how(missing):
    """Installer, command and packages of this machine."""
    for installer, command, names in INSTALLERS:
        if shutil.which(installer):
            packages = [names[KNOWN.index(name)] for name in missing]
            return installer, command, " ".join(packages).split()
    raise Trouble("Es fehlt {}. Bitte installieren Sie es.".format(" und ".join(missing)))


def install(packages):
    """Prints the command before it runs it."""
    command = [*APT, *packages]
    print("Es fehlen Pakete des Systems. Es läuft: {}".format(" ".join(command)), flush=True)
    for step in (["apt-get", "update"], command):
        failure = "{} ist gescheitert.".format(" ".join(step))
        tool.run(step, failure, DEBIAN_FRONTEND="noninteractive")


def has_pango():
    return all(is_loadable(name) for name in LIBRARIES.get(sys.platform, ()))


def is_loadable(name):
    for place in (name, str(BREW / name)):
        try:
            ctypes.CDLL(place)
        except OSError:
            continue
        return True
    return False


def chromium():
    """The path of a Chromium, or nothing: a name of its own, the system's, Playwright's."""
    named = os.environ.get("CHROMIUM")
    if named:
        return shutil.which(named) or ""
    found = [path for path in map(shutil.which, BROWSERS) if path]
    own = Path("~/.cache/ms-playwright").expanduser().glob("chromium-*/chrome-linux*/chrome")
    return (found + [str(path) for path in own] + [""])[0]


IS_THERE = {PANGO: has_pango, CHROMIUM: chromium, PIP: pip.command}
