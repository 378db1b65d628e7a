"""The clinic that runs this assistant: its name, contacts and settings, checked once at start."""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import Annotated
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import msgspec

from bot.data_files import PROJECT_ROOT, DataFileError, read_mapping

LOCAL_HOSTS = frozenset({"127.0.0.1", "localhost", "::1"})
ORIGIN = re.compile(r"https?://[^/?#@\s*]+")


class ClinicError(Exception):
    """The clinic's settings do not allow what was asked for."""


class Clinic(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What `clinic/clinic.yml` says. A contact that is None was not filled in."""

    name: str
    zone: str
    demo: bool = False
    phone: str | None = None
    email: str | None = None
    hours: str | None = None
    address: str | None = None
    parking: str | None = None
    emergency_number: str | None = None
    crisis_line: str | None = None
    booking_link: str | None = None
    country: str | None = None
    alert_webhook: str | None = None
    allow_unreviewed: bool = False
    origins: tuple[str, ...] = ()
    keep_unanswered: bool = False
    retention_days: Annotated[int, msgspec.Meta(ge=1, le=3650)] = 90

    def contacts(self) -> dict[str, str | None]:
        """The values of the placeholders that texts may use for this clinic; None where nothing was filled in."""
        values = {
            "clinic_name": self.name,
            "clinic_phone": self.phone,
            "clinic_hours": self.hours,
            "clinic_address": self.address,
            "clinic_parking": self.parking,
            "clinic_booking_link": self.booking_link,
            "emergency_number": self.emergency_number,
            "crisis_line": self.crisis_line,
        }
        return {name: value if _is_filled_in(value) else None for name, value in values.items()}

    def missing_contacts(self) -> list[str]:
        """The settings without which no real patient may be served."""
        needed = {"phone": self.phone, "emergency_number": self.emergency_number, "crisis_line": self.crisis_line}
        return [name for name, value in needed.items() if not _is_filled_in(value)]


def contact_names() -> frozenset[str]:
    """The placeholders that any text may use; the renderer fills them in."""
    return frozenset(Clinic(name="", zone="UTC").contacts())


def clinic_dir() -> Path:
    """The folder of all that a clinic edits: the environment's CLINIC_DIR, or `clinic/`."""
    return Path(os.environ.get("CLINIC_DIR") or PROJECT_ROOT / "clinic")


def load_clinic(directory: Path | None = None) -> Clinic:
    """The clinic of `directory`, or of the environment's CLINIC_DIR, or of `clinic/`.

    Raises DataFileError for a wrong file, a time zone that does not exist, or an origin that is none.
    """
    path = (directory or clinic_dir()) / "clinic.yml"
    clinic = read_mapping(path, "clinic", Clinic)
    try:
        ZoneInfo(clinic.zone)
    except (ZoneInfoNotFoundError, ValueError) as problem:
        raise DataFileError(
            f"{path}: the time zone `{clinic.zone}` does not exist. Write one like Australia/Sydney or Europe/London."
        ) from problem
    for origin in clinic.origins:
        if not ORIGIN.fullmatch(origin) or urlsplit(origin).hostname is None:
            raise DataFileError(
                f"{path}: `{origin}` is not the origin of a website. Write it like https://www.your-clinic.example"
            )
    return clinic


def _is_local(host: str) -> bool:
    return host in LOCAL_HOSTS or host.endswith(".localhost")


def _is_filled_in(value: str | None) -> bool:
    return any(character.isalnum() for character in value or "")


def check_may_serve(clinic: Clinic, host: str, unreviewed: int, carrier: str | None = None) -> None:
    """Refuses to serve real patients with demo values, missing contacts or unreviewed answers.

    A host or website is real unless it is this machine itself; so is a `carrier` that reaches real phones. `unreviewed`
    counts the answers that no clinician has signed. Raises ClinicError.
    """
    websites = [urlsplit(origin).hostname or "" for origin in clinic.origins]
    real = [place for place in (host, *websites) if not _is_local(place)]
    if not real and carrier is None:
        return
    if clinic.demo:
        where = f"texted by {carrier}" if carrier else f"on {real[0]}"
        raise ClinicError(
            f"The clinic is a demo, so it can only be served on 127.0.0.1, not {where}. "
            "Fill in clinic/clinic.yml and remove `demo: true`."
        )
    if missing := clinic.missing_contacts():
        raise ClinicError(f"clinic/clinic.yml lacks {', '.join(missing)}. Fill them in before patients can reach this.")
    if unreviewed and not clinic.allow_unreviewed:
        raise ClinicError(
            f"No clinician has signed {unreviewed} of the answers. Let one sign them, "
            "or write `allow_unreviewed: true` in clinic/clinic.yml."
        )
