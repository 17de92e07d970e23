"""A real SMTP server of the bench's own: when did which mail arrive."""

import time
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import Envelope


class Sink:
    """`arrived`: (moment, the whole mail) in the order they came."""

    def __init__(self) -> None:
        self.arrived: list[tuple[float, str]] = []

    async def handle_DATA(self, _server: Any, _session: Any, envelope: Envelope) -> str:  # noqa: N802
        content = envelope.content if isinstance(envelope.content, bytes) else (envelope.content or "").encode()
        self.arrived.append((time.perf_counter(), content.decode("utf-8", "replace")))
        return "250 kept"

    def moment_of(self, reference: str) -> float | None:
        """When the first mail that names this case came."""
        return next((moment for moment, mail in self.arrived if reference in mail), None)


def open_sink(port: int) -> tuple[Sink, Controller]:
    sink = Sink()
    controller = Controller(sink, hostname="127.0.0.1", port=port)
    controller.start()
    return sink, controller
