"""How the commands say what went wrong: in a sentence, with what to do."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

import typer

from bot.clinic import ClinicError
from bot.data_files import DataFileError
from bot.databases import LeftoverError
from bot.followups.session_file import TableError
from bot.followups.session_form import FormError
from bot.knowledge.provenance import ProvenanceError
from bot.language.encoder import EncoderError
from bot.review.signing import SigningError
from bot.texting.number_vault import VaultError
from bot.texting.phone_numbers import NumberError


def says_what_to_do(command: Callable[..., None]) -> Callable[..., None]:
    """Turns our own errors, which are sentences, into a line on standard error."""

    @wraps(command)
    def run(*args: Any, **kwargs: Any) -> None:
        try:
            command(*args, **kwargs)
        except Exception as problem:
            if not isinstance(problem, _expected()):
                raise
            typer.echo(f"needlewise: {problem}", err=True)
            raise typer.Exit(1) from problem

    return run


def _expected() -> tuple[type[Exception], ...]:
    """Imported when something has failed, since some of these stand beside what takes seconds to import."""
    from bot.channels.clinic.sessions_endpoint import ClinicTokenError
    from bot.channels.sms.settings import SmsSettingsError
    from bot.channels.web.rate_limits import RateLimitError
    from bot.channels.web.session_token import SecretError
    from bot.engine.serving import ServeError
    from bot.engine.training import TrainingError

    return (
        ClinicError, ClinicTokenError, DataFileError, EncoderError, FormError, LeftoverError, NumberError,
        ProvenanceError, RateLimitError, SecretError, ServeError, SigningError, SmsSettingsError, TableError,
        TrainingError, VaultError,
    )  # fmt: skip
