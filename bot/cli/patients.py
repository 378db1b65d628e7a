"""The commands about people who text: what is kept, erasing it, and whom a person should look at."""

from __future__ import annotations

import json
from datetime import datetime, timedelta, timezone
from typing import Annotated

import typer

from bot.cli.errors import says_what_to_do
from bot.clinic import load_clinic
from bot.texting.phone_numbers import international

patient = typer.Typer(help="What is kept about people who text.", no_args_is_help=True)


@patient.command("export")
@says_what_to_do
def export_patient(number: Annotated[str, typer.Argument(metavar="PHONE")]) -> None:
    """Prints everything that is kept about a phone number, as JSON."""
    from bot.texting.database import Database
    from bot.texting.export import export
    from bot.texting.number_vault import shared_vault

    found = export(Database(), shared_vault(), international(number, load_clinic().country))
    typer.echo(json.dumps(found, indent=2, ensure_ascii=False))


@patient.command("erase")
@says_what_to_do
def erase_patient(number: Annotated[str, typer.Argument(metavar="PHONE")]) -> None:
    """Deletes everything about a phone number; an opt-out stays, as a keyed hash."""
    from bot.texting.database import Database
    from bot.texting.number_vault import shared_vault
    from bot.texting.retention import erase

    erase(Database(), shared_vault().conversation(international(number, load_clinic().country)))
    typer.echo("Erased. An opt-out of this number, if there was one, is still kept to.")


@patient.command("list")
@says_what_to_do
def list_patients(days: Annotated[float, typer.Option(help="how far back")] = 7) -> None:
    """Lists what a person should look at: wrong numbers, doubtful opt-outs, texts that did not arrive."""
    from bot.texting.clinic_list import listed_since
    from bot.texting.contacts import number_of
    from bot.texting.database import Database
    from bot.texting.number_vault import shared_vault

    database = Database()
    for item in listed_since(database, datetime.now(timezone.utc) - timedelta(days=days)):
        number = number_of(database, shared_vault(), item.conversation) or "number erased"
        typer.echo(f"{item.at:%Y-%m-%d %H:%M} UTC  {item.reason:16}  {number:16}  {item.reference}")
