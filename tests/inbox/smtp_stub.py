"""A mail server of our own for tests: it takes mails on a loopback port, or fails in the ways that real ones do."""

import socketserver
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

HANG_UP = "hang up"


@dataclass
class Stub:
    """`answers` replaces the reply to a command („RCPT“, „DATA“) or to the text itself („TEXT“); HANG_UP breaks off."""

    url: str = ""
    answers: dict[str, str] = field(default_factory=dict)
    taken: list[str] = field(default_factory=list)


@contextmanager
def smtp_stub() -> Iterator[Stub]:
    stub = Stub()

    class Dialogue(socketserver.StreamRequestHandler):
        def handle(self) -> None:
            self.say("220 stub")
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
            self.wfile.write(f"{line}\r\n".encode())
            return True

    class Server(socketserver.ThreadingTCPServer):
        daemon_threads = True

    with Server(("127.0.0.1", 0), Dialogue) as server:
        stub.url = f"smtp://127.0.0.1:{server.server_address[1]}?from=praxis@example.org"
        threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
        yield stub
        server.shutdown()
