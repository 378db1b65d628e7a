"""The clinic's settings and who may be served with them."""

from __future__ import annotations

from pathlib import Path

import msgspec
import pytest

from bot.clinic import LOCAL_HOSTS, Clinic, ClinicError, check_may_serve, load_clinic
from bot.data_files import DataFileError

COMPLETE = Clinic(
    name="Riverbend",
    zone="Europe/London",
    phone="020 7946 0000",
    emergency_number="999",
    crisis_line="116 123",
    allow_unreviewed=True,
)
REAL_HOSTS = ["0.0.0.0", "192.168.1.5", "::", "clinic.example", "127.0.0.1.example", ""]


def written(folder: Path, settings: str) -> Path:
    """A folder with these lines under `clinic:`."""
    lines = "".join(f"  {line}\n" for line in settings.splitlines())
    (folder / "clinic.yml").write_text(f"clinic:\n{lines}", encoding="utf-8")
    return folder


def error_of(folder: Path) -> str:
    with pytest.raises(DataFileError) as caught:
        load_clinic(folder)
    return str(caught.value)


def changed(**settings: str | bool | None) -> Clinic:
    return msgspec.structs.replace(COMPLETE, **settings)


def test_clinic_of_the_repository_is_a_demo() -> None:
    assert load_clinic().demo


def test_only_name_and_zone_are_needed(tmp_path: Path) -> None:
    clinic = load_clinic(written(tmp_path, "name: Riverbend\nzone: Europe/London"))
    assert clinic == Clinic(name="Riverbend", zone="Europe/London")
    assert clinic.missing_contacts() == ["phone", "emergency_number", "crisis_line"]


def test_environment_names_the_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CLINIC_DIR", str(written(tmp_path, "name: From the environment\nzone: UTC")))
    assert load_clinic().name == "From the environment"


@pytest.mark.parametrize(
    ("settings", "problem"),
    [
        ("name: A\nzone: UTC\nfone: 1", "unknown field `fone`"),
        ("zone: UTC", "missing required field `name`"),
        ("name: A", "missing required field `zone`"),
        ("name: A\nzone: UTC\nemergency_number: 000", "got `int` - at `$.emergency_number`"),
        ("name: A\nzone: UTC\ndemo: perhaps", "got `str` - at `$.demo`"),
        ("name: A\nzone: UTC\nname: B", "the key `name` stands twice. Keep one of them."),
    ],
)
def test_wrong_setting_stops_with_file_line_and_problem(tmp_path: Path, settings: str, problem: str) -> None:
    error = error_of(written(tmp_path, settings))
    assert error.startswith(f"{tmp_path / 'clinic.yml'}, line ")
    assert problem in error
    assert error.endswith(".")


@pytest.mark.parametrize("zone", ["Australia/Riverbend", "AEST+10", "Australia", "../etc/passwd", "/etc/passwd", ""])
def test_zone_that_does_not_exist_stops_with_an_example(tmp_path: Path, zone: str) -> None:
    error = error_of(written(tmp_path, f"name: A\nzone: '{zone}'"))
    assert error == (
        f"{tmp_path / 'clinic.yml'}: the time zone `{zone}` does not exist. "
        "Write one like Australia/Sydney or Europe/London."
    )


def test_missing_file_stops_naming_it(tmp_path: Path) -> None:
    assert error_of(tmp_path).startswith(f"{tmp_path / 'clinic.yml'} is missing.")


@pytest.mark.parametrize("host", sorted(LOCAL_HOSTS))
def test_demo_clinic_is_served_on_this_machine(clinic: Clinic, host: str) -> None:
    assert check_may_serve(clinic, host, unreviewed=1) is None


@pytest.mark.parametrize("host", REAL_HOSTS)
def test_complete_clinic_is_served_on_any_host(host: str) -> None:
    assert check_may_serve(COMPLETE, host, unreviewed=1) is None


@pytest.mark.parametrize("host", REAL_HOSTS)
def test_demo_clinic_is_not_served_on_a_real_host(host: str) -> None:
    with pytest.raises(ClinicError, match="is a demo"):
        check_may_serve(changed(demo=True), host, unreviewed=1)


@pytest.mark.parametrize("contact", ["phone", "emergency_number", "crisis_line"])
@pytest.mark.parametrize("value", [None, ""])
def test_missing_contact_is_named_before_a_real_host_is_served(contact: str, value: str | None) -> None:
    with pytest.raises(ClinicError, match=rf"lacks {contact}\. Fill them in"):
        check_may_serve(changed(**{contact: value}), "0.0.0.0", unreviewed=1)


@pytest.mark.parametrize("contact", ["phone", "emergency_number", "crisis_line"])
def test_contact_of_blanks_is_missing(contact: str) -> None:
    with pytest.raises(ClinicError):
        check_may_serve(changed(**{contact: "  "}), "0.0.0.0", unreviewed=1)


def test_all_missing_contacts_are_named_at_once() -> None:
    with pytest.raises(ClinicError, match="lacks phone, emergency_number, crisis_line"):
        check_may_serve(changed(phone=None, emergency_number=None, crisis_line=None), "0.0.0.0", unreviewed=1)


def test_unreviewed_answers_are_not_served_on_a_real_host_unless_allowed() -> None:
    with pytest.raises(ClinicError, match="allow_unreviewed: true"):
        check_may_serve(changed(allow_unreviewed=False), "0.0.0.0", unreviewed=1)


def test_every_contact_of_a_text_is_a_setting() -> None:
    assert COMPLETE.contacts() == {
        "clinic_name": "Riverbend",
        "clinic_phone": "020 7946 0000",
        "clinic_hours": None,
        "clinic_address": None,
        "clinic_parking": None,
        "clinic_booking_link": None,
        "emergency_number": "999",
        "crisis_line": "116 123",
    }


def test_signed_answers_need_no_permission() -> None:
    assert check_may_serve(changed(allow_unreviewed=False), "0.0.0.0", unreviewed=0) is None
