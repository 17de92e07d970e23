"""`python -m tests.chaos`: the long storm, on both stores, with everything it counted."""

import argparse
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.processes.installation import ROOT
from tests.stores import STORES, Server, Store, postgresql_store, sqlite_store

from .storm import Storm, Verdict, World, frozen, judge, sum_of, wipe, world


def _asked() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.chaos", description=__doc__)
    parser.add_argument("--stores", default=",".join(STORES), help="comma separated (default: both)")
    parser.add_argument("--accepted", type=int, default=500, help="requests accepted in each storm")
    parser.add_argument("--faults", type=int, default=60, help="faults in each storm")
    parser.add_argument("--seeds", type=int, default=1, help="how many storms on each store")
    parser.add_argument("--seed", type=int, default=random.SystemRandom().randrange(10**6), help="the first seed")
    parser.add_argument("--away", type=float, default=30, help="seconds that the queues stand still")
    return parser.parse_args()


@contextmanager
def _store(name: str, folder: Path) -> Iterator[Store]:
    if name == "sqlite":
        yield sqlite_store(folder)
        return
    server = Server()
    try:
        yield postgresql_store(server.url)
    finally:
        server.stop()


def _storms(there: World, asked: argparse.Namespace) -> Iterator[tuple[str, Storm]]:
    for seed in range(asked.seed, asked.seed + asked.seeds):
        storm = Storm(there, seed)
        storm.until(asked.accepted, asked.faults)
        yield "everything dies", storm
    wiped = Storm(there, asked.seed + 1000)
    wiped.until(asked.accepted // 5, asked.faults // 3, possible=(wipe,))
    yield "queues wiped", wiped
    still = Storm(there, asked.seed + 2000)
    with frozen(there, "valkey"), still.blowing():
        time.sleep(asked.away)
    still.faults["valkey frozen"] += 1
    if not still.accepted:
        still.odd.append("nobody was answered while the queues stood still")
    yield f"queues away {asked.away:.0f} s", still


WRONG = "  WRONG"
REPEATS = 0.02
"""How many of the messages may come again with the same id; each request is told of in two."""


def _on(name: str, asked: argparse.Namespace, commit: str) -> Iterator[str]:
    """What happened on one store, line by line."""
    folder, began = tempfile.TemporaryDirectory(prefix="hundre-chaos-"), time.monotonic()
    with folder as place, _store(name, Path(place)) as store, world(Path(place) / "instance", store) as there:
        all_of_them: list[Verdict] = []
        for what, storm in _storms(there, asked):
            verdict = judge(storm)
            all_of_them.append(verdict)
            yield f"{name:11} {what:16} {verdict}  seed {storm.seed}  commit {commit}"
            yield from (f"{number:7} x {fault}" for fault, number in storm.faults.most_common())
            yield from (f"{WRONG} {line}" for line in verdict.odd)
            if verdict.lost or verdict.twice:
                yield f"{WRONG} lost or seen twice; the house said:\n{there.hundre.said()[-4000:]}"
        whole = sum_of(all_of_them)
        yield f"{name:11} {'all together':16} {whole}  {time.monotonic() - began:.0f} s"
        if whole.raw_repeats > REPEATS * 2 * whole.accepted:
            yield f"{WRONG} more than {REPEATS:.0%} came again"


def main() -> int:
    asked = _asked()
    commit = subprocess.run(["git", "rev-parse", "--short", "HEAD"], cwd=ROOT, capture_output=True, text=True).stdout
    wrong = 0
    for name in asked.stores.split(","):
        for line in _on(name, asked, commit.strip()):
            print(line, flush=True)
            wrong += line.startswith(WRONG)
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
