"""docker-compose.yml says what a server runs: checked by schema, and each command run bare."""

import json
import os
import re
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from contextlib import ExitStack, contextmanager
from fnmatch import fnmatch
from pathlib import Path, PurePosixPath
from urllib.parse import quote, urlencode

import jsonschema
import pytest
import yaml
from django.conf import settings

from auditportal.machine.engines import account, database, place, secret, valkey
from auditportal.machine.engines.postgres import HASTY, SUPERUSER, Postgres, binary
from auditportal.machine.engines.server import free_port

COMPOSE = yaml.safe_load((settings.BASE_DIR / "docker-compose.yml").read_text())
SERVICES = COMPOSE["services"]
WORKERS = ["codes", "mails", "papers"]
OURS = {"web", *WORKERS, "beat", "migrate"}
OWNER_PASSWORD = "owner's secret"  # with a sign that SQL must not stumble over
ASKED_FOR = re.compile(r"\$\{(\w+):\?[^}]*\}|\$\{(\w+):-([^}]*)\}")


def test_the_compose_file_keeps_to_the_schema():
    schema = json.loads(Path(__file__).with_name("compose_schema.json").read_text())

    jsonschema.Draft202012Validator.check_schema(schema)
    jsonschema.validate(COMPOSE, schema)


def test_the_server_consists_of_these():
    assert set(SERVICES) == OURS | {"proxy", "postgres", "valkey"}


@pytest.mark.parametrize("name", SERVICES)
def test_what_a_service_names_is_there(name):
    service = SERVICES[name]
    volumes = {volume.partition(":")[0] for volume in service.get("volumes", [])}

    assert volumes <= set(COMPOSE["volumes"])
    assert {config["source"] for config in service.get("configs", [])} <= set(COMPOSE["configs"])
    for other, how in service.get("depends_on", {}).items():
        assert other in SERVICES
        assert how["condition"] != "service_healthy" or "healthcheck" in SERVICES[other]


@pytest.mark.parametrize("name", sorted(set(SERVICES) - {"migrate"}))
def test_every_service_that_stays_says_how_it_is(name):
    assert SERVICES[name]["healthcheck"]["test"]


def test_every_secret_comes_from_the_environment():
    text = (settings.BASE_DIR / "docker-compose.yml").read_text()
    secrets = re.findall(r"^\s+\w*(?:PASSWORD|SECRET_KEY|AUTH): (.*)$", text, re.M)

    assert len(secrets) >= 3
    assert [secret for secret in secrets if not ASKED_FOR.fullmatch(secret)] == []


def test_only_the_migration_knows_the_owner():
    knowing = {name for name in OURS if "DATABASE_OWNER_URL" in SERVICES[name]["environment"]}

    assert knowing == {"migrate"}


def goes_into_the_image(path: str) -> bool:
    """As the builder reads the file: the last line that fits decides, also by a folder above."""
    above = [path, *map(str, PurePosixPath(path).parents)]
    taken = True
    for line in (settings.BASE_DIR / ".dockerignore").read_text().splitlines():
        pattern = line.removeprefix("!")
        if pattern and not pattern.startswith("#") and any(fits(one, pattern) for one in above):
            taken = line.startswith("!")
    return taken


def fits(path: str, pattern: str) -> bool:
    name = pattern.removeprefix("**/")
    return fnmatch(path if name == pattern else PurePosixPath(path).name, name)


def test_the_whole_product_goes_into_the_image():
    rooms = "auditportal", "handlungsfelder", "audits", "certificates", "static", "templates"
    files = subprocess.run(
        ["git", "ls-files", "--", *rooms, "manage.py", "requirements.lock", "package-lock.json"],
        cwd=settings.BASE_DIR,
        capture_output=True,
        text=True,
        check=True,
    ).stdout.split()

    assert len(files) > 400
    assert [path for path in files if not goes_into_the_image(path)] == []


@pytest.mark.parametrize(
    "path",
    [
        *(".env", ".env.local", "auditportal/.env", "secrets.txt", "docker-compose.override.yml"),
        *("backup.dump", "var/files/a", ".git/config", "audits/__pycache__/a.pyc"),
    ],
)
def test_no_secret_and_nobody_s_working_file_goes_into_the_image(path):
    assert not goes_into_the_image(path)


def test_no_image_of_ours_runs_as_root():
    stages = (settings.BASE_DIR / "Dockerfile").read_text().split("\nFROM ")
    ours = [stage for stage in stages if re.search(r" AS (portal|proxy)\n", stage)]

    assert len(ours) == 2
    assert all("\nUSER 10001:10001\n" in stage for stage in ours)


# --- each command, bare -------------------------------------------------------------------------


def filled(text: str, values: dict[str, str]) -> str:
    """As compose does: variables that are asked for or have a default, and $$ for $."""
    return ASKED_FOR.sub(
        lambda found: values[found[1]] if found[1] else values.get(found[2], found[3]), text
    ).replace("$$", "$")


@contextmanager
def running(command, environment, log, **manner):
    place_and_input = {"cwd": settings.BASE_DIR, "stdin": subprocess.DEVNULL}
    with log.open("wb") as output:
        manner = place_and_input | {"stdout": output, "stderr": output} | manner
        process = subprocess.Popen(command, env=environment, **manner)
    try:
        yield process
    finally:
        process.terminate()
        process.wait(30)


def wait_for(question, what, seconds=180):
    patience = time.monotonic() + seconds
    while not question():
        if time.monotonic() > patience:
            pytest.fail(f"Not in time: {what}")
        time.sleep(0.1)


class AsTheFileSays(Postgres):
    """The engine with the arguments and the SQL of the compose file."""

    language = SERVICES["postgres"]["environment"]["POSTGRES_INITDB_ARGS"]

    def create_owner(self) -> None:
        """What the image does once, at the first start."""
        with self.as_superuser() as connection:
            connection.execute("CREATE DATABASE auditportal")
        superuser = {"PGUSER": SUPERUSER, "PGDATABASE": "auditportal", "PGHOST": "127.0.0.1"}
        password = secret.kept(self.folder / "superuser-password")
        subprocess.run(
            [binary("psql"), "--no-psqlrc", "-v", "ON_ERROR_STOP=1"],
            input=filled(COMPOSE["configs"]["owner"]["content"], {}),
            env=superuser
            | {"PGPORT": str(self.port), "PGPASSWORD": password, "OWNER_PASSWORD": OWNER_PASSWORD},
            text=True,
            check=True,
        )

    def url(self, database: str = "auditportal") -> str:
        return f"postgresql://auditportal:{quote(OWNER_PASSWORD)}@127.0.0.1:{self.port}/{database}"


class Server:
    """The services of the compose file on this machine: their commands, on ports that are free."""

    def __init__(self, stack: ExitStack, folder: Path, owner_url: str):
        self.stack, self.folder = stack, folder
        self.ports = {"valkey": free_port(), "web": free_port(), "proxy": free_port()}
        self.values = {
            "APP_PASSWORD": "app-secret",
            "BROKER_PASSWORD": "broker-secret",
            "MAIL_FROM": "portal@verein.example",
            "MAIL_URL": "smtp://127.0.0.1:9",
            "DATABASE_PASSWORD": "unused",
            "OWNER_PASSWORD": OWNER_PASSWORD,
            "PUBLIC_URL": self.url("proxy"),
            "SECRET_KEY": "a-secret-for-one-test",
        }
        self.owner_url = owner_url

    def url(self, name: str) -> str:
        return f"http://127.0.0.1:{self.ports[name]}"

    def environment(self, name: str) -> dict[str, str]:
        """The service's own, with this machine's addresses in the place of compose's names."""
        given = {
            key: self.at_home(filled(value, self.values))
            for key, value in SERVICES[name]["environment"].items()
        }
        image = {"AUDITPORTAL_READY": "1", "HOME": str(self.folder), "PATH": os.environ["PATH"]}
        return {"AUDITPORTAL_STATE": str(self.folder), **image, **given}

    def at_home(self, value: str) -> str:
        app = database.with_user(self.owner_url, "auditportal_app", self.values["APP_PASSWORD"])
        value = re.sub(r"^postgresql://auditportal_app:.*", app, value)
        value = re.sub(r"^postgresql://auditportal:.*", self.owner_url, value)
        return value.replace("@valkey:6379", f"@127.0.0.1:{self.ports['valkey']}")

    def command(self, name: str) -> list[str]:
        words = [filled(word, self.values) for word in SERVICES[name]["command"]]
        programs = {"python": sys.executable, "caddy": str(Path(sys.executable).parent / "caddy")}
        return [programs.get(words[0], words[0]), *words[1:]]

    def start(self, name: str, *more: str, **manner):
        log = self.folder / f"{name}.log"
        command = [*self.command(name), *more]
        environment = self.environment(name) | manner.pop("variables", {})
        return self.stack.enter_context(running(command, environment, log, **manner))

    def finish(self, name: str, words: list[str]) -> subprocess.CompletedProcess:
        return subprocess.run(
            [sys.executable, *words[1:]],
            env=self.environment(name),
            cwd=settings.BASE_DIR,
            capture_output=True,
            text=True,
        )


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    """Everything but Docker: own engines, then migrate, web, workers, beat and the proxy."""
    folder = tmp_path_factory.mktemp("server")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("AUDITPORTAL_STATE", str(folder))
        engines = place.engines()
    with ExitStack() as stack:
        stack.callback(shutil.rmtree, engines)
        postgres = AsTheFileSays(engines / "postgres", HASTY)
        postgres.start()
        stack.callback(postgres.stop)
        yield started(Server(stack, folder, postgres.url()), engines)


def started(server: Server, engines: Path) -> Server:
    start_valkey(server, engines)
    migrated = server.finish("migrate", server.command("migrate"))
    assert migrated.returncode == 0, migrated.stderr
    # as the image does
    server.finish("web", ["python", "manage.py", "collectstatic", "--noinput", "--verbosity", "0"])
    server.start("web", "--port", str(server.ports["web"]))
    for name in WORKERS:
        server.start(name)
    server.start("beat", variables={"AUDITPORTAL_STATE": str(server.folder)})
    start_proxy(server)
    return server


def start_valkey(server: Server, engines: Path) -> None:
    data = account.own_folder(engines / "valkey")
    port = str(server.ports["valkey"])
    command = [str(valkey.program()), *server.command("valkey")[1:], "--port", port]
    manner = {"cwd": data} | account.keywords()
    log = server.folder / "valkey.log"
    server.stack.enter_context(running(command, server.environment("valkey"), log, **manner))


def start_proxy(server: Server) -> None:
    config = server.folder / "Caddyfile"
    config.write_text(filled(COMPOSE["configs"]["caddyfile"]["content"], server.values))
    address = server.url("web").removeprefix("http://")
    variables = {"PORTAL": address, "PROXY_ADMIN": f"127.0.0.1:{free_port()}"}
    command = [str(config) if word.startswith("/etc") else word for word in server.command("proxy")]
    environment = server.environment("proxy") | variables
    server.stack.enter_context(running(command, environment, server.folder / "proxy.log"))


def status(url: str) -> int:
    try:
        with urllib.request.urlopen(url, timeout=5) as response:
            return response.status
    except urllib.error.HTTPError as error:
        return error.code
    except OSError:
        return 0


def test_all_processes_become_healthy_behind_the_proxy(server):
    wait_for(lambda: status(server.url("proxy") + "/gesund/") == 200, "/gesund/ by the proxy")

    assert status(server.url("proxy") + "/gesund/web/") == 200


@pytest.mark.parametrize("name", [*WORKERS, "beat"])
def test_the_health_check_of_a_process_without_a_port_says_yes(server, name):
    words = SERVICES[name]["healthcheck"]["test"][1:]

    wait_for(lambda: server.finish(name, words).returncode == 0, f"{name} alive")


def test_the_health_check_of_the_web_process_says_yes(server):
    words = [
        word.replace("127.0.0.1:8000", server.url("web").removeprefix("http://"))
        for word in SERVICES["web"]["healthcheck"]["test"][1:]
    ]

    wait_for(lambda: server.finish("web", words).returncode == 0, "web healthy")


def test_the_migration_made_a_modest_role_for_the_application(server):
    with database.connection(server.environment("web")["DATABASE_URL"]) as connection:
        rights = connection.execute(
            "SELECT rolsuper, rolbypassrls, has_table_privilege('auditportal_user', 'INSERT'),"
            " has_table_privilege('auditportal_user', 'TRUNCATE'),"
            " has_table_privilege('django_migrations', 'DELETE')"
            " FROM pg_roles WHERE rolname = current_user"
        ).fetchone()

    assert rights == (False, False, True, False, False)


def test_the_owner_migrates_and_is_no_superuser(server):
    with database.connection(server.owner_url) as connection:
        rights = connection.execute(
            "SELECT rolsuper, rolbypassrls, rolcreaterole, rolcreatedb, encoding, datlocprovider"
            " FROM pg_roles, pg_database"
            " WHERE rolname = current_user AND datname = current_database()"
        ).fetchone()

    assert rights == (False, False, True, False, 6, "b")  # 6: UTF8, b: builtin


def mistype(server, email: str) -> str:
    """What somebody reads who types a wrong password once; a browser of its own."""
    cookies = urllib.request.HTTPCookieProcessor()
    browser = urllib.request.build_opener(cookies)
    page = browser.open(server.url("proxy") + "/konto/login/").read().decode()
    token = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', page)[1]
    typed = {"csrfmiddlewaretoken": token, "login": email, "password": "falsch-falsch"}
    data = urlencode(typed).encode()
    return browser.open(server.url("proxy") + "/konto/login/", data).read().decode()


def test_many_behind_the_proxy_mistype_and_nobody_is_locked_out(server):
    pages = [mistype(server, f"person{number}@gemeinde{number}.example") for number in range(15)]

    assert all("stimmen nicht" in page for page in pages)


def test_slow_clients_keep_nobody_waiting(server):
    """Forty bodies that never end: without the buffering proxy they would hold every thread."""
    wait_for(lambda: status(server.url("proxy") + "/gesund/web/") == 200, "the proxy")
    head = b"POST /konto/login/ HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 900\r\n\r\nlogin="
    slow = [socket.create_connection(("127.0.0.1", server.ports["proxy"])) for _ in range(40)]
    for connection in slow:
        connection.sendall(head)

    began = time.monotonic()
    answers = [status(server.url("proxy") + "/gesund/web/") for _ in range(5)]
    took = time.monotonic() - began
    for connection in slow:
        connection.close()

    assert answers == [200] * 5
    assert took < 5
