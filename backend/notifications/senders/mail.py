"""E-mail by SMTP; the Message-ID is the message's own, so a repeat can be told by whoever receives it."""

import smtplib
import ssl
from email.message import EmailMessage
from email.utils import formatdate
from urllib.parse import unquote, urlsplit
from uuid import UUID

from .outcome import NotSent

TIMEOUT = 15
FINAL = (550, 551, 553, 554)


def send(smtp_url: str, message_id: UUID, sender: str, to: str, subject: str, body: str) -> None:
    """Raises NotSent."""
    mail = EmailMessage()
    mail["Message-ID"] = f"<{message_id}@{sender.rsplit('@', 1)[-1]}>"
    mail["From"], mail["To"], mail["Subject"] = sender, to, subject
    mail["Date"] = formatdate()
    mail["Auto-Submitted"] = "auto-generated"
    mail.set_content(body)
    try:
        with _connected(smtp_url) as server:
            server.send_message(mail)
    except smtplib.SMTPRecipientsRefused as error:
        codes = [code for code, _ in error.recipients.values()]
        raise NotSent("refused", final=all(code in FINAL for code in codes)) from None
    except smtplib.SMTPDataError as error:
        raise NotSent("refused", final=error.smtp_code in FINAL) from None
    except smtplib.SMTPResponseException as error:
        raise NotSent(f"smtp_{error.smtp_code}") from None
    except (OSError, smtplib.SMTPException):
        raise NotSent("unreachable") from None


def _connected(smtp_url: str) -> smtplib.SMTP:
    place = urlsplit(smtp_url)
    if place.scheme == "smtps":
        server: smtplib.SMTP = smtplib.SMTP_SSL(
            place.hostname or "", place.port or 465, timeout=TIMEOUT, context=ssl.create_default_context()
        )
    else:
        server = smtplib.SMTP(place.hostname or "", place.port or 25, timeout=TIMEOUT)
        if place.scheme == "smtp+starttls":
            server.starttls(context=ssl.create_default_context())
    if place.username:
        server.login(unquote(place.username), unquote(place.password or ""))
    return server
