"""The load: some browsers at once, each asking again as soon as it was answered.

A small generator of its own, since a text that is saved needs the version of the last answer. It
runs in a process of its own beside the server's, and costs both sides of every ratio the same.
"""

import re
import selectors
import socket
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

HOST = "127.0.0.1"
TOKEN = "b" * 32  # what a browser got in its cookie and sends back with every text
PIECE = 1 << 18
LENGTH = re.compile(rb"\r\ncontent-length: *(\d+)", re.IGNORECASE)
VERSION = re.compile(rb'name="version" value="(\d+)"')
PATIENCE = 30  # seconds without any answer


@dataclass
class Caller:
    """What one browser sends: always the same, or a text that is another one each time."""

    path: str
    cookie: str = ""
    is_part: bool = False
    body: str = ""  # with {version} and {number}
    version: int = 0
    number: int = 0

    def text(self) -> str:
        """The body of the next request."""
        self.number += 1
        body = self.body.replace("{version}", str(self.version))
        return body.replace("{number}", str(self.number))

    def request(self) -> bytes:
        body = self.text().encode()
        lines = [f"{'POST' if body else 'GET'} {self.path} HTTP/1.1", f"Host: {HOST}"]
        if self.cookie:
            lines.append(f"Cookie: {self.cookie}")
        if self.is_part:
            lines.append("HX-Request: true")
        if body:
            lines.append(f"X-CSRFToken: {TOKEN}")
            lines.append("Content-Type: application/x-www-form-urlencoded")
            lines.append(f"Content-Length: {len(body)}")
        return "\r\n".join([*lines, "", ""]).encode() + body

    def hear(self, answer: bytes) -> None:
        """Which version stands there now; a row that is closed again does not say it."""
        found = VERSION.search(answer)
        self.version = int(found[1]) if found else self.version + 1


@dataclass
class Sample:
    """What was measured in a few seconds."""

    seconds: float = 0.0
    latencies: list[float] = field(default_factory=list)
    failures: Counter = field(default_factory=Counter)
    size: int = 0

    @property
    def rate(self) -> float:
        return len(self.latencies) / self.seconds if self.seconds else 0.0

    def within(self, share: float) -> float:
        """The latency, in seconds, within which this share of the answers came."""
        ordered = sorted(self.latencies)
        return ordered[min(len(ordered) - 1, int(share * len(ordered)))] if ordered else 0.0


class Connection:
    """One connection that is kept, with the answer that is just coming in."""

    def __init__(self, port: int):
        self.socket = socket.create_connection((HOST, port), PATIENCE)
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.caller: Caller | None = None
        self.answer, self.sent_at = b"", 0.0

    def send(self, caller: Caller) -> None:
        self.caller, self.answer, self.sent_at = caller, b"", time.perf_counter()
        self.socket.sendall(caller.request())

    def is_answered(self) -> bool:
        """Take in what has come; whether that was the last of it."""
        piece = self.socket.recv(PIECE)
        if not piece:
            raise ConnectionError("closed")
        self.answer += piece
        head = self.answer.find(b"\r\n\r\n")
        if head < 0:
            return False
        length = LENGTH.search(self.answer, 0, head + 2)
        return len(self.answer) >= head + 4 + (int(length[1]) if length else 0)

    @property
    def status(self) -> str:
        return self.answer[9:12].decode()

    @property
    def body(self) -> bytes:
        return self.answer.partition(b"\r\n\r\n")[2]

    def close(self) -> None:
        self.socket.close()


@contextmanager
def lines(port: int, number: int, workers: int = 1, who: Caller | None = None) -> Iterator[list]:
    """Connections, of which each worker process has its share; `who` asks for its number."""
    found: list[Connection] = []
    served: Counter = Counter()
    try:
        while len(found) < number:
            line = Connection(port)
            worker = ask(line, who) if who else b""
            if who is None or served[worker] < -(-number // workers):
                served[worker] += 1
                found.append(line)
            else:
                line.close()
        yield found
    finally:
        for line in found:
            line.close()


def ask(line: Connection, caller: Caller) -> bytes:
    """One question and its answer's body."""
    line.send(caller)
    while not line.is_answered():
        pass
    return line.body


class Volley:
    """Every line asks until the time is over; the last answers are waited for, and count."""

    def __init__(self, open_lines: list[Connection], callers: list[Caller], seconds: float):
        self.seconds = seconds
        self.sample = Sample()
        self.selector = selectors.DefaultSelector()
        self.began_at = time.perf_counter()
        for number, line in enumerate(open_lines):
            self.selector.register(line.socket, selectors.EVENT_READ, line)
            line.send(callers[number % len(callers)])

    def run(self) -> Sample:
        with self.selector:
            while self.selector.get_map():
                ready = self.selector.select(PATIENCE)
                if not ready:
                    self.sample.failures["no answer"] += len(self.selector.get_map())
                    break
                for key, _ in ready:
                    self.take(key.data)
        return self.sample

    def take(self, line: Connection) -> None:
        try:
            if line.is_answered():
                self.note(line, time.perf_counter())
        except OSError:
            self.sample.failures["broken off"] += 1
            self.selector.unregister(line.socket)

    def note(self, line: Connection, now: float) -> None:
        self.sample.latencies.append(now - line.sent_at)
        self.sample.size = len(line.body)
        self.sample.seconds = now - self.began_at
        if line.status != "200":
            self.sample.failures[line.status] += 1
        caller = line.caller
        assert caller is not None  # what answers was asked
        if caller.body:
            caller.hear(line.answer)
        if self.sample.seconds < self.seconds:
            line.send(caller)
        else:
            self.selector.unregister(line.socket)
