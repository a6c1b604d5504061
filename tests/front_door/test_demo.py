"""`manage.py demo` on a machine of its own: two starts, and nothing left afterwards."""

import http.cookiejar
import json
import os
import re
import shutil
import signal
import smtplib
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from email.message import EmailMessage

import psutil
import pytest
from django.conf import settings
from django.urls import NoReverseMatch, reverse

from auditportal.machine.engines import place
from auditportal.machine.engines.server import free_port

KEPT = ("COVERAGE_PROCESS_CONFIG", "HOME", "LANG", "PATH")


class Demo:
    """The command as a person runs it, without any variable of the tests."""

    def __init__(self, state):
        self.port = free_port()
        self.environment = {name: os.environ[name] for name in KEPT if name in os.environ}
        self.environment["AUDITPORTAL_STATE"] = str(state)
        self.output = state.parent / "output"
        self.process = None
        self.family = []

    def run(self, *arguments):
        command = [sys.executable, "manage.py", *arguments]
        manner = {"env": self.environment, "cwd": settings.BASE_DIR}
        return subprocess.run(command, capture_output=True, text=True, check=False, **manner)

    def start(self, command="demo", seconds=300, folder=settings.BASE_DIR):
        python = folder / ".venv/bin/python"
        with self.output.open("wb") as output:
            self.process = subprocess.Popen(
                [python, "manage.py", command, "--port", str(self.port)],
                env=self.environment,
                cwd=folder,
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=output,
            )
        patience = time.monotonic() + seconds
        while "Alle Teile laufen." not in self.text:
            if self.process.poll() is not None or time.monotonic() > patience:
                self.end()
                pytest.fail(f"The demo did not start:\n{self.text}")
            time.sleep(0.1)
        self.family = psutil.Process(self.process.pid).children(recursive=True)

    def end(self, number=signal.SIGTERM):
        self.process.send_signal(number)
        return self.process.wait(60)

    def left_over(self):
        return [relative for relative in self.family if relative.is_running()]

    def member(self, word):
        """The main process of that name: the one that the supervisor started."""
        return next(
            relative
            for relative in self.family
            if word in relative.cmdline() and relative.ppid() == self.process.pid
        )

    @property
    def text(self):
        return self.output.read_text()

    def url(self, path):
        return f"http://127.0.0.1:{self.port}{path}"

    def get(self, path):
        with self.open(path) as response:
            return response.read().decode()

    def open(self, path):
        return urllib.request.urlopen(self.url(path), timeout=30)

    def wait_for(self, is_so, seconds=120):
        """Whatever takes its time on a busy machine; while it restarts nobody answers."""
        patience = time.monotonic() + seconds
        while time.monotonic() < patience:
            try:
                if is_so():
                    return True
            except OSError:
                pass
            time.sleep(0.2)
        return False


def crowd():
    """How many others want each core: ten seconds are promised for a machine of one's own."""
    return max(1, os.getloadavg()[0] / os.cpu_count())


@pytest.fixture(scope="module")
def demo(tmp_path_factory):
    state = tmp_path_factory.mktemp("demo") / "state"
    demo = Demo(state)
    try:
        demo.start()
        yield demo
    finally:
        if demo.process.poll() is None:
            demo.end()
        with pytest.MonkeyPatch.context() as patch:
            patch.setenv("AUDITPORTAL_STATE", str(state))
            shutil.rmtree(place.engines())


def test_the_demo_tells_its_address_and_a_table_of_roles(demo):
    logins = re.findall(r"\S+@\S+", demo.text)

    assert f"Portal läuft: http://127.0.0.1:{demo.port}/\n" in demo.text
    assert re.search(r"^Rolle +Anmeldung +Kennwort$", demo.text, re.M)
    assert len(logins) >= 7
    assert [login for login in logins if not login.endswith(".example")] == []


def test_the_demo_is_healthy_in_every_part(demo):
    parts = json.loads(demo.get("/gesund/"))

    assert parts == dict.fromkeys(["database", "broker", "worker", "beat", "mail"], True)


@pytest.mark.parametrize("word", ["granian", "worker", "beat", "aiosmtpd"])
def test_no_process_that_serves_knows_the_owners_password(demo, word):
    environment = demo.member(word).environ()

    assert "DATABASE_OWNER_URL" not in environment
    assert "_app:" in environment["DATABASE_URL"] or word == "aiosmtpd"


def test_one_click_and_one_is_somebody(demo):
    cookies = http.cookiejar.CookieJar()
    browser = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(cookies))
    page = browser.open(demo.url(reverse("account_login"))).read().decode()
    token = next(cookie.value for cookie in cookies if cookie.name == "csrftoken")
    doors = re.findall(r'action="(/demo/anmelden/\d+)"', page)
    headers = {"X-CSRFToken": token, "Referer": demo.url("/")}
    request = urllib.request.Request(demo.url(doors[0]), data=b"", headers=headers)
    browser.open(request)

    assert len(doors) >= 7
    assert "sessionid" in {cookie.name for cookie in cookies}


def test_without_the_demo_its_doors_do_not_exist(client):
    with pytest.raises(NoReverseMatch):
        reverse("demo_mailbox")
    with pytest.raises(NoReverseMatch):
        reverse("demo_login", args=[1])


def test_mails_of_the_demo_stay_on_the_machine_and_are_shown(demo):
    mail = EmailMessage()
    mail["From"], mail["To"] = "portal@verein.example", "anna@kommune.example"
    mail["Subject"] = "Erinnerung an den Jahresbericht"
    mail["Date"] = "Sun, 22 Nov 2026 10:00:00 +0100"
    mail.set_content("Guten Tag, hier ist ein Link: http://127.0.0.1/konto/")
    port = demo.member("worker").environ()["MAIL_URL"].rpartition(":")[2]
    with smtplib.SMTP("127.0.0.1", int(port)) as server:
        server.send_message(mail)
    page = demo.get("/demo/postfach/")

    assert "Erinnerung an den Jahresbericht" in page
    assert "anna@kommune.example" in page
    assert '<a href="http://127.0.0.1/konto/" rel="nofollow">' in page


def test_a_second_demo_in_the_same_folder_is_refused(demo):
    second = demo.run("demo", "--port", str(free_port()))

    assert (second.returncode, second.stdout) == (1, "")
    assert second.stderr == "Die Demo läuft in diesem Ordner schon.\n"


def test_a_taken_port_is_told_in_one_sentence(demo):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        refused = demo.run("demo", "--port", str(port))

    assert (refused.returncode, refused.stdout) == (1, "")
    assert refused.stderr.startswith(f"Der Port {port} ist belegt;")
    assert refused.stderr.count("\n") == 1


def test_other_commands_work_in_the_running_demo(demo):
    question = "from auditportal.models import User; print(User.objects.count())"
    answer = demo.run("shell", "--verbosity", "0", "-c", question)

    assert int(answer.stdout) >= 7
    assert demo.get("/gesund/web/") == '{"database": true}'


def test_when_one_process_dies_all_end_and_the_reason_is_told(demo):
    demo.member("beat").kill()

    assert demo.process.wait(60) == 1
    assert "Der Prozess „beat“ ist unerwartet beendet." in demo.text
    assert demo.left_over() == []


def test_the_second_start_is_quick_and_sigterm_leaves_no_process(demo):
    began = time.monotonic()
    demo.start()
    took = time.monotonic() - began
    parts = json.loads(demo.get("/gesund/"))

    assert demo.end() == 0
    assert demo.left_over() == []
    assert all(parts.values())
    assert demo.text.index("Portal läuft") < demo.text.index("Alle Teile laufen.")
    assert "vorbereitet" not in demo.text
    assert took < 10 * crowd()


# --- dev: the same, for who changes it ------------------------------------------------------------


@pytest.fixture(scope="module")
def checkout(demo, tmp_path_factory):
    """A copy of the portal, to change; what is installed is only linked."""
    folder = tmp_path_factory.mktemp("checkout")
    for name in (".venv", ".tools", "node_modules", "static"):
        (folder / name).symlink_to(settings.BASE_DIR / name)
    for name in ("auditportal", "handlungsfelder", "audits", "certificates", "templates"):
        shutil.copytree(settings.BASE_DIR / name, folder / name)
    for path in settings.BASE_DIR.glob("*.*"):
        if path.is_file():
            shutil.copy(path, folder)
    return folder


def test_dev_shows_a_changed_template_and_changed_code_without_a_new_start(demo, checkout):
    template = checkout / "templates/auditportal/page_impressum.html"
    module = checkout / "auditportal/machine/development.py"
    demo.start("dev", folder=checkout)
    with demo.open("/impressum/") as response:
        before, policy = response.read().decode(), response.headers["Content-Security-Policy"]
    template.write_text(template.read_text().replace("<h1", "<h1 data-changed=template", 1))
    shows_template = demo.wait_for(lambda: "data-changed=template" in demo.get("/impressum/"))
    module.write_text(module.read_text() + 'X_FRAME_OPTIONS = "SAMEORIGIN"\n')
    runs_code = demo.wait_for(
        lambda: demo.open("/impressum/").headers["X-Frame-Options"] == "SAMEORIGIN"
    )
    demo.family = psutil.Process(demo.process.pid).children(recursive=True)

    assert demo.end() == 0
    assert demo.left_over() == []
    assert 'id="djDebug"' in before
    assert "script-src 'self'" in policy
    assert shows_template
    assert runs_code


def test_a_server_knows_nothing_of_the_toolbar():
    assert [name for name in settings.INSTALLED_APPS if "debug" in name] == []
    assert [name for name in settings.MIDDLEWARE if "debug" in name] == []


@pytest.mark.parametrize("port", ["99999", "-1"])
def test_a_port_that_does_not_exist_is_refused(demo, port):
    refused = demo.run("demo", "--port", port)

    assert refused.returncode == 1
    assert refused.stderr == f"Einen Port {port} gibt es nicht.\n"
