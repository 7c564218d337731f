"""What the sub-commands of `kartei` take; `cli` has the commands themselves."""

import argparse
from pathlib import Path

Parser = argparse.ArgumentParser


def serving(parser: Parser) -> None:
    parser.add_argument("--port", type=_port)
    parser.add_argument("--host", default="127.0.0.1")


def _port(text: str) -> int:
    if not text.isdigit() or not 1 <= int(text) <= 65535:
        raise argparse.ArgumentTypeError(f"“{text}” is not a port, a number from 1 to 65535")
    return int(text)


def up(parser: Parser) -> None:
    serving(parser)
    parser.add_argument("--demo", action="store_true", help="with the demo practice, on this machine only")


def demo(parser: Parser) -> None:
    parser.add_argument("--reset", action="store_true", help="empty the demo's database and load it anew")


def setup(parser: Parser) -> None:
    for name, text in (("email", "the login"), ("name", "your name"), ("practice", "name of the practice")):
        parser.add_argument(f"--{name}", required=True, help=text)
    parser.add_argument("--profession", default="other", help="such as psychotherapy")
    parser.add_argument("--country", default="DE", help="two letters; default: DE")
    parser.add_argument("--language", default="de", choices=["de", "en"])


def let_in(parser: Parser) -> None:
    parser.add_argument("email", help="the login")


def bring(parser: Parser) -> None:
    parser.add_argument("file", type=Path)
    parser.add_argument("--workspace", required=True, metavar="SLUG", help="as in its address: /w/SLUG/")
    parser.add_argument("--as", required=True, dest="member", metavar="EMAIL", help="a member who may import")
    parser.add_argument("--kind", choices=["client", "contact"], default="client", help="of rows that do not say it")
    parser.add_argument(
        "--duplicates",
        choices=["fill", "overwrite", "skip", "create"],
        default="fill",
        help="what a row does to somebody who is here already",
    )


def keys(parser: Parser) -> None:
    parser.add_argument("act", nargs="?", choices=["rotate", "retire", "forget"])
    parser.add_argument("key", nargs="?", help="the id of the key to retire or to forget")


def backup(parser: Parser) -> None:
    parser.add_argument("file", type=Path, nargs="?", help="where to write it; replaced when it is there already")
    parser.add_argument("--encrypt", action="store_true", help="with a passphrase; such a backup carries the keys too")
    _passphrase(parser)
    parser.add_argument("--check", action="store_true", help="read FILE and check every byte of it; restores nothing")
    parser.add_argument("--nightly", action="store_true", help="what happens every night: make, restore aside, compare")


def restore(parser: Parser) -> None:
    parser.add_argument("file", type=Path)
    _passphrase(parser)
    parser.add_argument("--keys", type=Path, metavar="FOLDER", help="where the keys lie, for a backup without them")
    parser.add_argument("--without-keys", action="store_true", help="they are lost: second factors are removed")


def _passphrase(parser: Parser) -> None:
    text = "read the passphrase from the first line of a file; without it you are asked"
    parser.add_argument("--passphrase-file", type=Path, metavar="FILE", help=text)


def plain(parser: Parser) -> None:
    pass
