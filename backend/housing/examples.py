"""A request that the demo municipality accepts as it stands, for the API's documents and the tests."""

from typing import Any


def request() -> dict[str, Any]:
    return {
        "for_whom": "self",
        "what_matters": "Jeg vil dusje selv.",
        "difficult": ["bathroom", "stairs"],
        "signals": ["fell_once"],
        "since": "2026-05",
        "owner": "own",
        "hospital": "no",
        "channel": "sms",
        "person": {
            "name": "Kari Fjelldal", "phone": "900 00 001", "address": "Granveien 3", "postal_code": "9993",
        },
    }  # fmt: skip
