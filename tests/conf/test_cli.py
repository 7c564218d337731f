import signal
from collections.abc import Iterator
from pathlib import Path

import pytest

from kartei.conf import cli, processes
from kartei.conf.environment import read


@pytest.fixture(autouse=True)
def _own_signals() -> Iterator[None]:
    """`up` ends on signals; the tests do so in their own way."""
    before = {number: signal.getsignal(number) for number in processes.ENDING}
    yield
    for number, handler in before.items():
        signal.signal(number, handler)


@pytest.mark.parametrize("name", cli.COMMANDS)
def test_each_command_says_what_it_does(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        cli.main([name, "--help"])
    assert ended.value.code == 0
    assert str(cli.COMMANDS[name][0].__doc__)[:40] in capsys.readouterr().out


@pytest.mark.parametrize("words", [[], ["fly"], ["up", "--port", "0"], ["up", "--port", "x"]])
def test_what_cannot_be_meant_is_refused(words: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        cli.main(words)
    assert ended.value.code == 2
    assert "usage: kartei" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("words", "environment", "sentence"),
    [
        (["up"], {"KARTEI_PORT": "no"}, "KARTEI_PORT: “no” is not a port. Give a number from 1 to 65535.\n"),
        (
            ["up", "--host", "0.0.0.0"],
            {},
            "Beyond this machine KARTEI_URL must say the address, such as https://kartei.example.org.\n",
        ),
        (
            ["up", "--demo"],
            {"KARTEI_URL": "https://kartei.example.org"},
            "The demo practice has known passwords: it is shown on loopback addresses only.\n",
        ),
        (
            ["up", "--port", "18765"],
            {"DATABASE_URL": "postgresql://a:b@127.0.0.1:1/kartei"},
            'The database of DATABASE_URL does not answer: connection failed: connection to server at "127.0.0.1", port 1 failed: Connection refused\n',
        ),
        (["check"], {"KARTEI_DATA": "/proc/kartei"}, "There is no Kartei in /proc/kartei yet. KARTEI_DATA names its folder.\n"),
    ],
)  # fmt: skip
def test_a_fault_that_somebody_can_mend_is_one_sentence(
    words: list[str],
    environment: dict[str, str],
    sentence: str,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    tmp_path: Path,
) -> None:
    for name, value in {"KARTEI_DATA": str(tmp_path), "KARTEI_DEMO": "", "KARTEI_PORT": "", **environment}.items():
        monkeypatch.setenv(name, value)
    if "DATABASE_URL" not in environment:
        monkeypatch.delenv("DATABASE_URL", raising=False)
    read.cache_clear()
    try:
        assert cli.main(words) == 1
    finally:
        read.cache_clear()
    assert capsys.readouterr().err == sentence
