"""The machine burns, and everything is brought back from one file."""

import os
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from flask import Flask

from backend.app import create_app
from backend.core import audit
from backend.core.db import Base, db
from backend.core.settings import Settings
from backend.keeping import NotThisOne, back_up, bring_back
from backend.migrations import bring_up_to_date
from tests.conftest import _empty
from tests.people import House, picture
from tests.stores import POSTGRES, STORES, Store, make_store


@pytest.fixture
def told(house: House) -> dict[str, Any]:
    """A request with a photo, taken by staff, in a house that has seen some more."""
    phone = house.anonymous()
    photo = phone.send_photo(picture()).json["id"]
    accepted = phone.accepted(photos=[photo])
    house.signed_in("frontdesk").deed(accepted["reference"], "notes", text="Ringte. Ring igjen tirsdag.")
    house.anonymous("havnes").accepted(person={"postal_code": "9996"})
    with house.app.app_context():
        audit.seal_new()
    return {**accepted, "photo": photo}


@pytest.fixture
def burnt(app: Flask, settings: Settings, store: Store, told: dict[str, Any], tmp_path: Path) -> Path:
    """The backup, and nothing else."""
    file = tmp_path / "hundre.tar.gz"
    back_up(app, settings, file)
    _empty(store)
    for photo in Path(settings.files_url).rglob("*.jpg"):
        photo.unlink()
    return file


def test_everything_comes_back(house: House, app: Flask, settings: Settings, told: dict[str, Any], burnt: Path) -> None:
    counted = bring_back(app, settings, burnt)
    assert counted["case"] == 2
    page = house.anonymous().get(told["receipt"]).get_data(as_text=True)
    assert told["reference"] in page
    desk = house.signed_in("frontdesk")
    assert "Ringte. Ring igjen tirsdag." in desk.get(f"/ansatt/saker/{told['reference']}").get_data(as_text=True)
    assert desk.get(f"/ansatt/saker/{told['reference']}/bilder/{told['photo']}").status_code == 200
    with app.app_context():
        assert audit.verify() == []


def test_the_house_goes_on_where_it_was(
    house: House, app: Flask, settings: Settings, told: dict[str, Any], burnt: Path
) -> None:
    bring_back(app, settings, burnt)
    new = house.anonymous().accepted()
    assert new["reference"] > told["reference"]
    again = house.anonymous().get(told["receipt"])
    assert again.status_code == 200


def test_only_its_owner_may_read_the_file(burnt: Path) -> None:
    assert os.stat(burnt).st_mode & 0o777 == 0o600


def test_a_house_with_people_in_it_is_not_written_over(
    house: House, app: Flask, settings: Settings, burnt: Path
) -> None:
    kept = house.anonymous().accepted()["reference"]
    with pytest.raises(NotThisOne, match="not empty"):
        bring_back(app, settings, burnt)
    assert house.case(kept).status == "received"


def test_every_table_is_in_it(app: Flask, settings: Settings, told: dict[str, Any], tmp_path: Path) -> None:
    counted = back_up(app, settings, tmp_path / "x.tar.gz")
    assert counted.keys() == Base.metadata.tables.keys()


def test_what_was_kept_on_one_store_comes_back_on_the_other(
    burnt: Path, told: dict[str, Any], store: Store, settings: Settings, tmp_path: Path
) -> None:
    if POSTGRES not in os.environ:
        pytest.skip("asked for one store alone (make check)")
    other = make_store(next(name for name in STORES if name != store.name), tmp_path)
    moved = replace(
        settings, database_url=other.url, migrate_database_url=other.owner_url, data_dir=tmp_path,
        files_url=str(tmp_path / "files"),
    )  # fmt: skip
    made = create_app(moved)
    bring_up_to_date(made)
    assert bring_back(made, moved, burnt)["case"] == 2
    house = House(made)
    assert told["reference"] in house.anonymous().get(told["receipt"]).get_data(as_text=True)
    assert house.anonymous().accepted()["reference"] > told["reference"]
    with made.app_context():
        assert audit.verify() == []
        db.engine.dispose()
    other.drop()
