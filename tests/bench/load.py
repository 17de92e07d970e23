"""Requests from several clients at once, each on one kept connection."""

import http.client
import json
import time
from concurrent.futures import ThreadPoolExecutor
from uuid import uuid4

from .servers import request

CLIENTS = 8


def get(port: int, path: str, times: int, cookie: str = "") -> None:
    """The same page again and again, as a browser asks for it."""
    headers = {"Host": "localhost", "Accept-Encoding": "br, gzip", **({"Cookie": cookie} if cookie else {})}
    caller = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    for _ in range(times):
        caller.request("GET", path, headers=headers)
        answer = caller.getresponse()
        answer.read()
        if answer.status != 200:
            raise RuntimeError(f"{path} answered {answer.status}")
    caller.close()


def send_requests(port: int, total: int) -> tuple[float, list[float]]:
    """New requests from all clients together: seconds in all, seconds of each."""
    began = time.perf_counter()
    with ThreadPoolExecutor(CLIENTS) as pool:
        shares = [range(client, total, CLIENTS) for client in range(CLIENTS)]
        each = [took for one in pool.map(lambda share: _send(port, share), shares) for took in one]
    return time.perf_counter() - began, each


def _send(port: int, numbers: range) -> list[float]:
    caller = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    taken = []
    for number in numbers:
        body = json.dumps(request(number))
        began = time.perf_counter()
        send_one(caller, body)
        taken.append(time.perf_counter() - began)
    caller.close()
    return taken


def send_one(caller: http.client.HTTPConnection, body: str) -> str:
    """The reference it was given."""
    headers = {"Host": "localhost", "Content-Type": "application/json", "Idempotency-Key": str(uuid4())}
    caller.request("POST", "/api/v1/housing/requests", body, headers)
    answer = caller.getresponse()
    told = json.loads(answer.read())
    if answer.status != 201:
        raise RuntimeError(f"a request was answered {answer.status}: {told}")
    return str(told["reference"])


def at(share: float, values: list[float]) -> float:
    """The value below which this share of all lies."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))]
