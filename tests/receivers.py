"""Real servers on the other side: a mail server, and a receiver for SMS and webhooks. They can be slow to say yes."""

import json
import socket
import threading
from collections import Counter
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope


@dataclass
class PostOffice:
    """An SMTP server. `says` is its answer to each letter; only with 250 is a letter taken."""

    says: str = "250 kept"
    letters: list[EmailMessage] = field(default_factory=list)
    refused: list[EmailMessage] = field(default_factory=list)

    def open(self) -> "PostOffice":
        with socket.create_server(("127.0.0.1", 0)) as free:
            self.port = int(free.getsockname()[1])
        self._controller = Controller(self, hostname="127.0.0.1", port=self.port)
        self._controller.start()
        return self

    def close(self) -> None:
        self._controller.stop()

    @property
    def url(self) -> str:
        return f"smtp://127.0.0.1:{self.port}"

    async def handle_DATA(self, _server: SMTP, _session: Any, envelope: Envelope) -> str:  # noqa: N802
        read = message_from_bytes(bytes(envelope.content or b""), policy=policy.default)
        (self.letters if self.says.startswith("250") else self.refused).append(read)  # type: ignore[arg-type]
        return self.says

    def turned_away(self, reference: str) -> int:
        """How often a letter about this was turned away."""
        return sum(reference in body(letter) for letter in list(self.refused))

    def about(self, reference: str) -> list[EmailMessage]:
        return [
            letter for letter in list(self.letters) if reference in str(letter["subject"]) or reference in body(letter)
        ]

    def to(self, address: str) -> list[EmailMessage]:
        return [letter for letter in list(self.letters) if address in str(letter["to"])]

    @property
    def repeats(self) -> int:
        """Letters that came more than once, told by their Message-ID."""
        ids = Counter(str(letter["message-id"]) for letter in list(self.letters))
        return sum(ids.values()) - len(ids)


def body(letter: EmailMessage) -> str:
    part = letter.get_body(("plain",))
    return str(part.get_content()) if part else ""


@dataclass
class Gateway:
    """An HTTP server that takes SMS at /sms and webhooks anywhere else. `says` is the status it answers with."""

    says: int = 202
    came: list[dict[str, Any]] = field(default_factory=list)
    turned_away: int = 0

    def open(self) -> "Gateway":
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), _door(self))
        self.port = self._server.server_port
        self._thread = threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.05})
        self._thread.start()
        return self

    def close(self) -> None:
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def texts(self, reference: str) -> list[dict[str, Any]]:
        return [one for one in list(self.came) if reference in one["raw"]]

    @property
    def repeats(self) -> int:
        ids = Counter(one["told"].get("id") for one in list(self.came))
        return sum(ids.values()) - len(ids)


def _door(gateway: Gateway) -> type[BaseHTTPRequestHandler]:
    class Door(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            raw = self.rfile.read(int(self.headers.get("Content-Length") or 0)).decode("utf-8")
            if gateway.says < 300:
                gateway.came.append(
                    {"path": self.path, "headers": dict(self.headers), "raw": raw, "told": json.loads(raw)}
                )
            else:
                gateway.turned_away += 1
            self.send_response(gateway.says)
            if 300 <= gateway.says < 400:
                self.send_header("Location", gateway.url + "/elsewhere")
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, *_: object) -> None:
            """What came is in `came`."""

    return Door
