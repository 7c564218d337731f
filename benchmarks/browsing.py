"""One browser on one connection, and how long a request takes it."""

import http.client
import re
import socket
import time
from dataclasses import dataclass, field
from urllib.parse import urlencode

from benchmarks import processes

WARM_UP, MEASURED = 20, 200
_TOKEN = re.compile(r'csrfmiddlewaretoken["\'][^>]*value=["\']([^"\']+)')


@dataclass
class Timing:
    """Milliseconds of each request, and the web processes' CPU time a request."""

    walls: list[float] = field(default_factory=list)
    cpu: float = 0.0

    @property
    def median(self) -> float:
        return quantile(self.walls, 0.5)

    @property
    def p95(self) -> float:
        return quantile(self.walls, 0.95)


class Browser:
    """Asks without compression unless told otherwise; keeps the connection and the cookies given."""

    def __init__(self, port: int, cookies: dict[str, str] | None = None) -> None:
        self.port, self.cookies = port, cookies or {}
        self.connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        self.token = ""

    def get(self, path: str, **headers: str) -> tuple[int, http.client.HTTPMessage, bytes]:
        return self._ask("GET", path, None, headers)

    def post(self, path: str, values: dict[str, str], **headers: str) -> tuple[int, http.client.HTTPMessage, bytes]:
        """Send a form as the page would, with the CSRF token of `read_token`."""
        headers |= {"Content-Type": "application/x-www-form-urlencoded", "X-CSRFToken": self.token}
        return self._ask("POST", path, urlencode(values, doseq=True).encode(), headers)

    def read_token(self, path: str) -> None:
        """Open a page with a form and keep its CSRF token and cookie."""
        _, headers, body = self.get(path)
        for cookie in headers.get_all("Set-Cookie") or []:
            name, _, value = cookie.partition(";")[0].partition("=")
            self.cookies[name] = value
        page = body.decode()
        found = _TOKEN.search(page) or re.search(
            r'X-CSRFToken(?:&quot;|&#34;|"|\')\s*:\s*(?:&quot;|&#34;|"|\')([^"\'&]+)', page
        )
        self.token = found[1] if found else ""

    def _ask(
        self, method: str, path: str, body: bytes | None, headers: dict[str, str]
    ) -> tuple[int, http.client.HTTPMessage, bytes]:
        cookie = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        sent = {
            "Accept-Encoding": "identity",
            "Cookie": cookie,
            "Accept-Language": "de",
            "Host": f"localhost:{self.port}",
            **named,
        }
        if self.connection.sock is None:
            self.connection.connect()
            self.connection.sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.connection.request(method, path, body, sent)
        response = self.connection.getresponse()
        return response.status, response.headers, response.read()


def timed(requests: "list[object]", pids: list[int], *, warm_up: int = WARM_UP, measured: int = MEASURED) -> Timing:
    """Call the given requests in turn: `warm_up` uncounted ones, then `measured` ones. Each returns a status below 400."""
    for turn in range(warm_up):
        _checked(requests[turn % len(requests)])
    timing, before = Timing(), processes.cpu(pids)
    for turn in range(measured):
        begun = time.perf_counter()
        _checked(requests[turn % len(requests)])
        timing.walls.append((time.perf_counter() - begun) * 1000)
    timing.cpu = (processes.cpu(pids) - before) / measured * 1000
    return timing


def _checked(request: object) -> None:
    status, _, body = request()  # type: ignore[operator]
    if status >= 400:
        raise SystemExit(f"{status}: {body[:2000].decode(errors='replace')}")


def quantile(values: list[float], share: float) -> float:
    """The value that `share` of the others do not exceed."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, round(share * (len(ordered) - 1)))]
