"""The commands about follow-ups: sessions in, the journal out, and a rehearsal of all of it."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from bot.cli.errors import says_what_to_do
from bot.clinic import load_clinic
from bot.followups.session_form import FormError, read_session, read_time
from bot.texting.phone_numbers import international

if TYPE_CHECKING:
    from bot.followups.sessions import Sessions

sessions = typer.Typer(help="The clinic's sessions, after which we check in by text.", no_args_is_help=True)

Phone = Annotated[str, typer.Argument(metavar="PHONE")]


@sessions.command("add")
@says_what_to_do
def add_session(  # noqa: PLR0913, PLR0917 - the options of a command
    phone: Phone,
    time: Annotated[str, typer.Argument(help='such as "2026-03-10 15:00", or with its zone 2026-03-10T15:00+11:00')],
    consent_who: Annotated[str, typer.Option(help="who agreed to be texted")] = "",
    consent_when: Annotated[str, typer.Option(help="when that was, written like TIME")] = "",
    consent_how: Annotated[str, typer.Option(help="how, such as `signed form`")] = "",
    zone: Annotated[str, typer.Option(help="the patient's time zone; the clinic's if left out")] = "",
    recipient: Annotated[str, typer.Option(help="patient or guardian")] = "patient",
    condition: Annotated[str, typer.Option(help="for your own list")] = "",
    body_area: Annotated[str, typer.Option(help="for your own list")] = "",
    reference: Annotated[str, typer.Option(help="your own name of the session; the same one again moves it")] = "",
) -> None:
    """Adds a session and plans its follow-ups; the same session twice is one."""
    told = {
        "phone": phone,
        "time": time,
        "consent_who": consent_who,
        "consent_when": consent_when,
        "consent_how": consent_how,
        "zone": zone,
        "recipient": recipient,
        "condition": condition,
        "body_area": body_area,
        "reference": reference,
    }
    now = datetime.now(timezone.utc)
    added = _store().add(read_session(told, load_clinic(), now), now)
    state = "Moved" if added.has_moved else "Added" if added.is_new else "Known already, now as told:"
    typer.echo(f"{state} session {added.session.id}, {added.session.at:%a %Y-%m-%d %H:%M %Z}.")
    if added.has_opted_out:
        typer.echo("This number gets no texts: it has opted out.")
    for due in added.due:
        typer.echo(f"  check-in {due:%a %Y-%m-%d %H:%M %Z}")


@sessions.command("import")
@says_what_to_do
def import_sessions(file: Annotated[Path, typer.Argument(metavar="FILE.csv")]) -> None:
    """Adds the sessions of a table; bad rows are named with their fields, and the others are kept."""
    from bot.followups.session_file import read_table

    now, store = datetime.now(timezone.utc), _store()
    counts = {"new": 0, "moved": 0, "known already": 0, "of numbers that have opted out": 0, "bad": 0}
    for row in read_table(file, load_clinic(), now):
        for problem in row.problems:
            typer.echo(f"row {row.number}, {problem}", err=True)
        if row.session is None:
            counts["bad"] += 1
            continue
        added = store.add(row.session, now)
        counts["new" if added.is_new else "moved" if added.has_moved else "known already"] += 1
        counts["of numbers that have opted out"] += added.has_opted_out
    typer.echo(", ".join(f"{count} {name}" for name, count in counts.items()) + ".")
    if counts["bad"]:
        typer.echo("Mend the bad rows and import the whole file again: a session that is known stays one.", err=True)
        raise typer.Exit(1)


@sessions.command("list")
@says_what_to_do
def list_sessions(days: Annotated[float, typer.Option(help="how far back")] = 7) -> None:
    """Lists sessions with what has become of their follow-ups."""
    from bot.followups.states import states_of
    from bot.texting.contacts import number_of
    from bot.texting.database import Database
    from bot.texting.number_vault import shared_vault

    database = Database()
    found = _store().listed(datetime.now(timezone.utc) - timedelta(days=days))
    for session in found:
        number = number_of(database, shared_vault(), session.conversation) or "number erased"
        state = "cancelled" if session.is_cancelled else session.recipient
        noted = "  ".join(filter(None, (session.reference, session.condition, session.body_area)))
        typer.echo(f"{session.id:5}  {session.at:%a %Y-%m-%d %H:%M %Z}  {number:16}  {state:9}  {noted}")
        for name, due, outcome in states_of(database, session):
            typer.echo(f"       {due:%a %Y-%m-%d %H:%M %Z}  {name:8}  {outcome}")
    typer.echo(f"{len(found)} sessions.")


@sessions.command("cancel")
@says_what_to_do
def cancel_session(
    phone: Phone, time: Annotated[str | None, typer.Argument(help="all sessions of the number if left out")] = None
) -> None:
    """Cancels sessions; what has not been texted about them yet will not be."""
    clinic = load_clinic()
    try:
        at = read_time(time, clinic.zone) if time else None
    except ValueError as problem:
        raise FormError.about("time", "is no time. Write it like 2026-03-10 15:00.") from problem
    cancelled = _store().cancel(international(phone, clinic.country), at, datetime.now(timezone.utc))
    for session in cancelled:
        typer.echo(f"Cancelled session {session.id}, {session.at:%a %Y-%m-%d %H:%M %Z}.")
    if not cancelled:
        typer.echo("There is no such session.")
        raise typer.Exit(1)


@says_what_to_do
def journal(
    phone: Phone, png: Annotated[Path | None, typer.Option(help="write a chart to this file instead")] = None
) -> None:
    """Shows the pain scores that a patient has told after sessions, as a list or a chart."""
    from bot.followups.journal import Journal
    from bot.texting.database import Database
    from bot.texting.number_vault import shared_vault

    clinic = load_clinic()
    conversation = shared_vault().conversation(international(phone, clinic.country))
    entries = Journal(Database()).entries(conversation)
    if not entries:
        typer.echo("This number has told no pain scores.")
        raise typer.Exit(1)
    if png is not None:
        from bot.followups.chart import draw

        draw(entries, png)
        typer.echo(f"Wrote {len(entries)} scores to {png}.")
        return
    for entry in entries:
        said = str(entry.score) if entry.score is not None else f"({entry.trend})"
        typer.echo(f"session {entry.session}  day {entry.day:2}  {said:8}  {entry.at:%Y-%m-%d %H:%M} UTC")


@says_what_to_do
def rehearse(
    session: Annotated[str, typer.Option(help='such as "2 days ago 15:00", "yesterday 9:30" or "2026-03-10 15:00"')],
    days: Annotated[int, typer.Option(min=1, max=60, help="how many days to play through")] = 6,
    recipient: Annotated[str, typer.Option(help="patient or guardian")] = "patient",
) -> None:
    """Plays through the days after a session on a fake clock, with you as the patient. Nothing leaves this machine."""
    from bot.engine.rehearsal import run_rehearsal

    run_rehearsal(session, days, recipient)


def _store() -> Sessions:
    from bot.followups.sessions import Sessions
    from bot.texting.database import Database
    from bot.texting.number_vault import shared_vault

    return Sessions(Database(), shared_vault())
