"""Tokens open one conversation, for a while, and nothing else."""

from __future__ import annotations

from pathlib import Path

import jwt
import pytest

from bot.channels.web.session_token import SecretError, SessionError, SessionTokens, load_secret

SECRET = "a secret that is long enough for these tests"


def test_a_token_leads_to_its_own_conversation_and_no_other() -> None:
    tokens = SessionTokens(SECRET)
    first, second = tokens.issue(), tokens.issue()
    assert tokens.conversation(first) == tokens.conversation(first)
    assert tokens.conversation(first) != tokens.conversation(second)
    assert tokens.conversation(first).startswith("web:")


def test_an_expired_token_is_refused() -> None:
    with pytest.raises(SessionError, match="Expired"):
        SessionTokens(SECRET).conversation(SessionTokens(SECRET, lifetime_hours=-1).issue())


@pytest.mark.parametrize("text", ["", "x", "a.b.c", "web:1234", "null", "é" * 50])
def test_what_is_no_token_is_refused(text: str) -> None:
    with pytest.raises(SessionError):
        SessionTokens(SECRET).conversation(text)


def test_a_token_signed_with_another_secret_is_refused() -> None:
    with pytest.raises(SessionError):
        SessionTokens(SECRET).conversation(SessionTokens(SECRET + "!").issue())


def test_an_unsigned_token_is_refused() -> None:
    forged = jwt.encode({"sub": "web:1", "aud": "web", "exp": 9999999999}, None, algorithm="none")
    with pytest.raises(SessionError):
        SessionTokens(SECRET).conversation(forged)


@pytest.mark.parametrize(
    "claims", [{"sub": "web:1", "aud": "web"}, {"exp": 9999999999, "aud": "web"}, {"exp": 9999999999, "sub": "sms:1"}]
)
def test_a_token_for_another_purpose_or_without_end_is_refused(claims: dict[str, object]) -> None:
    with pytest.raises(SessionError):
        SessionTokens(SECRET).conversation(jwt.encode(claims, SECRET, algorithm="HS256"))


def test_a_local_secret_is_made_once_and_only_its_owner_may_read_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("NEEDLEWISE_SECRET", raising=False)
    file = tmp_path / "var" / "secret"
    assert load_secret(file) == load_secret(file)
    assert file.stat().st_mode & 0o777 == 0o600


def test_a_short_secret_is_refused_with_a_sentence(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NEEDLEWISE_SECRET", "short")
    with pytest.raises(SecretError, match="at least 32 characters"):
        load_secret(tmp_path / "secret")
