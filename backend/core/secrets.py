"""Keys derived from the installation's one secret: for comparing, for sealing, for tokens."""

import base64
import hashlib
import hmac
import secrets
from functools import lru_cache

from cryptography.fernet import Fernet
from flask import current_app


def new_token() -> str:
    """128 bits for a link that opens one thing."""
    return secrets.token_urlsafe(16)


def digest(token: str) -> str:
    """What the store keeps of a token: it can be compared, never used."""
    return hashlib.sha256(token.encode()).hexdigest()


def keyed(purpose: str, value: str) -> str:
    """A keyed fingerprint: equal values meet, nobody without the key can try them out."""
    return hmac.new(_key(_secret(), purpose), value.encode("utf-8", "surrogatepass"), hashlib.sha256).hexdigest()


def sealed(purpose: str, text: str) -> str:
    return _fernet(_secret(), purpose).encrypt(text.encode()).decode()


def opened(purpose: str, seal: str) -> str:
    """Raises `cryptography.fernet.InvalidToken` when the seal is not ours."""
    return _fernet(_secret(), purpose).decrypt(seal.encode()).decode()


def _secret() -> str:
    return current_app.config["SECRET_KEY"]


@lru_cache(maxsize=32)
def _key(secret: str, purpose: str) -> bytes:
    return hmac.new(secret.encode(), b"hundre:" + purpose.encode(), hashlib.sha256).digest()


@lru_cache(maxsize=32)
def _fernet(secret: str, purpose: str) -> Fernet:
    return Fernet(base64.urlsafe_b64encode(_key(secret, purpose)))
