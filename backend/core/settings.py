"""Every setting in one place, read from the environment (and `.env`) once, at the start."""

import os
import secrets
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
CONTENT = ROOT / "content"
BUILD = ROOT / "build"

DEFAULT_RETRIES = "5,30,120,600,1800,3600,7200,14400"
"""Seconds between the tries to deliver one message: a little over seven hours in all."""


@dataclass(frozen=True)
class Oidc:
    """One OpenID Connect issuer: who says who somebody is."""

    issuer: str
    client_id: str
    client_secret: str = field(default="", repr=False)
    private_key: str = field(default="", repr=False)
    acr: str = ""


@dataclass(frozen=True)
class Settings:
    """The installation as it was asked to be. Field `x` is read from `HUNDRE_X`."""

    data_dir: Path
    database_url: str
    secret_key: str
    migrate_database_url: str = ""
    redis_url: str = ""
    host: str = "127.0.0.1"
    port: int = 8000
    port_given: bool = False
    base_url: str = ""
    municipalities: tuple[str, ...] = ("fjelldal", "havnes")
    default_municipality: str = "fjelldal"
    smtp_url: str = ""
    sms_url: str = ""
    webhook_hosts: tuple[str, ...] = ()
    files_url: str = ""
    oidc_citizen: Oidc | None = None
    oidc_staff: Oidc | None = None
    demo: bool = False
    retry_schedule: tuple[int, ...] = tuple(int(s) for s in DEFAULT_RETRIES.split(","))
    rate_limit: bool = True
    trusted_proxies: int = 0
    log_level: str = "INFO"

    @classmethod
    def from_environ(cls, **overrides: Any) -> "Settings":
        """Read the environment; `overrides` win. Makes and keeps a secret key when none is given."""
        env = {**_dotenv(), **os.environ}

        def get(name: str, default: str = "") -> str:
            return env.get(f"HUNDRE_{name}", default)

        data_dir = Path(overrides.pop("data_dir", None) or get("DATA_DIR", "instance")).resolve()
        served = _names(get("MUNICIPALITIES", "fjelldal,havnes"))
        values: dict[str, Any] = {
            "data_dir": data_dir,
            "database_url": get("DATABASE_URL") or f"sqlite:///{data_dir / 'hundre.sqlite3'}",
            "migrate_database_url": get("MIGRATE_DATABASE_URL"),
            "redis_url": get("REDIS_URL"),
            "host": get("HOST", "127.0.0.1"),
            "port": int(get("PORT", "8000")),
            "port_given": bool(get("PORT")),
            "base_url": get("BASE_URL"),
            "municipalities": served,
            "default_municipality": get("DEFAULT_MUNICIPALITY") or next(iter(served), ""),
            "smtp_url": get("SMTP_URL"),
            "sms_url": get("SMS_URL"),
            "webhook_hosts": _names(get("WEBHOOK_HOSTS")),
            "files_url": get("FILES_URL") or str(data_dir / "files"),
            "oidc_citizen": _oidc(get, "OIDC_CITIZEN"),
            "oidc_staff": _oidc(get, "OIDC_STAFF"),
            "demo": get("DEMO").lower() in ("1", "on", "true", "yes"),
            "retry_schedule": tuple(int(s) for s in get("RETRY_SCHEDULE", DEFAULT_RETRIES).split(",")),
            "rate_limit": get("RATE_LIMIT", "on").lower() != "off",
            "trusted_proxies": int(get("TRUSTED_PROXIES", "0")),
            "log_level": get("LOG_LEVEL", "INFO").upper(),
        }
        values["secret_key"] = get("SECRET_KEY")
        values.update(overrides)
        if not values["secret_key"]:
            values["secret_key"] = _kept_secret(data_dir)
        return cls(**values)

    @property
    def is_sqlite(self) -> bool:
        return self.database_url.startswith("sqlite")

    def listing(self) -> list[tuple[str, str]]:
        """(environment name, value) of every setting; secrets are only said to be there."""
        hidden = {"secret_key", "database_url", "migrate_database_url", "redis_url", "smtp_url", "sms_url"}
        rows = []
        for one in fields(self):
            if one.name == "port_given":
                continue
            value = getattr(self, one.name)
            plain = ",".join(map(str, value)) if isinstance(value, tuple) else str(value)
            shown = ("set" if value else "not set") if one.name in hidden else plain
            rows.append((f"HUNDRE_{one.name.upper()}", shown))
        return rows


def _names(text: str) -> tuple[str, ...]:
    return tuple(name.strip() for name in text.split(",") if name.strip())


def _oidc(get: Any, prefix: str) -> Oidc | None:
    issuer = get(f"{prefix}_ISSUER")
    if not issuer:
        return None
    return Oidc(
        issuer,
        get(f"{prefix}_CLIENT_ID"),
        get(f"{prefix}_CLIENT_SECRET"),
        get(f"{prefix}_PRIVATE_KEY"),
        get(f"{prefix}_ACR"),
    )


def _dotenv() -> dict[str, str]:
    file = Path(".env")
    if not file.is_file():
        return {}
    lines = (line.strip() for line in file.read_text("utf-8").splitlines())
    pairs = (line.split("=", 1) for line in lines if "=" in line and not line.startswith("#"))
    return {name.strip(): value.strip().strip("\"'") for name, value in pairs}


def _kept_secret(data_dir: Path) -> str:
    """The key made at the first start; `O_EXCL` so that two starting at once agree on one."""
    data_dir.mkdir(parents=True, exist_ok=True)
    file = data_dir / "secret_key"
    try:
        with os.fdopen(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as new:
            new.write(secrets.token_urlsafe(48))
    except FileExistsError:
        pass
    return file.read_text("ascii").strip()
