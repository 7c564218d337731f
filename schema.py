"""Write src/kartei/db/first_schema.sql: what all migrations leave behind in an empty database.

With --check nothing is written; the exit status says whether the file is that.
"""

import os
import re
import subprocess
import sys
import tempfile
from pathlib import Path

from kartei.conf.first_schema import FILE, HEAD, fingerprint
from kartei.db import binaries, roles
from kartei.db.embedded import Embedded

ROOT = Path(__file__).resolve().parent
PASSING = re.compile(
    r"^(?:--\n-- .*\n--\n\n?|(?:-- Dumped|\\(?:un)?restrict|SET (?!default_|check_)).*\n)", re.MULTILINE
)  # what says nothing of the schema
MOMENT = re.compile(r"'\d{4}-\d\d-\d\d \d\d:\d\d:\d\d[.\d]*\+00'")


def main() -> int:
    wanted = f"{HEAD}{fingerprint()}\n{dumped()}"
    if FILE.exists() and FILE.read_text() == wanted:
        print("The first schema is what the migrations make.")
        return 0
    if "--check" in sys.argv:
        print(f"{FILE.relative_to(ROOT)} is not up to date: python3 dev.py schema")
        return 1
    FILE.write_text(wanted)
    print(f"{FILE.relative_to(ROOT)} is written.")
    return 0


def dumped() -> str:
    """What a database is that the migrations have just made."""
    with tempfile.TemporaryDirectory(prefix="kartei-schema-") as folder:
        Path(folder).chmod(0o755)  # PostgreSQL drops root and must still reach its data
        data = Path(folder) / "data"
        server = Embedded(data).start()
        try:
            command = [sys.executable, "-m", "kartei.conf.cli", "migrate"]
            subprocess.run(command, env={**os.environ, "KARTEI_DATA": str(data)}, check=True)
            found = roles.read(data)
            assert found, "the server has just been started"
            return as_sql(found, found["name"])
        finally:
            server.stop()


def as_sql(where: roles.Roles, name: str) -> str:
    """Tables, rights and rows of that database, as the owner would make them anew; moments become those of then."""
    place = ["--host", where["host"], "--port", str(where["port"]), "--username", roles.OWNER, name]
    environment = {**os.environ, "PGPASSWORD": where["kartei_owner"], "TZ": "UTC"}
    command = [binaries.find() / "pg_dump", "--no-owner", "--rows-per-insert=1000", *place]
    text = subprocess.run(command, env=environment, check=True, capture_output=True, text=True).stdout
    return MOMENT.sub("now()", PASSING.sub("", text))


if __name__ == "__main__":
    sys.exit(main())
