"""`hundre`: everything the operator types.

What runs for long (web, workers, relay, clockwork, supervisor) lives in `tasks` and is started as a
program of its own, so that this command and the web know nothing of the queues.
"""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import NoReturn

import click
from flask import Flask

from backend.core.settings import ROOT, Settings

NOT_BUILT_YET = 2
OWNER_ONLY = 0o077
ROLES = ("front_desk", "specialist", "leader", "administrator")


def become(program: str, *arguments: str) -> NoReturn:
    """Turn this process into `python -m tasks.<program>`."""
    sys.stdout.flush()
    os.execv(sys.executable, [sys.executable, "-m", f"tasks.{program}", *arguments])


def app() -> Flask:
    """Built only by the verbs that need it, since it imports every room."""
    from backend.app import create_app

    return create_app(Settings.from_environ())


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(package_name="hundre")
def main() -> None:
    """Hundre: a hundred years in one's own home.

    Settings come from the environment (HUNDRE_*) and from `.env`; `hundre doctor` lists them.
    """
    os.umask(OWNER_ONLY)


@main.command()
@click.option("--prepare", is_flag=True, help="Migrate first, and in demo mode load the demo municipalities.")
def start(prepare: bool) -> None:
    """Start everything on this machine under one supervisor; Ctrl-C stops it all."""
    become("supervisor", *(["--prepare"] if prepare else []))


@main.command()
def web() -> None:
    """Only the web server, on HUNDRE_HOST and HUNDRE_PORT."""
    become("web")


@main.command()
@click.argument("queue")
def worker(queue: str) -> None:
    """Only one worker, for one QUEUE. Several machines may run workers for the same queue."""
    become("worker", queue)


@main.command()
def relay() -> None:
    """Only the relay, which hands undone messages to the queues. Several may run."""
    become("relay")


@main.command()
def clockwork() -> None:
    """Only the periodic duties. Several may run."""
    become("clockwork")


@main.command()
def mailbox() -> None:
    """Only the demo's mailbox, which catches e-mail, SMS and webhooks on this machine."""
    become("mailbox")


@main.command()
def migrate() -> None:
    """Bring the database's tables up to date (as the owner in HUNDRE_MIGRATE_DATABASE_URL, if set)."""
    from backend.migrations import bring_up_to_date

    bring_up_to_date(app())
    click.echo("The database is up to date.")


@main.command()
def demo() -> None:
    """Load the two demo municipalities, Fjelldal and Havnes. Doing it twice changes nothing."""
    from backend.demo import fill

    fill(app())
    click.echo("Fjelldal and Havnes are there.")


@main.command()
def doctor() -> None:
    """Look over settings, stores, queue and content, and say in words what is wrong. Answers 1 if anything is."""
    from backend.doctor import examine

    settings = Settings.from_environ()
    click.echo("Settings")
    for name, value in settings.listing():
        click.echo(f"  {name:32} {value}")
    click.echo("Findings")
    bad = False
    for finding in examine(app(), settings):
        bad = bad or finding.bad
        mark, colour = ("WRONG", "red") if finding.bad else ("fine ", None)
        click.secho(f"  {mark}  {finding.about}: {finding.words}", fg=colour)
    queue = subprocess.run([sys.executable, "-m", "tasks.health"], cwd=ROOT, check=False)
    sys.exit(1 if bad or queue.returncode else 0)


@main.group()
def staff() -> None:
    """People who work for a municipality."""


@staff.command("add")
@click.argument("email")
@click.option("--municipality", required=True, help="The municipality's id, like `fjelldal`.")
@click.option("--role", required=True, type=click.Choice(ROLES))
@click.option("--unit", help="The unit's id; needed for a specialist.")
@click.option("--name", help="Shown to colleagues; the address is shown where it is left out.")
def staff_add(email: str, municipality: str, role: str, unit: str | None, name: str | None) -> None:
    """Let EMAIL sign in for a municipality with one role."""
    from backend.core.db import in_municipality, transaction
    from backend.core.errors import Refusal
    from backend.identity.service import staff as people
    from backend.municipality.service import by_id

    made = app()
    if municipality not in made.config["HUNDRE"].municipalities:
        raise click.ClickException(f"{municipality} is not served here; see HUNDRE_MUNICIPALITIES.")
    with made.app_context(), in_municipality(municipality):
        if unit and unit not in by_id(municipality).units:
            raise click.ClickException(f"{municipality} has no unit {unit}.")
        try:
            with transaction():
                people.add(email, name or email, role, unit)
        except Refusal as refusal:
            raise click.ClickException(f"{email} was not added: {refusal.key}.") from None
    click.echo(f"{email} may sign in for {municipality} as {role}.")


@main.command("inbound-key")
@click.argument("municipality")
def inbound_key(municipality: str) -> None:
    """Print the key that the SMS gateway of a MUNICIPALITY signs with. Whoever has it can answer for residents."""
    from backend.notifications.service.inbound import key_of

    made = app()
    if municipality not in made.config["HUNDRE"].municipalities:
        raise click.ClickException(f"{municipality} is not served here; see HUNDRE_MUNICIPALITIES.")
    with made.app_context():
        click.echo(key_of(municipality))


@main.group()
def audit() -> None:
    """The log of who did or saw what."""


@audit.command("verify")
def audit_verify() -> None:
    """Check the chain of every municipality; answers 1 if an entry was changed, removed or left unsealed."""
    from backend.core.audit import verify

    with app().app_context():
        findings = verify()
    for finding in findings:
        click.secho(f"{finding.municipality_id}: entry {finding.entry} is {finding.fault}", fg="red")
    click.echo("The log is whole." if not findings else f"{len(findings)} faults (the clockwork seals what is new).")
    sys.exit(1 if findings else 0)


@main.group()
def content() -> None:
    """What subject experts edit under content/."""


@content.command("check")
def content_check() -> None:
    """Check every content file: languages, sources, links, plain words."""
    from backend.checking.check import check, closing, told
    from backend.core.i18n import compile_texts

    compile_texts()
    faults = check()
    for line in told(faults):
        click.echo(line)
    grave = sum(fault.grave for fault in faults)
    click.echo(closing(grave, len(faults) - grave))
    sys.exit(1 if grave else 0)


@main.command()
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
def backup(file: Path) -> None:
    """Write database, photos and secret key into one FILE, while everything runs."""
    from backend.keeping import back_up

    counted = back_up(app(), Settings.from_environ(), file)
    click.echo(f"{sum(counted.values())} rows of {len(counted)} tables, and all photos, are in {file}.")
    click.echo("It holds people's data and the key to them: keep it where only you can read it.")


@main.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
def restore(file: Path) -> None:
    """Bring an empty installation back from a backup FILE, on the same store or the other."""
    from backend.keeping import NotThisOne, bring_back
    from backend.migrations import bring_up_to_date

    made = app()
    bring_up_to_date(made)
    try:
        counted = bring_back(made, Settings.from_environ(), file)
    except NotThisOne as reason:
        raise click.ClickException(f"Nothing was changed: {reason}.") from None
    click.echo(f"{sum(counted.values())} rows and all photos are back. Start Hundre.")


@main.command("export-openapi")
def export_openapi() -> None:
    """Print the API's description (OpenAPI 3.1) as JSON."""
    made = app()
    host = f"http://{made.config['HUNDRE'].default_municipality}.localhost"
    answer = made.test_client().get("/api/v1/openapi.json", base_url=host)
    click.echo(json.dumps(answer.get_json(), ensure_ascii=False, indent=2))


@main.command()
@click.option("--inhabitants", type=click.IntRange(min=1), required=True, expose_value=False, help="How many.")
def seed() -> None:
    """Fill the database with reproducible made-up data for measuring."""
    not_built("seed")


def not_built(verb: str) -> NoReturn:
    """Say so and answer 2; nothing pretends to have been done."""
    click.echo(f"`hundre {verb}` is not built yet. Nothing was done.", err=True)
    sys.exit(NOT_BUILT_YET)


if __name__ == "__main__":
    main()
