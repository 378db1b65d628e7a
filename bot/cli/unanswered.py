"""The commands about what could not be answered."""

from __future__ import annotations

from collections import Counter
from datetime import datetime, timedelta, timezone
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from bot.cli.errors import says_what_to_do
from bot.data_files import DataFileError

if TYPE_CHECKING:
    from bot.unanswered.grouping import Group

unanswered = typer.Typer(help="What could not be answered, and what was found unhelpful.", invoke_without_command=True)

Days = Annotated[float, typer.Option(help="how far back")]
MOST_TEXTS = 3


@unanswered.callback()
@says_what_to_do
def list_unanswered(context: typer.Context, days: Days = 30) -> None:
    """Lists both, grouped by likeness; words only where clinic.yml has `keep_unanswered: true`."""
    if context.invoked_subcommand:
        return
    groups = _groups(days)
    for number, group in enumerate(groups, start=1):
        outcomes = ", ".join(f"{count} {outcome}" for outcome, count in group.outcomes.items())
        typer.echo(f"{number}. {len(group.messages)} messages ({outcomes}); best guesses: {_listed(group.guesses)}")
        for text in group.texts[:MOST_TEXTS]:
            typer.echo(f"     {text}")
    typer.echo(f"{sum(len(group.messages) for group in groups)} messages in {days:g} days got no answer.")
    _list_unhelpful(days)


@unanswered.command("draft")
@says_what_to_do
def draft_answer(
    group: Annotated[int, typer.Argument(help="its number in `needlewise unanswered`")],
    entry: Annotated[str, typer.Option("--id", help="of the new answer, such as clinic/dogs")],
    file: Annotated[Path | None, typer.Option(help="write it here instead of printing it")] = None,
    days: Days = 30,
) -> None:
    """Turns a group into the draft of an answer with its examples, for clinic/answers.yml."""
    from bot.unanswered.drafts import draft

    groups = _groups(days)
    if not 1 <= group <= len(groups):
        raise DataFileError(f"There is no group {group} in {days:g} days. `needlewise unanswered` lists them.")
    text = draft(groups[group - 1], entry)
    if file is None:
        typer.echo(text)
        return
    if file.exists():
        raise DataFileError(f"{file} is there already. Name another file.")
    file.write_text(text, encoding="utf-8")
    typer.echo(f"Wrote a draft of `{entry}` to {file}.")


def _groups(days: float) -> list[Group]:
    from bot.engine.encoder_making import configured_encoder
    from bot.language.encoder import shared_encoder
    from bot.language.reader import shared_reader
    from bot.unanswered.grouping import grouped
    from bot.unanswered.store import shared_unanswered

    encoder, reader = shared_encoder(configured_encoder()), shared_reader()
    found = shared_unanswered().since(datetime.now(timezone.utc) - timedelta(days=days))
    return grouped(found, lambda text: encoder.encode(reader.read(text).normalised))


def _list_unhelpful(days: float) -> None:
    from bot.channels.web.feedback import FeedbackStore
    from bot.safety.alerts import database_url

    given = FeedbackStore(database_url()).since(datetime.now(timezone.utc) - timedelta(days=days))
    reasons: dict[str, Counter[str]] = {}
    for feedback in (each for each in given if not each.helpful):
        for entry in feedback.entries or [feedback.kind]:
            reasons.setdefault(entry, Counter())[feedback.reason or "no reason"] += 1
    for entry, counts in sorted(reasons.items(), key=lambda item: -item[1].total()):
        told = ", ".join(f"{count} {reason}" for reason, count in counts.most_common())
        typer.echo(f"Unhelpful {counts.total()} times: {entry} ({told})")
    typer.echo(f"{sum(not each.helpful for each in given)} of {len(given)} replies that were judged were unhelpful.")


def _listed(guesses: list[str]) -> str:
    return ", ".join(guesses) if guesses else "none"
