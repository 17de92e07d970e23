"""The structures experts edit hold together: questions, signals, outcomes, municipalities, numbers."""

from pathlib import Path
from typing import Any

import pytest
import yaml

CONTENT = Path(__file__).parents[2] / "content"


def tree(name: str) -> Any:
    return yaml.load((CONTENT / f"{name}.yaml").read_text("utf-8"), yaml.CSafeLoader)


CHECK, REQUEST, PRIORITIES, FLAGS = map(
    tree, ("housing/home_check", "housing/request", "housing/priorities", "safety/red_flags")
)
MUNICIPALITIES = [tree(f"municipalities/{name}") for name in ("fjelldal", "havnes")]
SIGNALS = {signal["id"]: signal for signal in PRIORITIES["signals"]}
FIELDS = {field["name"]: field for part in [*REQUEST["questions"], REQUEST["photos"]] for field in part["fields"]}
CHOICES = [choice for field in FIELDS.values() for choice in field.get("choices", [])]
ADVICE = [advice for question in CHECK["questions"] for advice in question["advice"]]


def name_of(thing: Any) -> str:
    return str(thing.get("id") or thing.get("name") or said(thing["title"]))


def said(words: dict[str, str]) -> str:
    return words["nb"]


def test_the_request_never_asks_more_than_eight_questions() -> None:
    assert len(REQUEST["questions"]) <= 8


def test_no_question_asks_for_two_heaps_of_choices() -> None:
    """Stiff fingers and tired eyes: one list to read on each page, and photos are asked of nobody."""
    kinds = [[field["type"] for field in question["fields"]] for question in REQUEST["questions"]]
    assert all(types.count("checkboxes") <= 1 and "photos" not in types for types in kinds)


def test_what_hastens_an_answer_is_said_of_oneself_and_of_another_alike() -> None:
    """The same list is read by the resident, by a helper, and by somebody who worries."""
    told = [choice["label"] for choice in FIELDS["signals[]"]["choices"]]
    assert not [words for words in told if {"jeg", "meg", "min"} & set(words["nb"].lower().split())]


def test_staff_see_a_signal_in_the_residents_own_words() -> None:
    telling = [choice for choice in CHOICES if "signal" in choice]
    assert telling
    assert all(choice["label"] == SIGNALS[choice["signal"]]["words"] for choice in telling)


def test_only_danger_now_stops_a_request() -> None:
    red = [choice["value"] for choice in CHOICES if choice.get("flag") == "red"]
    assert red == ["danger_now"]
    assert [signal for signal, facts in SIGNALS.items() if facts["level"] == "P0"] == red


@pytest.mark.parametrize("thing", [*REQUEST["questions"], REQUEST["photos"], *FIELDS.values()], ids=name_of)
def test_what_shows_only_sometimes_hangs_on_an_answer_that_exists(thing: dict[str, Any]) -> None:
    for rule in (thing.get("show_if"), thing.get("required_if")):
        if rule:
            name, values = rule.split("=")
            assert set(values.split(",")) <= {choice["value"] for choice in FIELDS[name]["choices"]}


@pytest.mark.parametrize("question", CHECK["questions"], ids=name_of)
def test_the_home_check_leads_to_known_rooms_outcomes_and_signals(question: dict[str, Any]) -> None:
    answers = {answer["value"] for answer in question.get("answers") or CHECK["answers"]}
    assert question["room"] in {room["id"] for room in CHECK["rooms"]}
    assert question.get("signal", "toilet") in SIGNALS
    for advice in question["advice"]:
        assert advice["outcome"] in {outcome["id"] for outcome in CHECK["outcomes"]}
        assert advice.get("when", question.get("problem")) in answers


def test_whoever_may_fund_it_is_warned_about() -> None:
    """Every piece of advice to ask NAV or the bank says not to start the work."""
    funded = [advice for advice in ADVICE if advice["outcome"] in ("nav", "bank")]
    assert funded
    assert all(advice.get("dont_start") for advice in funded)


def test_emergency_numbers_are_dialled_as_they_are_said() -> None:
    for number in [*FLAGS["numbers"], *FLAGS["help_lines"]]:
        assert number["say"].replace(" ", "") == number["dial"]
    assert [n["dial"] for n in FLAGS["numbers"] if not n.get("in_demo_only")] == ["113", "116117", "110", "112"]
    assert {n["approved_by"] for n in FLAGS["numbers"]} == {FLAGS["approved_by"]} == {"nobody"}


@pytest.mark.parametrize("municipality", MUNICIPALITIES, ids=name_of)
def test_routing_never_points_at_nobody(municipality: dict[str, Any]) -> None:
    units = {unit["id"] for unit in [*municipality["units"], *municipality["shared_units"]]}
    routing = municipality["routing"]
    assert {routing["first_unit"], routing["fallback_unit"]} <= units
    assert {*routing["by_area"].values(), *routing["by_signal"].values()} <= units
    assert {unit["deputy"] for unit in municipality["units"]} <= units
    assert set(routing["by_area"]) <= set(municipality["postal_codes"])
    assert set(routing["by_signal"]) <= set(SIGNALS)


@pytest.mark.parametrize("municipality", MUNICIPALITIES, ids=name_of)
def test_an_invented_number_is_for_the_demo_only(municipality: dict[str, Any]) -> None:
    for phone in (municipality["phone"], municipality["emergency_clinic"]):
        assert phone["verified_on"] or phone["demo_only"]


@pytest.mark.parametrize("municipality", MUNICIPALITIES, ids=name_of)
def test_mail_to_a_unit_goes_to_its_own_address(municipality: dict[str, Any]) -> None:
    for unit in municipality["units"]:
        assert unit["targets"]["email"] == f"{unit['id']}@{municipality['id']}.example"
    assert (CONTENT / "municipalities" / "logos" / municipality["logo"]).is_file()


def test_the_shared_unit_says_itself_whom_it_serves_and_until_when() -> None:
    guest, host = MUNICIPALITIES
    shared = guest["shared_units"][0]
    unit = next(unit for unit in host["units"] if unit["id"] == shared["id"])
    spell = next(spell for spell in unit["serves"] if spell["municipality"] == guest["id"])
    assert shared["host"] == host["id"]
    assert spell["from"] < spell["to"]


def test_the_two_municipalities_are_unlike_each_other() -> None:
    one, other = MUNICIPALITIES
    for name in ("accent", "hours", "ladder", "words", "routing", "promises", "campaign", "quiet_hours", "retention"):
        assert one[name] != other[name]
