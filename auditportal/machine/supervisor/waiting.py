"""While the portal starts: as long as its children live, nothing is wrong but the time it takes."""

import http.client
import json
import time
from contextlib import closing

from auditportal.machine.supervisor.child import Child, watch

NEEDED = {"web", "database"}  # what a page needs; the rest may come while people look around
TELLS_AGAIN_AFTER = 30  # seconds


def attend(port: int, children: list[Child], logins: str) -> None:
    """Opens the door as soon as pages can be shown, and says for what the rest is waited."""
    waiting, is_open = Waiting(), False
    while True:
        for child in children:
            child.require()
        missing = still_missing(port)
        if not is_open and not missing & NEEDED:
            is_open = True
            print(f"Portal läuft: http://127.0.0.1:{port}/\n\n{logins}\n", flush=True)
        if not missing:
            break
        waiting.tell(missing)
        time.sleep(0.2)
    print("Alle Teile laufen.", flush=True)
    watch(children)


class Waiting:
    """Tells what is still missing: when that changes, and again after a while."""

    def __init__(self):
        self.missing, self.at = set(), 0.0

    def tell(self, missing: set[str]) -> None:
        now = time.monotonic()
        if missing == self.missing and now < self.at + TELLS_AGAIN_AFTER:
            return
        self.missing, self.at = missing, now
        print(f"Es startet noch: {', '.join(sorted(missing))} …", flush=True)


def still_missing(port: int) -> set[str]:
    """Parts that are not healthy; without the web server nobody knows of the others."""
    parts = ask(port)
    return {name for name, is_well in parts.items() if not is_well} if parts else {"web"}


def ask(port: int) -> dict[str, bool]:
    with closing(http.client.HTTPConnection("127.0.0.1", port, timeout=5)) as connection:
        try:
            connection.request("GET", "/gesund/")
            return json.load(connection.getresponse())
        except (OSError, ValueError, http.client.HTTPException):
            return {}
