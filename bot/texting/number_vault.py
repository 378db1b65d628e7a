"""Keeping phone numbers: a keyed hash that names the conversation, and an encrypted form to send by."""

from __future__ import annotations

import base64
import hashlib
import hmac
import os
import secrets
from contextlib import suppress
from functools import lru_cache
from pathlib import Path

from cryptography.fernet import Fernet, InvalidToken
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from bot.data_files import PROJECT_ROOT

KEY_VARIABLE = "NEEDLEWISE_DATA_KEY"
SHORTEST_KEY = 32  # characters
LOCAL_KEY_FILE = PROJECT_ROOT / "var" / "local_data_key"
PREFIX = "sms:"


class VaultError(Exception):
    """The key of the environment cannot be used, or is not the one that a number was encrypted with."""


class NumberVault:
    """Both forms of a number come from one key; with another key a number gets another conversation."""

    def __init__(self, key: str) -> None:
        self._hash_key = _derive(key, b"conversation")
        self._cipher = Fernet(base64.urlsafe_b64encode(_derive(key, b"number")))

    def conversation(self, number: str) -> str:
        """The conversation id of a number in international form."""
        return PREFIX + hmac.new(self._hash_key, number.encode(), hashlib.sha256).hexdigest()[:40]

    def encrypt(self, number: str) -> str:
        """The number as it is stored; no two encryptions are alike."""
        return self._cipher.encrypt(number.encode()).decode()

    def decrypt(self, stored: str) -> str:
        """The number again; raises VaultError if it was encrypted with another key."""
        try:
            return self._cipher.decrypt(stored.encode()).decode()
        except InvalidToken as problem:
            raise VaultError(f"{KEY_VARIABLE} is not the key that the numbers were stored with.") from problem


def load_key(file: Path | None = None) -> str:
    """The key of the environment; without one, a random key that is kept on this machine."""
    key = os.environ.get(KEY_VARIABLE) or _local_key(file or LOCAL_KEY_FILE)
    if len(key) < SHORTEST_KEY:
        raise VaultError(f"{KEY_VARIABLE} must have at least {SHORTEST_KEY} characters. Make it longer.")
    return key


@lru_cache(maxsize=1)
def shared_vault() -> NumberVault:
    """The vault of this process."""
    return NumberVault(load_key())


def _derive(key: str, purpose: bytes) -> bytes:
    return HKDF(SHA256(), length=32, salt=b"needlewise", info=purpose).derive(key.encode())


def _local_key(file: Path) -> str:
    """Made once: of several processes that start together, the first one's key counts."""
    if not file.is_file():
        file.parent.mkdir(parents=True, exist_ok=True)
        draft = file.with_name(f"{file.name}.{secrets.token_hex(4)}")
        with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="ascii") as stream:
            stream.write(secrets.token_urlsafe(48))
        with suppress(FileExistsError):
            os.link(draft, file)
        draft.unlink()
    return file.read_text(encoding="ascii").strip()
