"""Logging in with a password: what the hash of the password costs, and all around it."""

from typing import Any

from benchmarks.browsing import Browser, timed
from benchmarks.loading import PASSWORD
from benchmarks.targets import Figure, figure

LOGIN = 400.0
TURNS = 20  # one address may try thirty times a minute


def measure(port: int, pids: list[int], email: str) -> Figure:
    """Open the page, send it, and be led into the practice."""

    def log_in() -> Any:
        browser = Browser(port)
        browser.read_token("/login/")
        answer = browser.post("/login/", {"login": email, "password": PASSWORD})
        if answer[0] != 302:
            raise SystemExit(f"the login was refused: {answer[0]}")
        return answer

    timing = timed([log_in], pids, warm_up=2, measured=TURNS)
    return figure("login, with its page", timing, LOGIN)
