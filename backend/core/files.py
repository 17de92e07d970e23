"""Photos: decoded, turned upright, shrunk, re-encoded without position, kept, and forgotten by date."""

import hashlib
import io
import os
from collections.abc import Sequence
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import pillow_heif
from flask import current_app
from PIL import Image, ImageOps, UnidentifiedImageError
from sqlalchemy import Row, String, Uuid, bindparam, select, update
from sqlalchemy.orm import Mapped, mapped_column

from .clock import now
from .db import Base, Moment, OfMunicipality, db, every_municipality, transaction
from .errors import Busy, TooLarge, Unknown, WrongKind
from .rows import Question

MAX_BYTES = 15 * 1024 * 1024
MAX_PIXELS = 60_000_000
LONGEST_SIDE, THUMB_SIDE = 2048, 480
UNATTACHED_FOR = timedelta(days=2)
KINDS = ("JPEG", "PNG", "WEBP", "HEIF", "MPO")

pillow_heif.register_heif_opener()
Image.MAX_IMAGE_PIXELS = MAX_PIXELS


class PhotoTooLarge(TooLarge):
    key = "photo_too_large"


class PhotoWrongKind(WrongKind):
    key = "photo_wrong_kind"


class PhotoCorrupt(WrongKind):
    """Begins like a picture, but can't be read as one."""

    status, key = 422, "photo_corrupt"


class Photo(OfMunicipality, Base):
    """One stored photo. `owner` names what it hangs on; without owner it is soon forgotten."""

    __tablename__ = "photo"

    id: Mapped[UUID] = mapped_column(Uuid, primary_key=True, default=uuid4)
    sha256: Mapped[str] = mapped_column(String(64))
    width: Mapped[int] = mapped_column()
    height: Mapped[int] = mapped_column()
    owner: Mapped[str | None] = mapped_column(String(80), index=True)
    place: Mapped[int] = mapped_column(default=0)
    created_at: Mapped[datetime] = mapped_column(Moment, default=now)
    forget_at: Mapped[datetime] = mapped_column(Moment, index=True)


def keep(data: bytes) -> Photo:
    """Store one photo in the open transaction; raises the photo refusals above, `Busy` on a full disk."""
    upright = _decoded(data)
    photo = Photo(
        id=uuid4(), sha256=fingerprint(data), width=upright.width, height=upright.height,
        forget_at=now() + UNATTACHED_FOR,
    )  # fmt: skip
    db.session.add(photo)
    db.session.flush()
    _write(_path(photo), upright, LONGEST_SIDE)
    _write(_path(photo, thumb=True), upright, THUMB_SIDE)
    return photo


def fingerprint(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def _decoded(data: bytes) -> Image.Image:
    if len(data) > MAX_BYTES:
        raise PhotoTooLarge()
    try:
        image = Image.open(io.BytesIO(data))
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        raise PhotoTooLarge() from None
    except (UnidentifiedImageError, OSError, ValueError):
        raise PhotoWrongKind() from None
    if image.format not in KINDS:
        raise PhotoWrongKind()
    if image.width * image.height > MAX_PIXELS:
        raise PhotoTooLarge()
    try:
        image.draft("RGB", (LONGEST_SIDE, LONGEST_SIDE))
        upright = ImageOps.exif_transpose(image).convert("RGB")
    except Exception as error:  # decoders raise whatever they like on a broken picture
        raise PhotoCorrupt() from error
    upright.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
    return upright


def _write(path: Path, image: Image.Image, side: int) -> None:
    small = image.copy()
    small.thumbnail((side, side))
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("wb") as file:
            small.save(file, "JPEG", quality=84, optimize=True)
            file.flush()
            os.fsync(file.fileno())
    except OSError as error:
        raise Busy() from error


def _path(photo: Photo | Row[Any], thumb: bool = False) -> Path:
    name = f"{photo.id.hex}{'-small' if thumb else ''}.jpg"
    return Path(current_app.config["HUNDRE"].files_url) / photo.municipality_id / photo.id.hex[:2] / name


def attach(photo_ids: list[UUID], owner: Any, forget_at: datetime) -> list[Photo]:
    """Hang photos on their owner, in the order given. One that hangs elsewhere is unknown here."""
    photos = []
    for place, photo_id in enumerate(dict.fromkeys(photo_ids)):
        photo = db.session.scalar(select(Photo).where(Photo.id == photo_id).with_for_update())
        if photo is None or photo.owner not in (None, str(owner)):
            raise Unknown()
        photo.owner, photo.place, photo.forget_at = str(owner), place, forget_at
        photos.append(photo)
    return photos


_HANGING = Question(
    select(Photo.id, Photo.municipality_id, Photo.width, Photo.height, Photo.forget_at)
    .where(Photo.owner == bindparam("owner")).order_by(Photo.place)
)  # fmt: skip


def of(owner: Any) -> Sequence[Row[Any]]:
    """The photos that hang on this, in order: (id, municipality_id, width, height, forget_at)."""
    return _HANGING.rows(owner=str(owner))


def let_go(owner: Any) -> None:
    """Have them forgotten at the clockwork's next round."""
    db.session.execute(update(Photo).where(Photo.owner == str(owner)).values(forget_at=now()))


def fingerprints(photo_ids: list[UUID]) -> list[str]:
    """The content of photos, for comparing two sendings: the same picture sent twice is the same."""
    if not photo_ids:
        return []
    found = dict(db.session.execute(select(Photo.id, Photo.sha256).where(Photo.id.in_(photo_ids))).all())
    return [found.get(photo_id, str(photo_id)) for photo_id in photo_ids]


def read(photo: Photo | Row[Any], thumb: bool = False) -> bytes:
    try:
        return _path(photo, thumb).read_bytes()
    except FileNotFoundError:
        raise Unknown() from None


def forget_due() -> int:
    """Delete photos whose day has come, file first; how many."""
    with every_municipality(), transaction() as session:
        due = session.scalars(select(Photo).where(Photo.forget_at <= now()).limit(200)).all()
        for photo in due:
            _path(photo).unlink(missing_ok=True)
            _path(photo, thumb=True).unlink(missing_ok=True)
            session.delete(photo)
        return len(due)
