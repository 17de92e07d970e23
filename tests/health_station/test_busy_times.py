"""A nurse's own calendar, which we did not write, says when she is busy; nobody is booked then."""

import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, time, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from io import BytesIO
from typing import Any

import pytest
from flask import Flask
from werkzeug.datastructures import FileStorage
from werkzeug.test import encode_multipart

from backend.core.clock import OSLO
from backend.core.db import db, every_municipality, transaction
from backend.core.outbox import Outbox
from backend.health_station.models import BusyTime, StationResource, Visit
from backend.health_station.service import importing
from backend.health_station.service.calendars import CalendarUnreadable, busy_from
from backend.places.models import InLine
from tasks import application, duties
from tasks.jobs import deliver
from tests.health_station.test_plans import book, coming, desk, named, page_of, save, slot_at, starts, station
from tests.people import Browser, House

__all__ = ["desk", "station"]
ANNE, OLA = "Sykepleier Anne", "Fysioterapeut Ola"
FIRST = datetime(2027, 1, 4, tzinfo=UTC)
OUTLOOK = """BEGIN:VCALENDAR
METHOD:PUBLISH
PRODID:Microsoft Exchange Server 2010
VERSION:2.0
X-WR-CALNAME:Kalender
BEGIN:VTIMEZONE
TZID:W. Europe Standard Time
BEGIN:STANDARD
DTSTART:16010101T030000
TZOFFSETFROM:+0200
TZOFFSETTO:+0100
RRULE:FREQ=YEARLY;INTERVAL=1;BYDAY=-1SU;BYMONTH=10
END:STANDARD
BEGIN:DAYLIGHT
DTSTART:16010101T020000
TZOFFSETFROM:+0100
TZOFFSETTO:+0200
RRULE:FREQ=YEARLY;INTERVAL=1;BYDAY=-1SU;BYMONTH=3
END:DAYLIGHT
END:VTIMEZONE
%s
END:VCALENDAR
"""
GOOGLE = """BEGIN:VCALENDAR
PRODID:-//Google Inc//Google Calendar 70.9054//EN
VERSION:2.0
CALSCALE:GREGORIAN
METHOD:PUBLISH
X-WR-CALNAME:anne@example.org
X-WR-TIMEZONE:Europe/Oslo
%s
END:VCALENDAR
"""


def event(**lines: str) -> str:
    told = {"UID": f"{abs(hash(str(lines)))}@example.org", "DTSTAMP": "20261101T080000Z", "SUMMARY": "Privat hos lege"}
    told |= {name.replace("__", ";").replace("_", "-"): value for name, value in lines.items()}
    return "\n".join(["BEGIN:VEVENT", *(f"{name}:{value}" for name, value in told.items()), "END:VEVENT"])


def in_zone(name: str, moment: str, zone: str = "W. Europe Standard Time") -> dict[str, str]:
    return {f"{name}__TZID={zone}": moment}


def file_of(kind: str, *events: str) -> bytes:
    return (kind % "\n".join(events)).replace("\n", "\r\n").encode()


def busy(ics: bytes, days: int = 28) -> list[tuple[str, str]]:
    found = busy_from(ics, FIRST, FIRST + timedelta(days=days))
    return [(f"{start.astimezone(OSLO):%d.%m. %H.%M}", f"{end.astimezone(OSLO):%d.%m. %H.%M}") for start, end in found]


WEEKLY = event(
    **in_zone("DTSTART", "20261201T100000"), **in_zone("DTEND", "20261201T113000"),
    RRULE="FREQ=WEEKLY;UNTIL=20270119T090000Z;INTERVAL=1;BYDAY=TU;WKST=MO",
    **in_zone("EXDATE", "20270112T100000"), TRANSP="OPAQUE", X_MICROSOFT_CDO_BUSYSTATUS="BUSY",
)  # fmt: skip


def test_what_comes_again_each_week_is_busy_each_week_but_for_the_day_taken_out():
    assert busy(file_of(OUTLOOK, WEEKLY)) == [("05.01. 10.00", "05.01. 11.30"), ("19.01. 10.00", "19.01. 11.30")]


def test_a_day_that_was_moved_counts_where_it_was_moved_to():
    series = event(UID="a", DTSTART="20270105T080000Z", DTEND="20270105T090000Z", RRULE="FREQ=WEEKLY;COUNT=2")
    moved = event(UID="a", DTSTART="20270113T120000Z", DTEND="20270113T123000Z", RECURRENCE_ID="20270112T080000Z")
    assert busy(file_of(GOOGLE, series, moved)) == [("05.01. 09.00", "05.01. 10.00"), ("13.01. 13.00", "13.01. 13.30")]


@pytest.mark.parametrize(
    ("lines", "found"),
    [
        ({"DTSTART__VALUE=DATE": "20270106", "DTEND__VALUE=DATE": "20270108"}, [("06.01. 00.00", "08.01. 00.00")]),
        ({"DTSTART__VALUE=DATE": "20270106"}, [("06.01. 00.00", "07.01. 00.00")]),
        ({"DTSTART": "20270106T100000", "DTEND": "20270106T110000"}, [("06.01. 10.00", "06.01. 11.00")]),
        ({"DTSTART": "20270106T100000Z", "DURATION": "PT45M"}, [("06.01. 11.00", "06.01. 11.45")]),
        (
            in_zone("DTSTART", "20270106T100000", "Europe/London") | {"DURATION": "PT1H"},
            [("06.01. 11.00", "06.01. 12.00")],
        ),
        ({"DTSTART": "20270106T100000Z", "DTEND": "20270106T100000Z"}, []),
        ({"DTSTART": "20270106T100000Z"}, []),
        ({"DTSTART": "20270106T100000Z", "DURATION": "PT1H", "TRANSP": "TRANSPARENT"}, []),
        ({"DTSTART": "20270106T100000Z", "DURATION": "PT1H", "STATUS": "CANCELLED"}, []),
        ({"DTSTART": "20200106T100000Z", "DURATION": "PT1H"}, []),
        ({"DTSTART": "20270101T100000Z", "DTEND": "20280101T100000Z"}, [("04.01. 01.00", "01.02. 01.00")]),
        (
            {"DTSTART": "20270106T100000Z", "DURATION": "PT1H", "RDATE": "20270107T100000Z"},
            [("06.01. 11.00", "06.01. 12.00"), ("07.01. 11.00", "07.01. 12.00")],
        ),
    ],
)
def test_each_kind_of_entry_is_read_as_it_is_meant(lines: dict[str, str], found: list[tuple[str, str]]):
    assert busy(file_of(GOOGLE, event(**lines))) == found


def test_spells_that_touch_are_one():
    ends = [("08", "10"), ("09", "11"), ("11", "12"), ("13", "14")]
    events = [event(DTSTART=f"20270106T{a}0000Z", DTEND=f"20270106T{b}0000Z") for a, b in ends]
    assert busy(file_of(GOOGLE, *events)) == [("06.01. 09.00", "06.01. 13.00"), ("06.01. 14.00", "06.01. 15.00")]


@pytest.mark.parametrize(
    ("day", "hours"), [(date(2027, 3, 28), 23), (date(2027, 10, 31), 25), (date(2027, 3, 29), 24)]
)
def test_a_whole_day_is_as_long_as_that_day_is_in_norway(day: date, hours: int):
    ics = file_of(GOOGLE, event(**{"DTSTART__VALUE=DATE": f"{day:%Y%m%d}"}))
    first = datetime.combine(day, time(0), UTC) - timedelta(days=2)
    assert [end - start for start, end in busy_from(ics, first, first + timedelta(days=7))] == [timedelta(hours=hours)]


def test_a_weekly_hour_stays_at_its_hour_when_the_clock_is_changed():
    entry = event(**in_zone("DTSTART", "20270325T090000"), DURATION="PT1H", RRULE="FREQ=WEEKLY;COUNT=2")
    ics = file_of(OUTLOOK, entry)
    found = busy_from(ics, datetime(2027, 3, 20, tzinfo=UTC), datetime(2027, 4, 10, tzinfo=UTC))
    assert [start.hour for start, _ in found] == [8, 7]
    assert [start.astimezone(OSLO).hour for start, _ in found] == [9, 9]


def test_a_zone_that_one_calendar_made_up_is_not_another_s():
    made_up = OUTLOOK.replace("W. Europe Standard Time", "Vår tid").replace("+0100", "+0900").replace("+0200", "+0900")
    ours = OUTLOOK.replace("W. Europe Standard Time", "Vår tid")
    entry = event(**in_zone("DTSTART", "20270106T100000", "Vår tid"), DURATION="PT1H")
    assert busy(file_of(made_up, entry)) == [("06.01. 02.00", "06.01. 03.00")]
    assert busy(file_of(ours, entry)) == [("06.01. 10.00", "06.01. 11.00")]


@pytest.mark.parametrize(
    ("ics", "why"),
    [
        (b"", "unreadable"), (b"hei", "unreadable"), (b"\xff\xfe" * 50, "unreadable"), (b"<html></html>", "unreadable"),
        (file_of(GOOGLE, event(DTSTART="20270106T100000Z"))[:-40], "unreadable"),
        (b"x" * (2 * 1024 * 1024 + 1), "too_large"),
        (file_of(GOOGLE, event(DTSTART="20270106T100000Z", DURATION="PT1S", RRULE="FREQ=SECONDLY")), "too_much"),
        (file_of(GOOGLE, event(DTSTART="20270106T100000Z", DURATION="PT1S", RRULE="FREQ=MIN\n UTELY")), "too_much"),
        (file_of(GOOGLE, event(DTSTART="19000106T100000Z", DURATION="PT1S", RRULE="FREQ=HOURLY")), "too_much"),
        (file_of(GOOGLE, *[event(UID=str(n), DTSTART="20270104T100000Z", DURATION="PT1M", RRULE="FREQ=DAILY")
                           for n in range(200)]), "too_much"),
    ],
)  # fmt: skip
def test_what_is_no_calendar_or_too_much_of_one_is_refused_by_name(ics: bytes, why: str):
    with pytest.raises(CalendarUnreadable) as refused:
        busy_from(ics, FIRST, FIRST + timedelta(days=90))
    assert refused.value.why == why


# --- Over the net


@dataclass
class Calendars:
    """A real web server with one calendar. `says` is its status."""

    ics: bytes = b""
    says: int = 200
    asked: list[str] = field(default_factory=list)

    def open(self) -> "Calendars":
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), _door(self))
        self.host = f"127.0.0.1:{self._server.server_port}"
        self._thread = threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.05})
        self._thread.start()
        return self

    def close(self) -> None:
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()


def _door(calendars: Calendars) -> type[BaseHTTPRequestHandler]:
    class Door(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            calendars.asked.append(self.path)
            self.send_response(calendars.says)
            self.send_header("Content-Type", "text/calendar")
            if calendars.says == 302:
                self.send_header("Location", f"http://{calendars.host}/other.ics")
            self.end_headers()
            self.wfile.write(calendars.ics)

        def log_message(self, *_: Any) -> None:
            """Silent."""

    return Door


@pytest.fixture
def calendars(app: Flask, monkeypatch: pytest.MonkeyPatch) -> Iterator[Calendars]:
    """Named by the operator, so that it may be asked."""
    made = Calendars().open()
    monkeypatch.setitem(app.config, "HUNDRE", replace(app.config["HUNDRE"], webhook_hosts=(made.host,)))
    monkeypatch.setattr(application, "_inherited", [app])
    application.application.cache_clear()
    yield made
    made.close()


@pytest.fixture
def follow(house: House, desk: Browser, calendars: Calendars) -> Callable[[bytes], None]:
    """Anne's calendar is this one, and only she is at work."""
    save(desk, page_of(house, OLA), name=OLA)

    def at(ics: bytes) -> None:
        calendars.ics = ics
        sent = {"deed": "follow", "address": f"http://{calendars.host}/anne.ics"}
        assert desk.post(page_of(house, ANNE), data=sent).status_code == 303
        work(house)

    return at


def work(house: House) -> int:
    """What the workers do with the calendars that are to be read."""
    rows = house.rows(Outbox, Outbox.topic == importing.TOPIC, Outbox.done_at.is_(None))
    for row in rows:
        deliver(row.id)
    assert not house.rows(Outbox, Outbox.topic == importing.TOPIC, Outbox.done_at.is_(None))
    return len(rows)


def meeting(day: date, begins: str = "0900", ends: str = "1100") -> bytes:
    moments = in_zone("DTSTART", f"{day:%Y%m%d}T{begins}00") | in_zone("DTEND", f"{day:%Y%m%d}T{ends}00")
    return file_of(OUTLOOK, event(**moments, RRULE="FREQ=WEEKLY;COUNT=2"))


def test_a_calendar_of_another_system_blocks_the_right_times(
    house: House, desk: Browser, follow: Callable[[bytes], None]
):
    tuesday = coming(1)
    assert starts(house, tuesday) == ["09.00", "10.15", "11.30", "12.45"]
    follow(meeting(tuesday))
    assert starts(house, tuesday) == ["11.00", "12.15", "13.30"]
    assert book(house, slot_at(tuesday, "09:00")).status_code == 422
    assert "Lest " in desk.get(page_of(house, ANNE)).text


def test_nothing_of_what_she_does_is_kept(house: House, follow: Callable[[bytes], None]):
    follow(meeting(coming(1)))
    assert house.count(BusyTime) >= 1
    assert set(BusyTime.__table__.columns.keys()) == {"id", "municipality_id", "resource_id", "start", "end"}


@pytest.mark.parametrize(
    ("ics", "says", "words"),
    [(b"hei", 200, "ikke en kalender"), (b"", 500, "ga oss ingen kalender"), (b"", 302, "ga oss ingen kalender"),
     (b"x" * (2 * 1024 * 1024 + 1), 200, "for stor")],
)  # fmt: skip
def test_what_was_read_last_counts_while_there_is_trouble(
    house: House, desk: Browser, follow: Callable[[bytes], None], calendars: Calendars, ics: bytes, says: int,
    words: str,
):  # fmt: skip
    tuesday = coming(1)
    follow(meeting(tuesday))
    calendars.ics, calendars.says = ics, says
    anne = named(house, ANNE)
    with house.work(), transaction():
        importing.ask_for(anne)
    work(house)
    assert calendars.asked == ["/anne.ics", "/anne.ics"]
    assert starts(house, tuesday)[0] == "11.00"
    page = desk.get(page_of(house, ANNE)).text
    assert words in page
    assert "Det vi leste sist, gjelder fortsatt" in page
    assert "Får ikke lest kalenderen" in desk.get("/ansatt/timebok/planer").text


def test_an_address_we_may_not_ask_is_trouble_and_not_a_fault(
    house: House, desk: Browser, calendars: Calendars
):
    sent = {"deed": "follow", "address": "https://127.0.0.1:9/anne.ics"}
    assert desk.post(page_of(house, ANNE), data=sent).status_code == 303
    work(house)
    assert named(house, ANNE).calendar_trouble == "not_allowed"
    assert "Den adressen kan vi ikke lese fra" in desk.get(page_of(house, ANNE)).text


def test_an_inner_address_is_never_asked(house: House, desk: Browser, calendars: Calendars):
    for address in (f"https://{calendars.host.replace('127.0.0.1', 'localhost')}/x.ics", "https://[::1]/x.ics"):
        desk.post(page_of(house, ANNE), data={"deed": "follow", "address": address})
        work(house)
        assert named(house, ANNE).calendar_trouble == "not_allowed"
    assert calendars.asked == []


def test_the_clockwork_asks_for_each_calendar_once_though_it_runs_three_times(
    house: House, follow: Callable[[bytes], None], calendars: Calendars, app: Flask
):
    follow(meeting(coming(1)))
    age(house)
    duty = next(one for one in duties.DUTIES if one.do is importing.ask_for_all)
    for _ in range(3):
        with app.app_context(), every_municipality():
            duty.do()
    assert work(house) == 1
    assert len(calendars.asked) == 2


def age(house: House) -> None:
    """As if the last time was a quarter of an hour ago."""
    with house.app.app_context(), every_municipality(), transaction():
        for row in db.session.query(Outbox).filter(Outbox.topic == importing.TOPIC):
            row.wanted_at -= timedelta(minutes=15)


def test_a_visit_that_is_booked_stays_when_the_calendar_says_busy_and_the_page_says_so(
    house: House, desk: Browser, follow: Callable[[bytes], None]
):
    tuesday = coming(1)
    assert book(house, slot_at(tuesday, "09:00")).status_code == 201
    follow(meeting(tuesday))
    page = desk.get(page_of(house, ANNE)).text
    assert "Opptatt i kalenderen." in page
    assert house.rows(Visit)[0].state == "booked"


def test_time_that_the_calendar_sets_free_goes_first_to_whoever_waits(
    house: House, desk: Browser, follow: Callable[[bytes], None], calendars: Calendars
):
    save(desk, page_of(house, ANNE), name=ANNE)
    tuesday = coming(1)
    follow(meeting(tuesday))
    desk.post(page_of(house, ANNE), data={"deed": "except", "first": str(tuesday), "hours": "9-10.15"})
    told = {"visit_type": "first_talk", "name": "Per", "phone": "900 00 002", "channel": "sms"}
    assert house.anonymous().command("/api/v1/health-station/waiting-list", told).status_code == 201
    assert [entry.state for entry in house.rows(InLine)] == ["waiting"]
    follow(meeting(tuesday, "1200", "1300"))
    assert [entry.state for entry in house.rows(InLine)] == ["offered"]


def test_without_the_address_her_time_is_free_again(house: House, desk: Browser, follow: Callable[[bytes], None]):
    tuesday = coming(1)
    follow(meeting(tuesday))
    desk.post(page_of(house, ANNE), data={"deed": "follow", "address": ""})
    assert starts(house, tuesday)[0] == "09.00"
    assert house.count(BusyTime) == 0


def send(desk: Browser, path: str, ics: bytes) -> Any:
    boundary, body = encode_multipart({"deed": "file", "file": FileStorage(BytesIO(ics), "kalender.ics")})
    return desk.post(path, data=body, content_type=f"multipart/form-data; boundary={boundary}")


def test_a_file_does_as_well_as_an_address(house: House, desk: Browser):
    tuesday = coming(1)
    save(desk, page_of(house, OLA), name=OLA)
    assert send(desk, page_of(house, ANNE), meeting(tuesday)).status_code == 303
    assert starts(house, tuesday)[0] == "11.00"
    refused = send(desk, page_of(house, ANNE), b"hei")
    assert (refused.status_code, "ikke en kalender" in refused.text) == (422, True)
    assert starts(house, tuesday)[0] == "11.00"
    assert send(desk, page_of(house, ANNE), b"x" * (2 * 1024 * 1024 + 1)).status_code == 422


def test_a_server_that_has_gone_home_is_said_in_words(
    house: House, desk: Browser, follow: Callable[[bytes], None], app: Flask, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setitem(app.config, "HUNDRE", replace(app.config["HUNDRE"], webhook_hosts=("127.0.0.1:9",)))
    desk.post(page_of(house, ANNE), data={"deed": "follow", "address": "http://127.0.0.1:9/anne.ics"})
    work(house)
    assert "Vi fikk ikke svar fra adressen" in desk.get(page_of(house, ANNE)).text


def test_only_somebody_who_works_has_a_calendar(house: House, desk: Browser):
    told = {"deed": "follow", "address": "https://example.org/x.ics"}
    assert desk.post(page_of(house, "Samtalerom 1"), data=told).status_code == 422
    assert house.rows(StationResource, StationResource.calendar_url != "") == []
