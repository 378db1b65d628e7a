"""Signed, expiring session tokens: who holds one may speak in its conversation, and in no other."""

from __future__ import annotations

import os
import secrets
import uuid
from datetime import datetime, timedelta, timezone
from pathlib import Path

import jwt

from bot.data_files import PROJECT_ROOT

SECRET_VARIABLE = "NEEDLEWISE_SECRET"  # noqa: S105 - the name of the variable
SHORTEST_SECRET = 32  # characters
LOCAL_SECRET_FILE = PROJECT_ROOT / "var" / "local_secret"
ALGORITHM = "HS256"
AUDIENCE = "web"
LIFETIME_HOURS = 24
CONVERSATION_PREFIX = "web:"


class SessionError(Exception):
    """A token is forged, expired, or no token at all."""


class SecretError(Exception):
    """The secret that signs tokens cannot be used."""


class SessionTokens:
    """Issues and verifies tokens; the conversation id in them is never taken from anywhere else."""

    def __init__(self, secret: str, lifetime_hours: float = LIFETIME_HOURS) -> None:
        self._secret = secret
        self._lifetime = timedelta(hours=lifetime_hours)

    @property
    def lifetime_seconds(self) -> int:
        """How long a new token is valid."""
        return int(self._lifetime.total_seconds())

    def issue(self) -> str:
        """A token for a new conversation."""
        claims = {
            "sub": CONVERSATION_PREFIX + uuid.uuid4().hex,
            "aud": AUDIENCE,
            "exp": datetime.now(timezone.utc) + self._lifetime,
        }
        return jwt.encode(claims, self._secret, algorithm=ALGORITHM)

    def conversation(self, token: str, may_be_expired: bool = False) -> str:
        """The conversation id of a valid token; raises SessionError for any other text."""
        try:
            claims = jwt.decode(
                token,
                self._secret,
                algorithms=[ALGORITHM],
                audience=AUDIENCE,
                options={"require": ["exp", "sub"], "verify_exp": not may_be_expired},
            )
        except jwt.PyJWTError as problem:
            raise SessionError(type(problem).__name__) from problem
        return str(claims["sub"])


def load_secret(file: Path = LOCAL_SECRET_FILE) -> str:
    """The secret of the environment; without one, a random secret that is kept on this machine.

    Raises SecretError for a secret that is too short to be safe.
    """
    secret = os.environ.get(SECRET_VARIABLE) or _local_secret(file)
    if len(secret) < SHORTEST_SECRET:
        raise SecretError(f"{SECRET_VARIABLE} must have at least {SHORTEST_SECRET} characters. Make it longer.")
    return secret


def _local_secret(file: Path) -> str:
    if not file.is_file():
        file.parent.mkdir(parents=True, exist_ok=True)
        descriptor = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(descriptor, "w", encoding="utf-8") as stream:
            stream.write(secrets.token_urlsafe(48))
    return file.read_text(encoding="utf-8").strip()
