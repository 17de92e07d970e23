"""Photos: which are taken, which are refused by name, and what is left of them in the house."""

import io
import struct
import zlib
from datetime import timedelta
from pathlib import Path

import pytest
from PIL import Image

from backend.core import files
from backend.core.clock import now
from backend.core.db import transaction
from backend.core.files import MAX_BYTES, Photo
from backend.desk.models import Case
from tests.people import House, every_municipality_of, picture

GPS = 0x8825


def stored(house: House) -> list[Path]:
    return sorted(Path(house.app.config["HUNDRE"].files_url).rglob("*.jpg"))


def opened(file: Path) -> Image.Image:
    return Image.open(io.BytesIO(file.read_bytes()))


@pytest.fixture(autouse=True)
def _no_photos_left(house: House):
    for file in stored(house):
        file.unlink()


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "HEIF"])
def test_what_a_phone_takes_is_taken_and_kept_as_jpeg(house: House, kind: str) -> None:
    answer = house.anonymous().send_photo(picture(kind))
    assert answer.status_code == 201, answer.json
    assert [opened(file).format for file in stored(house)] == ["JPEG", "JPEG"]


def test_a_large_photo_is_made_smaller(house: House) -> None:
    house.anonymous().send_photo(picture(size=(5000, 3000)))
    assert sorted(max(opened(file).size) for file in stored(house)) == [files.THUMB_SIDE, files.LONGEST_SIDE]


def test_where_it_was_taken_is_gone_and_it_stands_upright(house: House) -> None:
    exif = Image.Exif()
    exif[0x0110], exif[0x0112] = "Telefonen til Gunvor", 6
    exif.get_ifd(GPS)[2] = (63.0, 24.0, 1.0)
    answer = house.anonymous().send_photo(picture(size=(640, 480), exif=exif.tobytes()))
    assert answer.status_code == 201
    for file in stored(house):
        kept = opened(file)
        assert dict(kept.getexif()) == {}
        assert dict(kept.getexif().get_ifd(GPS)) == {}
        assert b"Gunvor" not in file.read_bytes()
        assert kept.height > kept.width


def test_too_many_bytes_are_refused(house: House) -> None:
    assert house.anonymous().send_photo(picture() + b"0" * MAX_BYTES).status_code == 413
    assert stored(house) == []


def test_a_body_larger_than_any_photo_is_refused(house: House) -> None:
    assert house.anonymous().send_photo(b"0" * (21 * 1024 * 1024)).status_code == 413


def bomb() -> bytes:
    """A PNG of a few kilobytes that wants to be 40 000 x 40 000 pixels."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = struct.pack(">IIBBBBB", 40_000, 40_000, 8, 0, 0, 0, 0)
    body = zlib.compress(bytes(1_000_000), 9)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", body) + chunk(b"IEND", b"")


def wide(side: int) -> bytes:
    out = io.BytesIO()
    Image.new("1", (side, side)).save(out, "PNG")
    return out.getvalue()


@pytest.mark.parametrize("data", [bomb(), wide(9000)], ids=["bomb", "more pixels than we take"])
def test_a_picture_that_unfolds_too_far_is_refused(house: House, data: bytes) -> None:
    answer = house.anonymous().send_photo(data)
    assert answer.status_code == 413, answer.json
    assert stored(house) == []


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"hello",
        b"%PDF-1.7\n",
        b"<svg xmlns='http://www.w3.org/2000/svg'/>",
        picture("GIF"),
        picture("BMP"),
        picture("TIFF"),
    ],
    ids=["nothing", "text", "pdf", "svg", "gif", "bmp", "tiff"],
)
def test_what_is_no_photo_is_refused_in_words(house: House, data: bytes) -> None:
    answer = house.anonymous().send_photo(data)
    assert answer.status_code == 415
    assert answer.json["title"]
    assert stored(house) == []


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "HEIF"])
def test_a_broken_photo_is_refused(house: House, kind: str) -> None:
    whole = picture(kind, size=(900, 700))
    answer = house.anonymous().send_photo(whole[: len(whole) // 2])
    assert answer.status_code in (415, 422), answer.json
    assert house.count(Photo) == 0
    assert stored(house) == []


def test_six_photos_but_not_seven(house: House) -> None:
    phone = house.anonymous()
    photos = [phone.send_photo(picture(colour=f"#00{n}")).json["id"] for n in range(7)]
    assert phone.ask(photos=photos).status_code == 422
    assert phone.ask(photos=photos[:6]).status_code == 201


def test_a_photo_of_another_request_or_municipality_is_unknown(house: House) -> None:
    phone = house.anonymous()
    photo = phone.send_photo(picture()).json["id"]
    assert phone.ask(photos=[photo]).status_code == 201
    assert phone.ask(photos=[photo]).status_code == 404
    fresh = phone.send_photo(picture(colour="#123")).json["id"]
    assert house.anonymous("havnes").ask(photos=[fresh], person={"postal_code": "9996"}).status_code == 404
    assert house.count(Case) == 1


def test_photos_keep_the_order_they_were_given_in(house: House) -> None:
    phone = house.anonymous()
    given = [phone.send_photo(picture(colour=colour)).json["id"] for colour in ("#f00", "#0f0", "#00f")]
    order = [given[2], given[0], given[1]]
    reference = phone.accepted(photos=order)["reference"]
    with house.work():
        owner = f"advice_request:{house.case(reference).subject_id}"
    with house.work():
        assert [str(photo.id) for photo in files.of(owner)] == order


def test_a_photo_that_got_no_request_is_forgotten_with_its_files(house: House) -> None:
    house.anonymous().send_photo(picture())
    with every_municipality_of(house.app), transaction() as session:
        for photo in session.query(Photo):
            photo.forget_at = now() - timedelta(seconds=1)
    with house.app.app_context():
        assert files.forget_due() == 1
    assert house.count(Photo) == 0
    assert stored(house) == []
