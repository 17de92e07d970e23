"""`python -m tests.bench`: every figure of performance.md that this house can be measured by, with its goal."""

import argparse
import platform
import random
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from statistics import median
from typing import Any

from tests.browser import chromium
from tests.processes.installation import ROOT, free_port
from tests.stores import STORES, Server, Store, postgresql_store, sqlite_store

from . import measures
from .load import at
from .phone import phone, typed
from .report import Report
from .servers import Floor, Product
from .sink import open_sink
from .station import availability

SEARCHED = 5
"""How often each word is typed; the middle counts, so that the machine's mood does not."""


def _phone(report: Report, floor: Floor, product: Product, *_: Any) -> None:
    if chromium():
        measures.on_the_phone(report, floor, product)
    else:
        report.tell("on a phone", "SKIPPED: there is no Chromium on this machine")


def _search(report: Report, _: Floor, product: Product, *__: Any) -> None:
    report.heading("Searching the catalogue on a phone (real Chromium, CPU / 4)")
    if not chromium():
        report.tell("searching", "SKIPPED: there is no Chromium on this machine")
        return
    words = ["tryghetsalam", "rulator", "glemmer medisin", "redd for å falle", "qwertyuiop"]
    with phone() as browser:
        page = f"http://localhost:{product.port}/hjelpemidler"
        rounds = [typed(browser, page, words) for _ in range(SEARCHED)]
        _, bare = typed(browser, page, words, searching=False)
    answered, painted = ([median(each) for each in zip(*times, strict=True)] for times in zip(*rounds, strict=True))
    beside = f"{len(answered)} letters, p50 {median(answered):.0f} ms, worst {max(answered):.0f} ms"
    report.at_most("from a letter to its answer, p95", at(0.95, answered), 50, " ms", beside)
    report.tell("floor: a letter painted, nothing searched", f"{median(bare):8.2f} ms p50, {at(0.95, bare):.0f} ms p95")
    report.tell("a letter and its answer painted", f"{median(painted):8.2f} ms p50, {at(0.95, painted):.0f} ms p95")


PARTS: dict[str, Callable[..., None]] = {
    "cpu": lambda report, floor, product, *_: measures.cpu_per_request(report, floor, product),
    "delivery": lambda report, _, product, sink, asked: measures.delivery(report, product, sink, asked.deliveries),
    "flow": lambda report, _, product, __, asked: measures.request_flow(report, product, asked.requests),
    "memory": lambda report, _, product, *__: measures.memory(report, product),
    "start": lambda report, floor, product, *_: measures.start_up(report, floor, product),
    "phone": _phone,
    "search": _search,
    "availability": lambda report, _, product, *__: availability(report, product),
}


def _asked() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.bench", description=__doc__)
    parser.add_argument("--stores", default="sqlite", help="comma separated: sqlite, postgresql (default: sqlite)")
    parser.add_argument("--only", default=",".join(PARTS), help="comma separated (default: all): %(default)s")
    parser.add_argument("--requests", type=int, default=800, help="how many requests the flow is measured with")
    parser.add_argument("--deliveries", type=int, default=40, help="how many deliveries are timed")
    parser.add_argument("--seed", type=int, default=20261122, help="for whatever is drawn by lot")
    return parser.parse_args()


@contextmanager
def _stores(name: str, folder: Path) -> Iterator[tuple[Store, Store]]:
    """One for the product, one for the floor, of the same kind and on the same disk."""
    if name == "sqlite":
        yield sqlite_store(folder), sqlite_store(folder)
        return
    server = Server()
    try:
        yield postgresql_store(server.url), postgresql_store(server.url)
    finally:
        server.stop()


def _measure(name: str, asked: argparse.Namespace, report: Report) -> None:
    with tempfile.TemporaryDirectory(prefix="hundre-bench-") as place, _stores(name, Path(place)) as (own, bare):
        folder, port = Path(place), free_port()
        sink, controller = open_sink(port)
        floor, product = Floor(folder, bare.owner_url), Product(folder / "product", own, port)
        product.installation.folder.mkdir()
        try:
            product.start()
            floor.start()
            measures.warm(floor, product)
            for part, measure in PARTS.items():
                if part in asked.only.split(","):
                    measure(report, floor, product, sink, asked)
        finally:
            product.installation.end()
            floor.stop()
            controller.stop()


def _commit() -> str:
    line = ["git", "rev-parse", "--short", "HEAD"]
    return subprocess.run(line, cwd=ROOT, capture_output=True, text=True).stdout.strip()


def main() -> None:
    asked, report, began = _asked(), Report(), time.monotonic()
    random.seed(asked.seed)
    print(f"Hundre {_commit()}, Python {platform.python_version()}, seed {asked.seed}")
    for name in [name for name in STORES if name in asked.stores.split(",")]:
        report.heading(f"=== {name}")
        _measure(name, asked, report)
    print(f"\n{report.missed} goals missed; {time.monotonic() - began:.0f} s")


if __name__ == "__main__":
    main()
