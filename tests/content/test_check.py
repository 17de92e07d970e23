"""Whoever edits the content is told what is wrong, where, and how it is mended, before anybody reads it."""

import shutil
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner

from backend.checking.check import check, closing, told
from backend.checking.plain import lix
from backend.cli import main
from backend.core.settings import CONTENT

TYPE = "technology/types/komfyrvakt-med-plugg.yaml"
NEEDS = "technology/needs.yaml"
OWN = "municipalities/fjelldal/technology/trygghetsalarm.yaml"
OFFICIAL = (
    "Personvernforordningens bestemmelser regulerer behandlingsansvarliges "
    "informasjonssikkerhetsforpliktelser overfor samtlige tjenestemottakere fortløpende uavbrutt."
)
Broken = Callable[[str, str, str], list[str]]


@pytest.fixture
def broken(tmp_path: Path) -> Broken:
    """A copy of the content in which one thing is changed; what the check says about that file."""
    root = tmp_path / "content"
    shutil.copytree(CONTENT, root)

    def change(name: str, was: str, becomes: str) -> list[str]:
        file = root / name
        text = file.read_text("utf-8")
        assert was in text
        file.write_text(text.replace(was, becomes, 1), "utf-8")
        return [line for line in told(check(root)) if line.startswith(name)]

    return change


def test_all_that_is_shipped_is_in_order() -> None:
    assert list(told([fault for fault in check() if fault.grave])) == []


def test_the_command_says_so_and_answers_nought() -> None:
    answer = CliRunner().invoke(main, ["content", "check"])
    assert answer.exit_code == 0, answer.output
    assert answer.output.splitlines()[-1].endswith((closing(0, 0), "råd."))


@pytest.mark.parametrize(
    ("name", "was", "becomes", "words"),
    [
        (TYPE, "line: 1\n", "", "«line» mangler"),
        (TYPE, "next_check: 2027-02-01\n", "", "«next_check» mangler"),
        (TYPE, "next_check: 2027-02-01", "next_check: snart", "«next_check» må være en dato"),
        (TYPE, "certainty: assumed", "certainty: sure", "seed, public eller assumed"),
        (TYPE, "checked_by: nobody", "checked_by: Fagansvarlig", "Skriv datoen i «checked_on»"),
        (TYPE, "  en: Plug-in stove guard\n", "", "Teksten mangler på en"),
        (TYPE, "  en: Plug-in stove guard\n", "  en:\n", "Teksten mangler på en"),
        (TYPE, "  en: Plug-in stove guard\n", "  en: yes\n", "Teksten mangler på en"),
        (TYPE, "  en: Plug-in", "  se: Plug-in", "ikke et av språkene"),
        (TYPE, "Ingen får vite noe om deg.", "Ingen får vite noe om deg 100 %.", "løst prosenttegn"),
        (TYPE, "Ingen får vite noe om deg.", "Ingen får vite noe om %(name)s.", "ikke de samme på alle språk"),
        (TYPE, "Ingen får vite noe om deg.", "Ingen får vite noe om deg. TODO", "lapp til deg selv"),
        (TYPE, "Ingen får vite noe om deg.", "Se [mer](file:///home/meg.pdf).", "må begynne med https://"),
        (TYPE, "Ingen får vite noe om deg.", "Se http://gammelt.example her.", "må begynne med https://"),
        (
            TYPE, "Ingen får vite noe om deg.",
            OFFICIAL,
            "Del setningene, og velg kortere ord",
        ),
        (
            TYPE, "Ingen får vite noe om deg.",
            "Den ser på deg og på meg og på ham og på dem og på oss og på alle.",
            "for lang å holde i hodet",
        ),
        (TYPE, "Ingen får vite noko om deg.", "Ingen får vite noe om deg.", "bokmål i en tekst på nynorsk"),
        (TYPE, "Ingen får vite noe om deg.", "Den overvåker kjøkkenet ditt.", "Passer «våke over» her?"),
        (TYPE, "  year: 2017\n", "", "En pris uten «year»"),
        (TYPE, "  source: sikkerhverdag", "  kilde: sikkerhverdag", "En pris uten «source»"),
        (TYPE, "nets: [none]", "nets: [telegraf]", "«telegraf» kan ikke stå i «nets»"),
        (TYPE, "steps: [2, 3, 4]", "steps: [2, 9]", "«9» kan ikke stå i «steps»"),
        (TYPE, "difficulty: 1", "difficulty: 7", "«7» kan ikke stå i «difficulty»"),
        (TYPE, 'works_offline: "yes"', "works_offline: maybe", "«maybe» kan ikke stå i «works_offline»"),
        (TYPE, "  - who: self", "  - who: king", "kan ikke stå i «payers»"),
        (TYPE, "  forgetful:\n", "  hungry:\n", "«hungry» kan ikke stå i «needs»"),
        (TYPE, "line: 1\n", "line: 1\nline: 1\n", "«line» står to ganger"),
        (TYPE, "line: 1\n", "line: [1\n", "Fila kan ikke leses"),
        (NEEDS, "komfyrvakt-med-plugg", "noe-som-ikke-finnes", "«noe-som-ikke-finnes» kan ikke stå i «types»"),
        (OWN, 'instead_of: "', 'instead_off: "', "Skriv hva teksten står i stedet for"),
        (OWN, "\nmunicipality:", "\nkommune:", "«kommune» kan ikke stå"),
        ("guides/klage.nb.md", "](/ring-oss)", "](/ring-ossen)", "som ikke finnes"),
        ("guides/klage.nb.md", "\n---\n", "\n", "Artikkelen mangler hodet"),
        (NEEDS, "  - id: fallen\n", "  - id: ramla\n", "«ramla» leder ikke til noe"),
        (NEEDS, "types: [rullator, ", "types: [svindelfilter, ", "men sier ikke hvorfor"),
        (
            NEEDS, "types: [rullator, ", "types: [nattlys-med-sensor, trygghetsalarm, nokkelboks, rullator, ",
            "skal ha fra 1 til 5",
        ),
        (NEEDS, "    contact:\n", "    contract:\n", "«contact» mangler"),
        (
            "municipalities/havnes.yaml", "health_station: elsewhere", "health_station: elsewere",
            "«elsewere» kan ikke stå i «health_station»",
        ),
        ("texts/desk.yaml", "desk.inbox.more:", "core.skip:", "står også i"),
    ],
)  # fmt: skip
def test_each_rule_says_what_is_wrong_and_how_to_mend_it(
    broken: Broken, name: str, was: str, becomes: str, words: str
) -> None:
    found = broken(name, was, becomes)
    assert any(words in line for line in found), found
    assert all(line.split(":")[1].isdigit() for line in found)


def test_two_types_are_not_told_with_the_same_sentence(broken: Broken) -> None:
    found = broken("technology/types/nokkelboks.yaml", "lead:\n  nb: ", "lead:\n  nb: Ingen får vite noe om deg. ")
    assert any("Si det med egne ord" in line for line in found), found


def test_a_municipality_is_told_when_the_national_text_has_changed_since_it_wrote_its_own(tmp_path: Path) -> None:
    root = tmp_path / "content"
    shutil.copytree(CONTENT, root)
    national = root / "technology/types/trygghetsalarm.yaml"
    text = national.read_text("utf-8")
    begins = text.index("\nmunicipality:")
    national.write_text(text[:begins] + text[begins:].replace("Ring", "Spør ved å ringe", 1), "utf-8")
    found = [fault for fault in check(root) if fault.file == OWN]
    assert [(fault.key, fault.grave) for fault in found] == [("changed_since", False)]
    other = root / "technology/types/trygghetsalarm.yaml"
    other.write_text(text.replace("difficulty: 2", "difficulty: 3"), "utf-8")
    assert not [fault for fault in check(root) if fault.file == OWN]


def test_own_words_of_a_municipality_without_a_file_are_refused(tmp_path: Path) -> None:
    root = tmp_path / "content"
    shutil.copytree(CONTENT, root)
    (root / "municipalities/fjelldal").rename(root / "municipalities/tulledal")
    assert any("«tulledal» har ingen egen fil" in line for line in told(check(root)))


def test_a_file_that_is_no_list_of_names_and_values_says_so(tmp_path: Path) -> None:
    (tmp_path / "liste.yaml").write_text("- en\n- to\n", "utf-8")
    assert any("navn og verdier" in line for line in told(check(tmp_path)))


def test_a_file_that_is_hard_all_through_is_told_of_even_where_no_paragraph_is_too_hard(tmp_path: Path) -> None:
    front = "source: x\nsource_date: 2026-11-22\ncertainty: assumed\nchecked_by: nobody\nchecked_on: null\n"
    hard = (
        "Kommunen hjelper mennesker hjemme. Sykepleieren besøker innbyggerne. Vi kommer på mandag, tirsdag og fredag."
    )
    text = f"{front}next_check: 2027-06-01\nord:\n  nb: {hard}\n  nn: {hard}\n  en: x\n"
    (tmp_path / "tung.yaml").write_text(text, "utf-8")
    assert any("i snitt" in line or "har LIX" in line for line in told(check(tmp_path)))


def test_own_words_for_what_nobody_else_has_are_refused(tmp_path: Path) -> None:
    root = tmp_path / "content"
    shutil.copytree(CONTENT, root)
    (root / OWN).rename(root / OWN.replace("trygghetsalarm", "tankeleser"))
    assert any("ingen nasjonal tekst" in line for line in told(check(root)))


def test_an_overdue_check_is_told_but_stops_nobody(broken: Broken) -> None:
    yesterday = date.today() - timedelta(days=1)  # noqa: DTZ011 - the rule asks the same clock
    found = broken(TYPE, "next_check: 2027-02-01", f"next_check: {yesterday}")
    assert any("Les den, og sett en ny dato" in line for line in found)
    assert not any("mangler" in line for line in found)


def test_an_article_in_one_language_only_is_not_enough(tmp_path: Path) -> None:
    front = "source: Egen tekst\nsource_date: 2026-11-22\ncertainty: assumed\nchecked_by: nobody\nchecked_on: null\n"
    (tmp_path / "fullmakt.nb.md").write_text(f"---\n{front}next_check: 2027-06-01\n---\nEt ord.\n", "utf-8")
    assert {line.partition(": ")[2] for line in told(check(tmp_path))} == {
        f"Artikkelen mangler på {language}. Lag fila med samme navn." for language in ("en", "nn")
    }


def test_lix_counts_as_it_should() -> None:
    assert lix("Vi ringer deg. Du svarer.") == 2.5
    assert lix("Kommunen svarer.") == 52.0
