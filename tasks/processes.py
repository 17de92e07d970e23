"""What every program here has in common: it dies with its parent, and it stops when it is asked to."""

import ctypes
import os
import signal
import sys
import threading

PR_SET_PDEATHSIG = 1
PR_SET_NAME = 15


def die_with(parent: int) -> None:
    """Ask the kernel to kill this process when `parent` goes, however it goes; nothing is left behind.

    The parent may have died before the asking was done, hence the look afterwards.
    """
    if sys.platform == "linux":
        _prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
    if os.getppid() != parent:
        os._exit(1)


def call_yourself(name: str) -> None:
    """The name that `ps` and `top` show (the kernel keeps 15 letters)."""
    if sys.platform == "linux":
        _prctl(PR_SET_NAME, ctypes.c_char_p(name.encode()[:15]))


def _prctl(option: int, value: object) -> None:
    if ctypes.CDLL(None, use_errno=True).prctl(option, value, 0, 0, 0):
        raise OSError(ctypes.get_errno(), "prctl")


class Stop:
    """Becomes true at SIGTERM or Ctrl-C; waiting for it is how the loops here sleep."""

    def __init__(self) -> None:
        self._asked = threading.Event()
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda *_: self._asked.set())

    def wait(self, seconds: float) -> bool:
        return self._asked.wait(seconds)
