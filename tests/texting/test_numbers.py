"""Phone numbers are read in any writing, and kept so that only the key's owner can read them."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.texting.number_vault import NumberVault, VaultError, load_key
from bot.texting.phone_numbers import NumberError, international
from tests.texting.conftest import KEY


@pytest.mark.parametrize(
    ("text", "country", "number"),
    [
        ("+61 491 570 006", None, "+61491570006"),
        ("0491 570 006", "AU", "+61491570006"),
        ("(0491) 570-006", "AU", "+61491570006"),
        ("+44 7700 900123", "AU", "+447700900123"),
        ("07700 900123", "GB", "+447700900123"),
    ],
)
def test_a_number_is_the_same_however_it_is_written(text: str, country: str | None, number: str) -> None:
    assert international(text, country) == number


@pytest.mark.parametrize(("text", "country"), [("0491 570 006", None), ("BIGBANK", "AU"), ("12345", None), ("", None)])
def test_what_is_no_number_is_refused_with_what_to_write(text: str, country: str | None) -> None:
    with pytest.raises(NumberError, match=r"Write it .*\+61412345678"):
        international(text, country)


def test_a_number_has_one_conversation_and_many_encryptions() -> None:
    vault, again = NumberVault(KEY), NumberVault(KEY)
    assert vault.conversation("+61491570006") == again.conversation("+61491570006")
    assert vault.conversation("+61491570006") != vault.conversation("+61491570007")
    assert vault.encrypt("+61491570006") != vault.encrypt("+61491570006")
    assert again.decrypt(vault.encrypt("+61491570006")) == "+61491570006"


def test_another_key_leads_to_another_conversation_and_reads_nothing() -> None:
    vault, other = NumberVault(KEY), NumberVault(KEY + "!")
    assert vault.conversation("+61491570006") != other.conversation("+61491570006")
    with pytest.raises(VaultError, match="NEEDLEWISE_DATA_KEY"):
        other.decrypt(vault.encrypt("+61491570006"))


def test_a_local_key_is_made_once_for_its_owner(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("NEEDLEWISE_DATA_KEY", raising=False)
    file = tmp_path / "var" / "key"
    assert load_key(file) == load_key(file)
    assert file.stat().st_mode & 0o777 == 0o600
    assert [path.name for path in file.parent.iterdir()] == ["key"]


def test_a_short_key_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NEEDLEWISE_DATA_KEY", "short")
    with pytest.raises(VaultError, match="at least 32"):
        load_key(tmp_path / "key")
