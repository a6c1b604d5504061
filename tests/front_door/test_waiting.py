"""The demo waits as long as its children live, says for what, and opens the door early."""

import sys

import pytest

from auditportal.machine.bootstrap.trouble import Trouble
from auditportal.machine.engines.server import free_port
from auditportal.machine.supervisor import waiting
from auditportal.machine.supervisor.child import Child, end

# A portal that takes its time: no answer at first, then beat is missing, then everything is well.
SLOW = """
import http.server, json, sys, time
time.sleep(1)
began = time.monotonic()
class Health(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        is_well = time.monotonic() > began + 1.5
        self.send_response(200 if is_well else 503)
        self.end_headers()
        self.wfile.write(json.dumps({"database": True, "beat": is_well}).encode())
http.server.HTTPServer(("127.0.0.1", int(sys.argv[1])), Health).serve_forever()
"""
LOGINS = "Rolle  Anmeldung  Kennwort"
DYING = "import time; time.sleep(1); raise SystemExit('Das war mein letztes Wort.')"


@pytest.fixture
def child(tmp_path):
    children = []

    def start(source, *arguments):
        command = [sys.executable, "-c", source, *map(str, arguments)]
        children.append(Child("web", command, {}, tmp_path))
        return children

    yield start
    end(children)


@pytest.fixture
def over(monkeypatch):
    """What the demo does once everything runs: here it ends."""
    monkeypatch.setattr(waiting, "watch", lambda children: None)


def test_the_door_opens_before_everything_runs_and_what_is_missing_is_said(child, over, capsys):
    port = free_port()
    waiting.attend(port, child(SLOW, port), LOGINS)

    assert capsys.readouterr().out.splitlines() == [
        "Es startet noch: web …",
        f"Portal läuft: http://127.0.0.1:{port}/",
        "",
        LOGINS,
        "",
        "Es startet noch: beat …",
        "Alle Teile laufen.",
    ]


def test_who_waits_long_is_told_again(child, over, capsys, monkeypatch):
    monkeypatch.setattr(waiting, "TELLS_AGAIN_AFTER", 0.5)
    port = free_port()
    waiting.attend(port, child(SLOW, port), LOGINS)

    assert capsys.readouterr().out.count("Es startet noch: beat …") > 1


def test_a_child_that_dies_while_others_wait_ends_it_with_its_last_words(child, over):
    with pytest.raises(Trouble, match=r"„web“ ist unerwartet beendet.*Das war mein letztes Wort"):
        waiting.attend(free_port(), child(DYING), LOGINS)
