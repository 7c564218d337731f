"""No process outlives the one that started it, however that one ended."""

import ctypes
import os
import signal
import sys
from collections.abc import Callable
from functools import partial

PR_SET_PDEATHSIG = 1
_LIBC = ctypes.CDLL(None) if sys.platform == "linux" else None  # loaded here: not between fork and exec


def tie_to_parent(with_signal: signal.Signals = signal.SIGTERM, parent: int | None = None) -> None:
    """Have the kernel send `with_signal` to this process when its parent is gone (Linux; elsewhere nothing happens).

    `parent` is the id of the parent, for the case that it has ended before this was asked.
    """
    if _LIBC is None:
        return
    _LIBC.prctl(PR_SET_PDEATHSIG, with_signal)
    if parent is not None and os.getppid() != parent:
        os._exit(1)


def tied(with_signal: signal.Signals = signal.SIGTERM) -> Callable[[], None]:
    """For `preexec_fn`: the child ends with the process that calls this."""
    return partial(tie_to_parent, with_signal, os.getpid())
