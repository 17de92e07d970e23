"""Asking others over the net: only public addresses or those the operator has named, no redirects, bounded."""

import ipaddress
import socket
from time import monotonic
from urllib.parse import urlsplit

import requests
from urllib3.exceptions import HTTPError

TIMEOUT = (5, 10)
LONGEST = 30
"""Seconds for a whole answer, however slowly it comes."""
PIECE = 64 * 1024


class NotReached(Exception):
    """Nothing came of it. `outcome` is a code of ours; `final` means that trying again can't help."""

    def __init__(self, outcome: str, final: bool = False):
        super().__init__(outcome)
        self.outcome, self.final = outcome, final


def may_be_asked(target: str, named: tuple[str, ...]) -> bool:
    """Whether the address looks like one we may ask: https, or a host that the operator has named."""
    place = urlsplit(target)
    if place.netloc in named or place.hostname in named:
        return place.scheme in ("https", "http")
    return place.scheme == "https" and bool(place.hostname)


def refuse_private(target: str, named: tuple[str, ...]) -> None:
    """Raises NotReached, unless the operator has named the host or every address of it is public."""
    place = urlsplit(target)
    if place.netloc in named or place.hostname in named:
        return
    if place.scheme != "https":
        raise NotReached("not_allowed", final=True)
    try:
        found = socket.getaddrinfo(place.hostname, place.port or 443, proto=socket.IPPROTO_TCP)
    except (OSError, UnicodeError):
        raise NotReached("unreachable") from None
    if any(not ipaddress.ip_address(entry[4][0]).is_global for entry in found):
        raise NotReached("not_allowed", final=True)


def fetch(target: str, named: tuple[str, ...], most: int) -> bytes:
    """What lies at the address, at most `most` bytes. Raises NotReached."""
    refuse_private(target, named)
    try:
        with requests.get(target, timeout=TIMEOUT, allow_redirects=False, stream=True) as answer:
            if not 200 <= answer.status_code < 300:
                raise NotReached(f"http_{answer.status_code}")
            return _taken(answer, most)
    except (requests.RequestException, HTTPError, ValueError):
        raise NotReached("unreachable") from None


def _taken(answer: requests.Response, most: int) -> bytes:
    taken, until = b"", monotonic() + LONGEST
    while piece := answer.raw.read1(PIECE, decode_content=True):
        taken += piece
        if len(taken) > most:
            raise NotReached("too_large")
        if monotonic() > until:
            raise NotReached("too_slow")
    return taken
