"""A mail server of our own for tests: it takes mails on a loopback port, or fails in the ways that real ones do."""

import socketserver
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from typing import BinaryIO

HANG_UP = "hang up"
DRIP = "drip"  # lines that never come to an end, one after the other


@dataclass
class Stub:
    """`answers` replaces the reply to a command („RCPT“, „DATA“) or to the text itself („TEXT“), or the greeting
    („HELLO“); HANG_UP breaks off, DRIP and seconds say a line each so often.
    """

    url: str = ""
    answers: dict[str, str] = field(default_factory=dict)
    taken: list[str] = field(default_factory=list)


@contextmanager
def smtp_stub() -> Iterator[Stub]:
    stub = Stub()

    class Dialogue(socketserver.StreamRequestHandler):
        def handle(self) -> None:
            self.say(stub.answers.get("HELLO", "220 stub"))
            while command := self.rfile.readline().decode().strip():
                verb = command[:4].upper()
                if not self.say(stub.answers.get(verb, {"DATA": "354 go on", "QUIT": "221 bye"}.get(verb, "250 ok"))):
                    return
                if verb == "QUIT" or (verb == "DATA" and "DATA" not in stub.answers and not self.take_text()):
                    return

        def take_text(self) -> bool:
            lines = list(iter(self.rfile.readline, b".\r\n"))
            answer = stub.answers.get("TEXT", "250 taken")
            if answer.startswith("250") or answer == HANG_UP:
                stub.taken.append(b"".join(lines).decode())
            return self.say(answer)

        def say(self, line: str) -> bool:
            if line == HANG_UP:
                return False
            if line.startswith(DRIP):
                return _talk_on(self.wfile, pause=float(line.removeprefix(DRIP)))
            self.wfile.write(f"{line}\r\n".encode())
            return True

    class Server(socketserver.ThreadingTCPServer):
        daemon_threads = True

    with Server(("127.0.0.1", 0), Dialogue) as server:
        stub.url = f"smtp://127.0.0.1:{server.server_address[1]}?from=praxis@example.org"
        threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
        yield stub
        server.shutdown()


def _talk_on(out: BinaryIO, *, pause: float) -> bool:
    with suppress(OSError):  # nobody listens any more
        while True:
            out.write(b"250-more\r\n")
            time.sleep(pause)
    return False
