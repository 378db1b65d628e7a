"""The `needlewise` command."""

from __future__ import annotations

import sys
from datetime import datetime, timedelta, timezone
from pathlib import Path
from typing import Annotated

import typer

from bot.cli.errors import says_what_to_do
from bot.cli.followups import journal, rehearse, sessions
from bot.cli.making import encoder, make_asked, make_opt_out, make_second_look
from bot.cli.patients import patient
from bot.cli.unanswered import unanswered
from bot.clinic import ClinicError, clinic_dir, load_clinic
from bot.data_files import DataFileError
from bot.engine.unused_packages import leave_out_unused
from bot.knowledge.base import Knowledge, Turn, load_knowledge, read_knowledge
from bot.knowledge.provenance import coverage, verify
from bot.rendering import Renderer
from bot.review.lengths import check_lengths
from bot.review.page import PAGE, knowledge_page, text_for_signing
from bot.review.signing import Signer, SigningError, chosen_entries, read_day
from bot.review.signing import sign as write_signatures

app = typer.Typer(
    help="Runs and looks after the Needlewise assistant.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
knowledge = typer.Typer(help="The knowledge base.", no_args_is_help=True)
clinic = typer.Typer(help="The clinic's settings.", no_args_is_help=True)
app.add_typer(encoder, name="encoder")
app.command("second-look")(make_second_look)
app.command("opt-out")(make_opt_out)
app.command("asked")(make_asked)
app.add_typer(knowledge, name="knowledge")
app.add_typer(clinic, name="clinic")
web = typer.Typer(help="The chat on the clinic's website.", no_args_is_help=True)
app.add_typer(web, name="web")
app.add_typer(patient, name="patient")
app.add_typer(sessions, name="sessions")
app.command("journal")(journal)
app.command("rehearse")(rehearse)
app.add_typer(unanswered, name="unanswered")

LOCAL_HOST, DEFAULT_PORT = "127.0.0.1", 5005
DEMO_PHONE = "+61491570006"  # reserved for fiction
FAKE_WEBHOOK = f"http://{LOCAL_HOST}:{DEFAULT_PORT}/webhooks/sms/fake"


def main() -> None:
    """Runs the command line; expected errors are a sentence and exit code 1."""
    app()


def _checked_knowledge() -> Knowledge:
    """The knowledge base, with a clinic's own answers known to fit on the web and in two texts."""
    base = load_knowledge()
    check_lengths(base, load_clinic())
    return base


@app.command()
@says_what_to_do
def serve(
    host: Annotated[str, typer.Option(envvar="HOST")] = LOCAL_HOST,
    port: Annotated[int, typer.Option(envvar="PORT")] = DEFAULT_PORT,
) -> None:
    """Serves the trained assistant."""
    _checked_knowledge()
    typer.echo("Starting: loading Rasa and the model takes some seconds ...")
    leave_out_unused(serving=True)
    from bot.engine.logs import configure_own_log, quieten

    quieten()
    configure_own_log()
    from bot.engine.serving import serve as run_server

    run_server(host, port)


@app.command()
@says_what_to_do
def shell(channel: Annotated[str, typer.Option(help="web or sms")] = "web") -> None:
    """Talks with the trained assistant in the terminal."""
    _checked_knowledge()
    leave_out_unused(serving=True)
    from bot.engine.shell import run_shell

    run_shell(channel)


@app.command()
@says_what_to_do
def phone(
    number: Annotated[str, typer.Option(help="the phone's own number")] = DEMO_PHONE,
    server: Annotated[str, typer.Option(help="where the server is")] = "",
    port: Annotated[int, typer.Option(envvar="PORT")] = DEFAULT_PORT,
) -> None:
    """A phone in the terminal: texts with a server that runs on this machine."""
    from bot.engine.phone import Phone

    typer.echo("Type a text and press Enter; Ctrl-D puts the phone away.")
    Phone(server or f"http://{LOCAL_HOST}:{port}", number).talk(sys.stdin)


@app.command()
@says_what_to_do
def carrier(
    webhook: Annotated[str, typer.Option(help="where texts are brought to")] = FAKE_WEBHOOK,
    port: Annotated[int, typer.Option(help="where the carrier listens")] = 5010,
) -> None:
    """The fake carrier: takes texts and reports their delivery, for rehearsals and measurements."""
    from bot.engine.phone import run_fake_carrier

    run_fake_carrier(webhook, port)


@app.command()
@says_what_to_do
def train() -> None:
    """Trains the model if anything has changed that it is made of."""
    leave_out_unused(serving=False)
    from bot.engine import training

    _checked_knowledge()
    if training.is_trained():
        typer.echo("The model is up to date.")
        return
    typer.echo("Training the model (about a minute) ...")
    training.train()
    typer.echo("The model is trained.")


@app.command()
@says_what_to_do
def alerts(days: Annotated[float, typer.Option(help="how far back")] = 7) -> None:
    """Lists who was sent to the clinic, a doctor or an ambulance; no message texts are kept."""
    from bot.safety.alerts import shared_alerts

    found = shared_alerts().since(datetime.now(timezone.utc) - timedelta(days=days))
    for alert in found:
        signs = ", ".join(alert.assessment.signs)
        told = "webhook told" if alert.delivered else f"webhook not told, {alert.tries} tries" if alert.tries else ""
        typer.echo(f"{alert.at:%Y-%m-%d %H:%M} UTC  {alert.assessment.level:9}  {alert.conversation}  {signs}  {told}")
    typer.echo(f"{len(found)} alerts in {days:g} days.")


@knowledge.command("coverage")
@says_what_to_do
def show_coverage() -> None:
    """Says for each statement of the documents where it is used, or why it was dropped."""
    load_knowledge()
    typer.echo(coverage(read_knowledge()))


@knowledge.command("verify")
@says_what_to_do
def verify_register(documents: Annotated[Path, typer.Option(help="Folder with the two documents")]) -> None:
    """Checks the register of statements against the documents themselves."""
    load_knowledge()
    typer.echo(verify(read_knowledge(), documents))


@knowledge.command("show")
@says_what_to_do
def show_entry(entry: str) -> None:
    """Shows an answer as patients get it on the web and by SMS."""
    base = _checked_knowledge()
    if entry not in base.entries:
        raise DataFileError(f"There is no entry `{entry}`. There are: {', '.join(base.entries)}")
    renderer, answer = Renderer(load_clinic()), base.answer(Turn((entry,)))
    for channel in ("web", "sms"):
        typer.echo(f"--- {channel}\n{renderer.render(answer, channel).text}\n")


@knowledge.command("page")
@says_what_to_do
def write_page() -> None:
    """Writes docs/knowledge.md: all answers as patients get them, with sources and signatures."""
    base = _checked_knowledge()
    PAGE.write_text(knowledge_page(base, load_clinic()), encoding="utf-8")
    typer.echo(f"Wrote {len(base.entries)} answers to {PAGE.parent.name}/{PAGE.name}.")


@knowledge.command("sign")
@says_what_to_do
def sign_entries(
    entries: Annotated[list[str] | None, typer.Argument(help="ids of answers")] = None,
    name: Annotated[str, typer.Option(help="of the clinician who has read the texts")] = "",
    role: Annotated[str, typer.Option(help="such as physiotherapist")] = "",
    date: Annotated[str, typer.Option(help="day of reading, such as 2025-03-01; today if left out")] = "",
    topic: Annotated[str | None, typer.Option(help="all answers of a topic")] = None,
    everything: Annotated[bool, typer.Option("--all", help="all answers")] = False,
) -> None:
    """Shows answers and signs them; several only after you have said that you have read them."""
    base, signer = _checked_knowledge(), Signer(name, role, read_day(date))
    chosen = chosen_entries(base, entries or [], topic, everything)
    renderer = Renderer(load_clinic())
    for entry in chosen:
        typer.echo(text_for_signing(base, entry, renderer))
    question = f"Have you read these {len(chosen)} answers, and do you sign them as {name}, {role}?"
    if len(chosen) > 1 and not typer.confirm(question):
        raise SigningError("Nothing was signed.")
    write_signatures(base, chosen, signer, clinic_dir())
    typer.echo(f"Signed: {', '.join(entry.id for entry in chosen)}")


@clinic.command("check")
@says_what_to_do
def check_clinic() -> None:
    """Lists what the clinic has not filled in yet."""
    settings = load_clinic()
    missing = [f"{name}: not filled in" for name in settings.missing_contacts()]
    if settings.demo:
        missing.insert(0, "demo: this is the demo clinic; its values are not real")
    typer.echo("\n".join(missing) if missing else "Everything that patients need is filled in.")


@web.command("embed")
@says_what_to_do
def show_embed_code(
    address: Annotated[str, typer.Option(help="the bot's public address")] = f"http://{LOCAL_HOST}:{DEFAULT_PORT}",
) -> None:
    """Prints the script tag for the clinic's website, pinned to this version of the widget."""
    from bot.channels.web.widget_file import WidgetFile

    if not address.startswith(("https://", "http://")):
        raise ClinicError(f"`{address}` is no address. Write it like https://chat.your-clinic.example")
    origins = load_clinic().origins
    typer.echo(WidgetFile().embed_code(address))
    listed = ", ".join(origins) if origins else "none yet"
    typer.echo(f"\nThe website must be listed under `origins` in clinic/clinic.yml (listed: {listed}).")
    typer.echo("The tag fits this version only; print it again after an update. docs/web-chat.md tells the rest.")


if __name__ == "__main__":
    main()
