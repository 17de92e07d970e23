"""The local mailbox of the demo: catches every e-mail, SMS and webhook, and keeps each as a JSON file.

Speaks real SMTP and real HTTP on loopback, so that the senders of the demo are those of production.
`/dev/mailbox` reads the files.
"""

import asyncio
import json
import socket
from collections.abc import Mapping
from datetime import UTC, datetime
from email import message_from_bytes, policy
from email.message import MIMEPart
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any
from urllib.parse import urlsplit
from uuid import uuid4

from aiosmtpd.smtp import SMTP, Envelope

from .application import MAILBOX_HTTP_PORT, MAILBOX_SMTP_PORT, settings
from .processes import Stop

LARGEST = 10_000_000


class Shelf:
    """A folder with one JSON file for each thing that came, named so that they sort by time."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        folder.mkdir(parents=True, exist_ok=True)

    def keep(self, kind: str, thing: Mapping[str, Any]) -> str:
        came, name = datetime.now(UTC), uuid4().hex
        whole = {"id": name, "kind": kind, "came_at": came.isoformat(), **thing}
        unfinished = self.folder / f".{name}"
        unfinished.write_text(json.dumps(whole, ensure_ascii=False, indent=1), "utf-8")
        unfinished.rename(self.folder / f"{came:%Y%m%dT%H%M%S.%f}-{kind}-{name[:8]}.json")
        return name


class Letters:
    """What aiosmtpd calls for each e-mail."""

    def __init__(self, shelf: Shelf) -> None:
        self._shelf = shelf

    async def handle_DATA(self, _server: Any, _session: Any, envelope: Envelope) -> str:  # noqa: N802
        content = envelope.content if isinstance(envelope.content, bytes) else (envelope.content or "").encode()
        self._shelf.keep("email", {"from": envelope.mail_from, "to": envelope.rcpt_tos, **_read(content)})
        return "250 kept"


def _read(content: bytes) -> dict[str, Any]:
    message = message_from_bytes(content, policy=policy.default)
    parts = {kind: message.get_body((kind,)) for kind in ("plain", "html")}
    return {
        "message_id": str(message["message-id"] or ""),
        "subject": str(message["subject"] or ""),
        "headers": {name: str(value) for name, value in message.items()},
        "text": _words(parts["plain"]),
        "html": _words(parts["html"]),
    }


def _words(part: MIMEPart | None) -> str:
    return str(part.get_content()) if part is not None else ""


def http_handler(shelf: Shelf) -> type[BaseHTTPRequestHandler]:
    """An SMS gateway at /sms and a sink for webhooks at /webhook/<name>."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            kind = {"sms": "sms", "webhook": "webhook"}.get(self.path.strip("/").split("/")[0])
            length = int(self.headers.get("Content-Length") or 0)
            if kind is None or length > LARGEST:
                self._answer(404 if kind is None else 413, {})
                return
            body = self.rfile.read(length).decode("utf-8", "replace")
            kept = shelf.keep(kind, {"path": self.path, "headers": dict(self.headers), "body": body, **_fields(body)})
            self._answer(202, {"id": kept})

        def _answer(self, status: int, body: Mapping[str, str]) -> None:
            content = json.dumps(body).encode()
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

        def log_message(self, *_: object) -> None:
            """What is received is kept on the shelf and named nowhere else."""

    return Handler


def _fields(body: str) -> dict[str, Any]:
    """What an SMS or a webhook says, by the same names as an e-mail's."""
    try:
        told = json.loads(body)
    except ValueError:
        return {}
    if not isinstance(told, dict):
        return {}
    to = [str(told["to"])] if "to" in told else []
    return {"to": to, "text": str(told.get("text", "")), "message_id": str(told.get("id", ""))}


def serve(shelf: Shelf, smtp: socket.socket, http: socket.socket) -> None:
    """Receive on two open sockets until told to stop."""
    stop = Stop()
    web = ThreadingHTTPServer(http.getsockname()[:2], http_handler(shelf), bind_and_activate=False)
    web.socket.close()
    web.socket = http
    Thread(target=web.serve_forever, daemon=True).start()
    Thread(target=asyncio.run, args=(_receive_letters(shelf, smtp),), daemon=True).start()
    while not stop.wait(3600):
        continue


def open_at(folder: Path, smtp: socket.socket, http: socket.socket) -> None:
    """What the supervisor starts."""
    serve(Shelf(folder), smtp, http)


async def _receive_letters(shelf: Shelf, listening: socket.socket) -> None:
    letters = Letters(shelf)
    server = await asyncio.get_running_loop().create_server(
        lambda: SMTP(letters, data_size_limit=LARGEST, enable_SMTPUTF8=True, ident="Hundre mailbox"), sock=listening
    )
    await server.serve_forever()


def main() -> None:
    """Alone, it listens where the settings say that mail and SMS go."""
    chosen = settings()
    smtp = socket.create_server(("127.0.0.1", urlsplit(chosen.smtp_url).port or MAILBOX_SMTP_PORT))
    http = socket.create_server(("127.0.0.1", urlsplit(chosen.sms_url).port or MAILBOX_HTTP_PORT))
    serve(Shelf(chosen.data_dir / "mailbox"), smtp, http)


if __name__ == "__main__":
    main()
