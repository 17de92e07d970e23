"""Children of one parent: forked, watched, replaced when they die, stopped in order.

The parent has one thread and waits for signals instead of polling, so forking is safe at any time.
Each child is the leader of its own process group: Ctrl-C reaches the parent alone, which then stops
the children in the right order.
"""

import os
import signal
import sys
import time
import traceback
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

import structlog

from .processes import call_yourself, die_with

WATCHED = {signal.SIGCHLD, signal.SIGTERM, signal.SIGINT, signal.SIGHUP, signal.SIGALRM}
NO_ORDER_TO_STOP = (signal.SIGCHLD, signal.SIGALRM)
SHORT_LIFE = 5.0
FIRST_PAUSE, LONGEST_PAUSE = 0.2, 10.0

log = structlog.get_logger("supervisor")


@dataclass
class Child:
    """One program. `order` says when it is stopped: 0 first. `nice` programs let the others go before."""

    name: str
    run: Callable[[], object]
    order: int = 0
    nice: int = 0
    pid: int = 0
    born: float = 0.0
    pause: float = 0.0
    due: float = 0.0

    def start(self) -> None:
        parent = os.getpid()
        sys.stdout.flush()
        self.born = time.monotonic()
        self.pid = os.fork()
        if self.pid == 0:
            _live(parent, self)

    def died(self) -> None:
        """Decide when to begin again: at once after a good life, later and later after short ones."""
        short = time.monotonic() - self.born < SHORT_LIFE
        self.pause = min(LONGEST_PAUSE, self.pause * 2 or FIRST_PAUSE) if short else 0.0
        self.pid, self.due = 0, time.monotonic() + self.pause


def _live(parent: int, child: Child) -> None:
    """What a forked child does until its end. Never returns."""
    code = 1
    try:
        die_with(parent)
        os.setpgid(0, 0)
        os.nice(child.nice)
        call_yourself(f"hundre-{child.name}")
        for number in WATCHED:
            signal.signal(number, signal.SIG_DFL)
        signal.pthread_sigmask(signal.SIG_SETMASK, set())
        child.run()
        code = 0
    except SystemExit as exit_asked:
        code = exit_asked.code if isinstance(exit_asked.code, int) else 1
    except KeyboardInterrupt:
        code = 130
    except BaseException:
        traceback.print_exc()
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(code)


def once(child: Child) -> bool:
    """Run it to its end; whether it went well."""
    child.start()
    return os.waitpid(child.pid, 0)[1] == 0


@dataclass
class Family:
    """All children, and the loop that keeps them alive."""

    children: list[Child] = field(default_factory=list)

    def keep_alive(self, each_second: Callable[[], None]) -> None:
        """Run until SIGTERM, SIGHUP or Ctrl-C."""
        while True:
            self._start_due()
            if _listen(self._pause()) not in NO_ORDER_TO_STOP:
                return
            self._bury()
            each_second()

    def stop(self, patience: float) -> None:
        """Ask politely, one order after the other; then end what is still there."""
        for order in sorted({child.order for child in self.children}):
            self._stop_these([child for child in self.children if child.order == order], patience)

    def _start_due(self) -> None:
        for child in self.children:
            if not child.pid and child.due <= time.monotonic():
                child.start()

    def _pause(self) -> float:
        waiting = [child.due - time.monotonic() for child in self.children if not child.pid]
        return max(0.01, min([*waiting, 1.0]))

    def _bury(self) -> None:
        for pid, status in _dead():
            for child in self.children:
                if child.pid == pid:
                    child.died()
                    log.warning("died", program=child.name, status=_words(status), again_in=child.pause)

    def _stop_these(self, some: list[Child], patience: float) -> None:
        end = time.monotonic() + patience
        _signal(some, signal.SIGTERM)
        while any(child.pid for child in some) and time.monotonic() < end:
            _listen(0.1)
            for pid, _ in _dead():
                for child in self.children:
                    child.pid = 0 if child.pid == pid else child.pid
        _signal(some, signal.SIGKILL)


def _listen(seconds: float) -> int:
    """The next signal, or SIGALRM when none came in time."""
    signal.setitimer(signal.ITIMER_REAL, seconds)
    heard = signal.sigwait(WATCHED)
    signal.setitimer(signal.ITIMER_REAL, 0)
    return heard


def _signal(some: Iterable[Child], number: signal.Signals) -> None:
    for child in some:
        if child.pid:
            os.kill(child.pid, number)


def _dead() -> list[tuple[int, int]]:
    found = []
    try:
        while (one := os.waitpid(-1, os.WNOHANG))[0]:
            found.append(one)
    except ChildProcessError:
        return found
    return found


def _words(status: int) -> str:
    code = os.waitstatus_to_exitcode(status)
    return signal.Signals(-code).name if code < 0 else f"exit {code}"
