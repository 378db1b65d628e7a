"""What the web chat says around the answers, and the clinic's contacts, in the form that the widget gets."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import msgspec

from bot.answer import Answer, Wording
from bot.channels.web.outbound import CHANNEL
from bot.clinic import Clinic
from bot.data_files import DATA_DIR, read_mapping
from bot.rendering import Renderer

TEXTS_DIR = DATA_DIR / "web"
FIRST_LANGUAGE = "en"
_NUMBER = re.compile(r"\+?\(?\d[\d ()./-]*\d")


class WebTexts(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """One table of `data/web`; what each text is for stands beside the English one."""

    launcher: str
    about: str
    demo: str
    emergency: str
    welcome: str
    starters: list[str]
    privacy: str
    conversation: str
    question: str
    placeholder: str
    send: str
    you: str
    assistant: str
    typing: str
    slow: str
    unreachable: str
    nothing: str
    retry: str
    expired: str
    helpful: str
    helpful_yes: str
    helpful_no: str
    reason: str
    reasons: dict[str, str]
    thanks: str
    call: str
    compare: str
    compare_note: str
    person: str
    person_intro: str
    person_phone: str
    person_email: str
    person_hours: str
    person_address: str
    delete: str
    delete_question: str
    delete_yes: str
    delete_no: str
    deleted: str
    not_deleted: str
    close: str


class WidgetSettings:
    """All that the widget needs to know of the clinic, per language; nothing in it is secret."""

    def __init__(self, clinic: Clinic, renderer: Renderer, directory: Path = TEXTS_DIR) -> None:
        self._clinic = clinic
        self._renderer = renderer
        texts = {path.stem: read_mapping(path, "web_texts", WebTexts) for path in sorted(directory.glob("*.yml"))}
        self._settings = {language: self._build(language, table) for language, table in texts.items()}

    @property
    def languages(self) -> list[str]:
        """The languages that have a table of texts."""
        return list(self._settings)

    def of(self, language: str) -> dict[str, Any]:
        """The settings in a language such as `en` or `en-AU`; in English where there is no such table."""
        return self._settings.get(language.lower().split("-")[0], self._settings[FIRST_LANGUAGE])

    def _build(self, language: str, texts: WebTexts) -> dict[str, Any]:
        clinic = self._clinic
        dialled = (clinic.emergency_number, clinic.phone, clinic.crisis_line)
        links = {shown: link for line in dialled for shown, link in phone_links(line or "").items()}
        return {
            "language": language,
            "name": clinic.name,
            "demo": clinic.demo,
            "contacts": {
                name: value
                for name, value in (
                    ("phone", clinic.phone),
                    ("email", clinic.email),
                    ("hours", clinic.hours),
                    ("address", clinic.address),
                )
                if value
            },
            "links": {**links, **({clinic.email: f"mailto:{clinic.email}"} if clinic.email else {})},
            "texts": {name: self._filled(value) for name, value in msgspec.structs.asdict(texts).items()},
        }

    def _filled(self, value: Any) -> Any:
        if isinstance(value, dict):
            return {name: self._filled(text) for name, text in value.items()}
        if isinstance(value, list):
            return [self._filled(text) for text in value]
        text = value.replace("{retention_days}", str(self._clinic.retention_days))
        return self._renderer.render(Answer(kind="notice", wordings=(Wording(text, ""),)), CHANNEL).text


def phone_links(line: str) -> dict[str, str]:
    """The phone numbers in a line as they are shown, each with the link that dials it."""
    shown = (match.group().strip() for match in _NUMBER.finditer(line))
    return {number: "tel:" + re.sub(r"[^\d+]", "", number) for number in shown}
