"""What the widget says: complete in every language, plain, and with the clinic's own contacts."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any, get_args

import pytest
import textstat

from bot.channels.web.feedback import Reason
from bot.channels.web.texts import TEXTS_DIR, WidgetSettings, phone_links
from bot.clinic import Clinic
from bot.data_files import DataFileError
from bot.rendering import Renderer

LANGUAGES = sorted(path.stem for path in TEXTS_DIR.glob("*.yml"))
HIGHEST_GRADE = 8
FULL = Clinic(
    name="Harbour Physio",
    zone="Europe/London",
    phone="020 7946 0000",
    email="hello@harbour.example",
    hours="9 to 5",
    emergency_number="999",
    crisis_line="Samaritans, 116 123",
)
BARE = Clinic(name="Harbour Physio", zone="Europe/London")


def settings_of(clinic: Clinic, language: str = "en") -> dict[str, Any]:
    return WidgetSettings(clinic, Renderer(clinic)).of(language)


def sentences(value: Any) -> list[str]:
    if isinstance(value, dict):
        return [text for part in value.values() for text in sentences(part)]
    return [text for part in value for text in sentences(part)] if isinstance(value, list) else [value]


@pytest.mark.parametrize("clinic", [FULL, BARE], ids=["full", "bare"])
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_text_is_there_with_its_placeholders_filled(language: str, clinic: Clinic) -> None:
    texts = settings_of(clinic, language)["texts"]
    left = {name for text in sentences(texts) for name in re.findall(r"\{(\w+)\}", text)}
    assert left == {"number"}
    assert all(text.strip() for text in sentences(texts))


@pytest.mark.parametrize("name", ["welcome", "privacy", "unreachable", "nothing", "not_deleted", "person_intro"])
def test_texts_are_readable_in_grade_eight(name: str) -> None:
    text = settings_of(FULL)["texts"][name].replace("**", "")
    assert textstat.flesch_kincaid_grade(text) <= HIGHEST_GRADE


def test_no_text_shouts() -> None:
    assert not [text for text in sentences(settings_of(FULL)["texts"]) if "!" in text]


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_reason_has_its_words(language: str) -> None:
    assert set(settings_of(FULL, language)["texts"]["reasons"]) == set(get_args(Reason))


def test_an_apology_names_phone_and_emergency_number() -> None:
    for name in ("unreachable", "nothing"):
        text = settings_of(FULL)["texts"][name]
        assert "020 7946 0000" in text
        assert "In an emergency, call 999 now." in text


def test_the_privacy_notice_says_how_long_and_how_to_delete() -> None:
    clinic = Clinic(name="Harbour Physio", zone="Europe/London", retention_days=30)
    privacy = settings_of(clinic)["texts"]["privacy"]
    assert "30 days" in privacy
    assert settings_of(clinic)["texts"]["delete"] in privacy


def test_contacts_become_links_only_where_they_are_filled_in() -> None:
    assert settings_of(FULL)["links"] == {
        "999": "tel:999",
        "020 7946 0000": "tel:02079460000",
        "116 123": "tel:116123",
        "hello@harbour.example": "mailto:hello@harbour.example",
    }
    assert settings_of(BARE)["links"] == {}
    assert settings_of(BARE)["contacts"] == {}


@pytest.mark.parametrize(
    ("line", "links"),
    [
        ("(02) 5550 0134", {"(02) 5550 0134": "tel:0255500134"}),
        ("+44 20 7946 0000", {"+44 20 7946 0000": "tel:+442079460000"}),
        ("Lifeline 13 11 14 or text 0477 13 11 14", {"13 11 14": "tel:131114", "0477 13 11 14": "tel:0477131114"}),
        ("999", {"999": "tel:999"}),
        ("a crisis line near you", {}),
        ("", {}),
    ],
)
def test_phone_numbers_in_a_line_can_be_dialled(line: str, links: dict[str, str]) -> None:
    assert phone_links(line) == links


@pytest.mark.parametrize("language", ["en-AU", "EN", "xx", "", "../../clinic"])
def test_an_unknown_language_is_english(language: str) -> None:
    assert settings_of(BARE, language)["language"] == "en"


def test_a_table_without_a_text_stops_the_start(tmp_path: Path) -> None:
    (tmp_path / "de.yml").write_text("web_texts:\n  launcher: Frage\n", encoding="utf-8")
    with pytest.raises(DataFileError, match="missing required field"):
        WidgetSettings(BARE, Renderer(BARE), tmp_path)
