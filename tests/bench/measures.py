"""What is measured, each against its goal from performance.md."""

import http.client
import json
import time
from statistics import median

from .load import CLIENTS, at, get, send_one, send_requests
from .phone import cold_visit, fetched_for_later, offline_visit, phone
from .processes import cpu_seconds, pss_mib
from .report import Report
from .servers import Floor, Product, first_answer, request, seconds
from .sink import Sink

ROUNDS, PER_ROUND = 5, 60
STARTS = 2
WAITS = 30.0


def cpu_per_request(report: Report, floor: Floor, product: Product) -> None:
    """Floor and pages in turn, so that the machine's mood is the same for both; the middle of the rounds counts."""
    report.heading(f"CPU ms per request (user and system of the server's processes; {ROUNDS} x {PER_ROUND} requests)")
    case = f"/ansatt/saker/{product.reference}"
    pages = {
        "home": ("/", ""),
        "home check": ("/bolig/sjekk", ""),
        "catalogue": ("/hjelpemidler", ""),
        "one type of thing": ("/hjelpemidler/trygghetsalarm", ""),
        "inbox of 60 cases": ("/ansatt/innboks", product.cookie),
        "case": (case, product.cookie),
    }
    costs: dict[str, list[float]] = {name: [] for name in ("floor", *pages)}
    for path, cookie in pages.values():
        get(product.port, path, 20, cookie)
    get(floor.port, "/", 20)
    for _ in range(ROUNDS):
        costs["floor"].append(_cost(floor.pids, floor.port, "/", ""))
        for name, (path, cookie) in pages.items():
            costs[name].append(_cost(product.web_pids, product.port, path, cookie))
    base = median(costs["floor"])
    report.tell("floor: 30 rows, nothing else", f"{base:8.2f} ms")
    for name in pages:
        own = median(costs[name])
        report.at_most(name, own / base, 2, " x", f"{own:.2f} ms")


def _cost(pids: list[int], port: int, path: str, cookie: str) -> float:
    before = cpu_seconds(pids)
    get(port, path, PER_ROUND, cookie)
    return (cpu_seconds(pids) - before) / PER_ROUND * 1000


def request_flow(report: Report, product: Product, total: int) -> None:
    report.heading(f"The request flow ({total} requests, {CLIENTS} clients, full durability)")
    send_requests(product.port, CLIENTS * 2)
    before = cpu_seconds(product.web_pids)
    whole, each = send_requests(product.port, total)
    spent = (cpu_seconds(product.web_pids) - before) / total * 1000
    report.at_least("requests accepted", total / whole, 100, " /s", f"{spent:.1f} ms of CPU each")
    report.at_most("answered, p99", at(0.99, each) * 1000, 250, " ms", f"p50 {median(each) * 1000:.0f} ms")


def delivery(report: Report, product: Product, sink: Sink, total: int) -> None:
    """From the answer that it is accepted to the unit's mail server, a few a second."""
    report.heading(f"From accepted to delivered ({total} requests in calm)")
    caller = http.client.HTTPConnection("127.0.0.1", product.port, timeout=30)
    accepted = {}
    for number in range(total):
        reference = send_one(caller, json.dumps(request(50_000 + number)))
        accepted[reference] = time.perf_counter()
        time.sleep(0.25)
    end = time.perf_counter() + WAITS
    while time.perf_counter() < end and any(sink.moment_of(one) is None for one in accepted):
        time.sleep(0.1)
    times = [arrived - moment for one, moment in accepted.items() if (arrived := sink.moment_of(one)) is not None]
    report.at_most("not delivered", float(total - len(times)), 0)
    if times:
        report.at_most("delivered, p99", at(0.99, times), 10, " s", f"p50 {median(times):.2f} s, aim 2 s")


def memory(report: Report, product: Product) -> None:
    report.heading("Memory (PSS)")
    workers = [pss_mib(pid) for pid in product.worker_pids]
    report.at_most("one web worker, after the load above", max(workers), 90, " MiB")
    shares = sorted(((pss_mib(pid), name) for pid, name in product.installation.everybody()), reverse=True)
    report.at_most("the whole installation", sum(share for share, _ in shares), 450, " MiB", f"{len(shares)} processes")


def start_up(report: Report, floor: Floor, product: Product) -> None:
    report.heading(f"From start to the first answer (best of {STARTS})")
    theirs, ours = [], []
    for _ in range(STARTS):
        floor.stop()
        theirs.append(seconds(floor.start))
        product.installation.interrupt()
        ours.append(seconds(product.start))
    beside = f"{min(ours):.2f} s and {min(theirs):.2f} s"
    report.at_most("start over the floor's", min(ours) / min(theirs), 3, " x", beside)


def on_the_phone(report: Report, floor: Floor, product: Product) -> None:
    report.heading("On a phone (real Chromium)")
    home = f"http://localhost:{product.port}/"
    with phone() as browser:
        wire = cold_visit(browser, home, slowly=False)
        report.at_most("cold home page, on the wire", wire.bytes / 1000, 75, " kB")
        report.at_most("cold home page, requests", float(len(wire.requests)), 12)
        report.at_most("other hosts", float(len(wire.hosts - {f"localhost:{product.port}"})), 0)
        plain = cold_visit(browser, f"http://127.0.0.1:{floor.port}/plain", slowly=True)
        report.tell("floor: a page with no styles or scripts", f"{plain.lcp:8.2f} s until its text stands")
        slow = cold_visit(browser, home, slowly=True)
        report.at_most("Slow 4G, CPU / 4: largest content", slow.lcp, 1.2, " s")
        report.at_most("Slow 4G, CPU / 4: blocking", slow.blocking, 50, " ms")
        report.at_most("Slow 4G, CPU / 4: layout shift", slow.shift, 0.02)
        readable, kept = offline_visit(browser, home)
        report.at_most("second visit, offline, CPU / 4: readable", readable, 300, " ms")
        later = fetched_for_later(product.port) / 1_000_000
        report.at_most("fetched by the service worker", later, 1.5, " MB", f"{kept / 1_000_000:.2f} MB unpacked")


def warm(floor: Floor, product: Product) -> None:
    first_answer(floor.port, "/")
    product.furnish()
