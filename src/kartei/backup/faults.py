"""What can go wrong with a backup, each in a sentence for whoever runs the server."""

from enum import StrEnum


class Reason(StrEnum):
    """Why a night's backup counts as failed. The words for people stand in `state.py`."""

    WRITE = "write"
    DAMAGED = "damaged"
    DIFFERS = "differs"  # the restored copy
    CHAIN = "chain"  # of the log, in the copy
    FILES = "files"
    SPACE = "space"
    SCRATCH = "scratch"  # the copy could not be made
    CUT_OFF = "cut_off"


class Unproven(Exception):
    """A backup did not come up as it was written. `detail` says what exactly, for whoever runs the server."""

    def __init__(self, reason: Reason, detail: str) -> None:
        super().__init__(detail)
        self.reason, self.detail = reason, detail


class BackupError(Exception):
    """The backup or the restore cannot be done; the text says why."""


class Damaged(BackupError):
    """Bytes are not those that were written. `member` is the part of the archive in which that was found."""

    def __init__(self, member: str, how: str = "is damaged") -> None:
        super().__init__(f"The backup {how}: {member}.")
        self.member = member


class CutOff(Damaged):
    """The file ends before its end."""

    def __init__(self, member: str) -> None:
        super().__init__(member, "ends too early, it was cut off in")


class Foreign(BackupError):
    """Not a backup of Kartei at all."""

    def __init__(self, name: str) -> None:
        super().__init__(f"“{name}” is no backup made by Kartei.")


class WrongPassphrase(BackupError):
    """The passphrase is not the one that the backup was made with."""


class Newer(BackupError):
    """Made by a version of Kartei that knows more than this one."""
