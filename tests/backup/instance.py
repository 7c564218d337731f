"""A data folder of its own with a practice, a file and a log in it, and the commands that are run on it."""

import subprocess
import sys
from pathlib import Path

from tests.chaos.running import Running

PASSWORD = "kartei-demo-2026"
FOUND = """
from kartei.audit.recording import record
from kartei.db.scope import workspace_scope
from kartei.files.storage import store
from kartei.people.creating import Particulars, create_client
from kartei.people.founding import found_people
from kartei.people.models import Status
from kartei.tenancy.models import Member, Workspace
from kartei.accounts.models import User
workspace = Workspace.objects.create(name="Praxis am Lindenhof", slug="lindenhof")
user = User.objects.create_user("anna@lindenhof.example", "kartei-demo-2026", name="Anna", language="de")
user.emailaddress_set.create(email=user.email, verified=True, primary=True)
with workspace_scope(workspace.id):
    found_people(workspace)
    anna = Member(user=user, name="Anna", email=user.email)
    anna.take_preset("owner")
    anna.save()
    status = Status.objects.get(code="active")
    for number in range(300):
        told = Particulars(first_name="Zoë\\t\\\\", last_name=f"Müller\\n{number}", email=f"{number}@example.org")
        create_client(told, status=status, tags=[], by=anna)
    for number in range(3):
        print(store(f"{number}.txt", [b"what somebody gave us " * 1000 * number], by=anna).id)
"""


class Instance(Running):
    """Commands on a data folder without anything that serves."""

    def run(self, program: str, *words: str, **environment: str) -> str:
        """The output of a Python program with Django set up, which attaches to the server or runs one."""
        lines = "import django, os, pathlib, sys\nfrom kartei.db.embedded import attached\n"
        lines += "with attached(pathlib.Path(os.environ['KARTEI_DATA'])):\n    django.setup()\n"
        lines += "".join(f"    {line}\n" for line in program.strip().splitlines())
        done = subprocess.run(
            [sys.executable, "-c", lines, *words],
            env=self.environment(DJANGO_SETTINGS_MODULE="kartei.conf.settings", **environment),
            capture_output=True, text=True, check=False,
        )  # fmt: skip
        assert done.returncode == 0, done.stderr
        return done.stdout

    def found(self) -> "Instance":
        assert self.say("migrate") == (0, "")
        self.run(FOUND)
        return self

    @property
    def files(self) -> list[Path]:
        return [path for path in (self.data / "files").rglob("*") if path.is_file()]


def flipped(file: Path, place: int) -> Path:
    """A copy in which one bit of the byte at `place` is another."""
    data = bytearray(file.read_bytes())
    data[place] ^= 1
    copy = file.with_name(f"flipped-{place}.backup")
    copy.write_bytes(data)
    return copy
