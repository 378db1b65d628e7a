"""`POST /clinic/sessions`: a booking system tells of a session, with the clinic's token."""

from __future__ import annotations

import asyncio
import hmac
import json as json_format
import logging
import os
from collections.abc import Mapping
from typing import Any

from sanic import Blueprint
from sanic.request import Request
from sanic.response import HTTPResponse, json
from sqlalchemy.exc import SQLAlchemyError

from bot.channels.sms.service import now_in_utc
from bot.clinic import load_clinic
from bot.followups.session_form import FormError, read_session
from bot.followups.sessions import Added, Sessions
from bot.texting.database import Database
from bot.texting.number_vault import shared_vault

TOKEN_VARIABLE = "NEEDLEWISE_CLINIC_TOKEN"  # noqa: S105 - the name of the variable
SHORTEST_TOKEN = 32  # characters
SCHEME = "Bearer "
CONSENT = "consent"

log = logging.getLogger(__name__)


class ClinicTokenError(Exception):
    """The token of the environment is too short to be safe."""


def clinic_token() -> str | None:
    """The clinic's token; None where none is set, and then there is no such address."""
    token = os.environ.get(TOKEN_VARIABLE)
    if token and len(token) < SHORTEST_TOKEN:
        raise ClinicTokenError(f"{TOKEN_VARIABLE} must have at least {SHORTEST_TOKEN} characters. Make it longer.")
    return token or None


def sessions_blueprint(token: str) -> Blueprint:
    """The address for those who hold the token."""
    blueprint = Blueprint("clinic_sessions", url_prefix="/clinic")
    clinic, sessions = load_clinic(), Sessions(Database(), shared_vault())

    @blueprint.post("/sessions")
    async def take(request: Request) -> HTTPResponse:
        if not _is_held(request.headers.get("authorization", ""), token):
            return json({"error": f"Send the header `Authorization: {SCHEME}` with the clinic's token."}, status=401)
        now = now_in_utc()
        try:
            session = read_session(_fields(request.body), clinic, now)
            added = await asyncio.to_thread(sessions.add, session, now)
        except FormError as problem:
            problems = [{"field": _as_told(each.field), "problem": each.text} for each in problem.problems]
            return json({"errors": problems}, status=422)
        except SQLAlchemyError as failure:
            log.error("session not kept: %s", type(failure).__name__)
            return json({"error": "The session could not be kept. Send it again later."}, status=503)
        return json(_answer(added), status=201 if added.is_new else 200)

    return blueprint


def _is_held(header: str, token: str) -> bool:
    given = header.removeprefix(SCHEME) if header.startswith(SCHEME) else ""
    return hmac.compare_digest(given.encode(), token.encode())


def _fields(body: bytes) -> Mapping[str, Any]:
    """The fields as a table has them: `consent` is `{"who", "when", "how"}` here and three columns there."""
    try:
        told = json_format.loads(body)
    except ValueError:
        told = None
    if not isinstance(told, dict):
        raise FormError.about("body", "must be a JSON object.")
    consent = told.pop(CONSENT, None) or {}
    if not isinstance(consent, dict):
        raise FormError.about(CONSENT, "must be an object with who, when and how.")
    return {**told, **{f"{CONSENT}_{name}": value for name, value in consent.items()}}


def _as_told(field: str) -> str:
    return field.replace(f"{CONSENT}_", f"{CONSENT}.")


def _answer(added: Added) -> dict[str, Any]:
    return {
        "session": added.session.id,
        "time": added.session.at.isoformat(),
        "is_new": added.is_new,
        "has_moved": added.has_moved,
        "has_opted_out": added.has_opted_out,
        "followups": [moment.isoformat() for moment in added.due],
    }
