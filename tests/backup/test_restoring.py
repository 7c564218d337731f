"""A backup made on one machine comes up on another; what is no good backup is refused and leaves everything as it was."""

import gzip
import http.cookiejar
import json
import os
import random
import re
import shutil
import subprocess
import tarfile
import urllib.request
import zipfile
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlencode

import pytest

from kartei.backup import restoring
from kartei.backup.archive import Writer
from kartei.backup.contents import HEAD, SUMS, Sums
from kartei.backup.faults import BackupError
from kartei.backup.reading import members, unpacked, verify
from tests.backup.instance import PASSWORD, Instance, flipped

pytestmark = [pytest.mark.chaos, pytest.mark.xdist_group("backup")]
PASSPHRASE = "vier Wörter für einen Test"
SECRET = {"KARTEI_BACKUP_PASSPHRASE_FILE": ""}


@pytest.fixture(scope="module")
def source() -> Iterator[Instance]:
    instance = Instance()
    try:
        yield instance.found()
    finally:
        instance.remove()


@pytest.fixture
def other() -> Iterator[Instance]:
    """Another machine: nothing there yet."""
    instance = Instance()
    yield instance
    instance.remove()


@pytest.fixture(scope="module")
def plain(source: Instance) -> Path:
    file = source.place / "plain.backup"
    status, said = source.say("backup", str(file))
    assert status == 0, said
    assert "3 files" in said and "not encrypted" in said
    return file


@pytest.fixture(scope="module")
def passphrase_file(source: Instance) -> Path:
    file = source.place / "passphrase"
    file.write_text(PASSPHRASE + "\n")
    return file


@pytest.fixture(scope="module")
def sealed(source: Instance, passphrase_file: Path) -> Path:
    file = source.place / "sealed.backup"
    status, said = source.say("backup", str(file), "--encrypt", "--passphrase-file", str(passphrase_file))
    assert status == 0, said
    return file


def tables(file: Path, passphrase: str = "") -> dict[str, object]:
    """What each table holds, but for what a start writes."""
    changing = ("procrastinate_", "backup_")
    return {
        name: table for name, table in verify(file, passphrase).sums.tables.items() if not name.startswith(changing)
    }


def names(file: Path) -> list[str]:
    with members(file) as found:
        return [member.name for member in found]


def test_a_backup_comes_up_on_another_machine(
    source: Instance, other: Instance, sealed: Path, passphrase_file: Path
) -> None:
    words = ["--passphrase-file", str(passphrase_file)]
    status, said = other.say("restore", str(sealed), *words)
    assert (status, said.count("\n")) == (0, 1), said
    said = other.say("check")[1]
    assert said.splitlines()[-1] == "All in order.", said
    again = other.place / "again.backup"
    assert other.say("backup", str(again))[0] == 0
    assert tables(again) == tables(sealed, PASSPHRASE)
    assert tables(again)["people_client"].rows == 300  # type: ignore[attr-defined]
    assert sorted(path.relative_to(other.data) for path in other.files) == sorted(
        path.relative_to(source.data) for path in source.files
    )
    assert (other.data / "secret").read_text() == (source.data / "secret").read_text()
    assert {path.stat().st_mode & 0o077 for path in [*other.files, other.data / "secret"]} == {0}
    other.start()
    assert "Müller" in logged_in(other).open(address(other, "/w/lindenhof/clients/")).read().decode()


def address(instance: Instance, path: str) -> str:
    return f"http://localhost:{instance.port}{path}"


def logged_in(instance: Instance) -> urllib.request.OpenerDirector:
    """A browser in which Anna has logged in with her old password."""
    browser = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(http.cookiejar.CookieJar()))
    page = browser.open(address(instance, "/login/")).read().decode()
    token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page)
    assert token
    form = {"csrfmiddlewaretoken": token[1], "login": "anna@lindenhof.example", "password": PASSWORD}
    request = urllib.request.Request(address(instance, "/login/"), urlencode(form).encode())
    request.add_header("Referer", address(instance, "/login/"))
    browser.open(request)
    return browser


def test_a_plain_backup_carries_neither_keys_nor_logins(source: Instance, plain: Path) -> None:
    assert not [name for name in names(plain) if name.startswith("keys/")]
    assert (source.data / "secret").read_bytes().strip() not in plain.read_bytes()
    assert verify(plain).sums.tables["accounts_login"].rows == 0


def test_a_check_says_what_it_holds(source: Instance, plain: Path, sealed: Path, passphrase_file: Path) -> None:
    for words in ([str(plain)], [str(sealed), "--passphrase-file", str(passphrase_file)]):
        status, said = source.say("backup", "--check", *words)
        assert status == 0
        assert re.fullmatch(
            r"Backup of \S+ by Kartei \S+: [\d,]+ rows, 3 files. Every byte is as it was written.\n", said
        )


def test_an_older_backup_is_brought_up_to_date(source: Instance, other: Instance, tmp_path: Path) -> None:
    older = Instance()
    try:
        shutil.copytree(
            source.data,
            older.data,
            dirs_exist_ok=True,
            ignore=shutil.ignore_patterns("pg", "run", "lock", "*.json", "password", "migrated"),
        )
        assert older.say("migrate") == (0, "")
        older.run('from django.core.management import call_command\ncall_command("migrate", "backup", "zero", verbosity=0)', KARTEI_ROLE="kartei_owner")  # fmt: skip
        file = tmp_path / "older.backup"
        assert older.say("backup", str(file))[0] == 0
    finally:
        older.remove()
    assert "backup_nightlybackup" not in verify(file).head.tables
    status, said = other.say("restore", str(file))
    assert status == 0, said
    assert other.run("from kartei.backup.models import NightlyBackup\nprint(NightlyBackup.objects.count())") == "0\n"


def refused(instance: Instance, file: Path, *words: str) -> str:
    """The one sentence, after which nothing is there that was not there before."""
    before = sorted(instance.place.rglob("*"))
    status, said = instance.say("restore", str(file), *words)
    assert status == 1, said
    assert "Traceback" not in said
    assert sorted(instance.place.rglob("*")) == before
    return said.strip().splitlines()[-1]


def test_a_folder_that_is_not_empty_is_refused(source: Instance, plain: Path) -> None:
    said = refused(source, plain)
    assert said == f"{source.data} is not empty. A backup is restored into an empty folder: name one in KARTEI_DATA."


def test_what_is_no_backup_is_refused(other: Instance, tmp_path: Path) -> None:
    archive, noise, empty = tmp_path / "a.zip", tmp_path / "noise", tmp_path / "empty"
    with zipfile.ZipFile(archive, "w") as file:
        file.writestr("kartei-backup.json", "{}")
    noise.write_bytes(random.randbytes(10_000))
    empty.touch()
    foreign = tmp_path / "foreign.tar"
    with tarfile.open(foreign, "w") as tar:
        tar.add(archive, "kartei-backup.json")
    for each in (archive, noise, empty, foreign):
        assert refused(other, each) == f"“{each.name}” is no backup made by Kartei."
    assert refused(other, tmp_path / "nowhere") == f"{tmp_path / 'nowhere'} cannot be read: No such file or directory."


def test_a_damaged_or_shortened_backup_is_refused_and_names_the_place(
    other: Instance, plain: Path, tmp_path: Path
) -> None:
    copy = shutil.copy(plain, tmp_path / "copy.backup")
    with tarfile.open(plain) as archive:
        person = archive.getmember("database/people_person.00000.gz")
    assert refused(other, flipped(Path(copy), person.offset_data + 20)) == "The backup is damaged in: database/people_person.00000.gz."  # fmt: skip
    short = tmp_path / "short.backup"
    short.write_bytes(plain.read_bytes()[: person.offset_data + 20])
    assert refused(other, short) == "The backup ends too early, it was cut off in: database/people_person.00000.gz."


@pytest.mark.parametrize("_turn", range(20))
def test_a_flipped_byte_anywhere_is_found(plain: Path, sealed: Path, tmp_path: Path, _turn: int) -> None:
    for file, passphrase in ((plain, ""), (sealed, PASSPHRASE)):
        copy = Path(shutil.copy(file, tmp_path / "copy"))
        with pytest.raises(BackupError):
            verify(flipped(copy, random.randrange(file.stat().st_size)), passphrase)


def test_a_wrong_passphrase_is_told(other: Instance, sealed: Path, tmp_path: Path) -> None:
    wrong = tmp_path / "wrong"
    wrong.write_text("something else")
    said = refused(other, sealed, "--passphrase-file", str(wrong))
    assert said == "The passphrase is not the one that this backup was made with."


def test_a_short_passphrase_is_refused(source: Instance, tmp_path: Path) -> None:
    short = tmp_path / "short"
    short.write_text("kurz")
    status, said = source.say("backup", str(tmp_path / "x"), "--encrypt", "--passphrase-file", str(short))
    assert (status, said) == (1, "The passphrase is too short: it needs 10 characters.\n")
    assert not (tmp_path / "x").exists()


def changed(file: Path, target: Path, **values: object) -> Path:
    """A sound backup whose head says something else."""
    with members(file) as found, target.open("wb") as out:
        writer = Writer(out)
        for member in found:
            data = member.read()
            writer.add(
                member.name, json.dumps({**json.loads(data), **values}).encode() if member.name == HEAD else data
            )
        writer.finish()
    return target


def test_a_newer_backup_is_refused(other: Instance, plain: Path, tmp_path: Path) -> None:
    sentence = "The backup was made by a newer Kartei ({}) than this one ({}). Bring this installation up to date and try again."
    own = verify(plain).head.kartei
    newer = changed(plain, tmp_path / "a", kartei="99.0")
    assert refused(other, newer) == sentence.format("99.0", own)
    assert refused(other, changed(plain, tmp_path / "b", format=2)) == sentence.format(own, own)
    unknown = [*verify(plain).head.migrations, ["people", "9999_future"]]
    assert refused(other, changed(plain, tmp_path / "c", migrations=unknown)) == sentence.format(own, own)


def test_sums_that_do_not_fit_are_refused(plain: Path, tmp_path: Path) -> None:
    target = tmp_path / "wrong.backup"
    with members(plain) as found, target.open("wb") as out:
        writer = Writer(out)
        for member in found:
            data = member.read()
            writer.add(
                member.name, json.dumps({**json.loads(data), "files": 7}).encode() if member.name == SUMS else data
            )
        writer.finish()
    with pytest.raises(BackupError, match="does not hold what its sums say: the files"):
        verify(target)


def test_a_backup_without_the_keys_that_it_needs_asks_for_them(
    source: Instance, other: Instance, tmp_path: Path
) -> None:
    """Something is sealed with the key „0123456789ab“; the file of keys may hold further ones."""
    ring, held, file = source.data / "keys", tmp_path / "held", tmp_path / "needing"
    before = ring.read_bytes() if ring.exists() else None
    held.mkdir()
    try:
        ring.write_text("# keys\n0123456789ab 2026-01-01T00:00:00+00:00 AAAA\n")
        source.run('from kartei.inbox.models import InstanceMail\nInstanceMail.objects.create(recipient="a@example.org", body="v1.0123456789ab.xyz")')  # fmt: skip
        assert source.say("backup", str(file))[0] == 0
    finally:
        ring.unlink() if before is None else ring.write_bytes(before)
    assert verify(file).sums.keys == ["0123456789ab"]
    assert "Name the folder that holds them with --keys FOLDER" in refused(other, file)
    (held / "keys").write_text("another 2026-01-01T00:00:00+00:00 AAAA\n")
    said = refused(other, file, "--keys", str(held))
    assert said == f"{held / 'keys'} is not the right one: the backup needs the key 0123456789ab."
    (held / "keys").write_text("0123456789ab 2026-01-01T00:00:00+00:00 AAAA\nanother 2026-01-01T00:00:00+00:00 AAAA\n")
    order = restoring.Order(file, tmp_path / "data", keys=held)
    assert restoring._keys_for(order, verify(file)) == {"keys": (held / "keys").read_bytes()}


def test_a_missing_or_rotten_file_is_named_and_the_rest_is_saved(source: Instance, tmp_path: Path) -> None:
    lost, rotten = source.files[:2]
    before = {path: path.read_bytes() for path in (lost, rotten)}
    try:
        lost.unlink()
        rotten.write_bytes(before[rotten] + b"!")
        status, said = source.say("backup", str(tmp_path / "x"))
    finally:
        for path, data in before.items():
            path.write_bytes(data)
    assert (status, said.splitlines()[-1]) == (1, "The backup lacks 2 files that are missing or damaged.")
    sums: Sums = verify(tmp_path / "x").sums
    assert (sums.files, sorted(sums.missing)) == (
        1,
        sorted(str(path.relative_to(source.data / "files")) for path in before),
    )


@pytest.fixture
def full() -> Iterator[Path]:
    """A disk of two megabytes."""
    place = Instance()
    place.data.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=2m,mode=0755", "kartei", str(place.data)]
    if (
        os.geteuid()
        or shutil.which("mount") is None
        or subprocess.run(mount, capture_output=True, check=False).returncode
    ):
        pytest.skip("needs the right to mount")
    yield place.data
    subprocess.run(["umount", str(place.data)], check=True)
    place.remove()


def test_a_full_disk_is_told_in_a_sentence(source: Instance, other: Instance, plain: Path, full: Path) -> None:
    (full / "x").write_bytes(b"older")
    (full / "ballast").write_bytes(bytes(2 * 2**20 - 50_000))
    status, said = source.say("backup", str(full / "x"))
    assert (status, said) == (1, f"{full / 'x'} cannot be written: No space left on device.\n")
    assert (full / "x").read_bytes() == b"older"
    assert sorted(path.name for path in full.iterdir()) == ["ballast", "x"]
    (full / "ballast").unlink()
    (full / "x").unlink()
    status, said = other.say("restore", str(plain), KARTEI_DATA=str(full))
    assert (status, said) == (1, f"The disk is full: there is no room for {full}.\n")
    assert list(full.iterdir()) == []


@pytest.mark.parametrize("name", ["keys//tmp/kartei-outside", "keys/../outside", "keys/", "keys/other"])
def test_no_key_is_written_elsewhere(other: Instance, plain: Path, tmp_path: Path, name: str) -> None:
    target = tmp_path / "hostile.backup"
    with members(plain) as found, target.open("wb") as out:
        writer = Writer(out)
        for member in found:
            if member.name == SUMS:
                writer.add(name, b"content of somebody's choice")
            writer.add(member.name, member.read())
        writer.finish()
    assert "holds what no backup has" in refused(other, target)
    assert not Path("/tmp/kartei-outside").exists() and not (other.data.parent / "outside").exists()


def test_a_backup_replaces_files_alone(source: Instance, tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    status, said = source.say("backup", str(pipe))
    assert (status, said) == (1, f"{pipe} is there already and no file; it would be replaced.\n")
    assert pipe.is_fifo()


def test_a_small_part_that_unpacks_to_much_is_read_in_pieces() -> None:
    class Bomb:
        name = "database/x.00000.gz"

        def pieces(self) -> Iterator[bytes]:
            yield gzip.compress(bytes(50 * 1024**2))

    pieces = [len(piece) for piece in unpacked(Bomb())]  # type: ignore[arg-type]
    assert sum(pieces) == 50 * 1024**2 and max(pieces) <= 1024**2
