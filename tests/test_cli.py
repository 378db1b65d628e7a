"""The `needlewise` command as a person types it."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from bot.data_files import PROJECT_ROOT
from tests.conftest import DOCUMENTS

ADA = ("--name", "Dr Ada Example", "--role", "physiotherapist")


def needlewise(*words: str, typed: str = "", **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "bot.cli", *words],
        cwd=PROJECT_ROOT,
        input=typed,
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        check=False,
    )


def test_show_prints_an_answer_as_patients_get_it() -> None:
    printed = needlewise("knowledge", "show", "sessions/sport").stdout
    assert "6 to 8 sessions over 4 to 6 weeks" in printed
    assert "6-8 sessions over 4-6 weeks" in printed
    assert "not yet reviewed by a clinician" in printed


def test_coverage_accounts_for_each_statement() -> None:
    printed = needlewise("knowledge", "coverage").stdout.splitlines()
    assert len(printed) == 197
    assert "of 196 statements accounted for" in printed[-1]


@pytest.mark.needs("documents")
def test_verify_confirms_the_register() -> None:
    printed = needlewise("knowledge", "verify", "--documents", str(DOCUMENTS)).stdout
    assert "196 statements fit their lines" in printed


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("knowledge", "show", "aftercare/nonsense"), "There is no entry"),
        (("knowledge", "verify", "--documents", "nowhere"), "Give the folder"),
        (("knowledge", "sign", "aftercare/nonsense", *ADA), "There is no answer"),
        (("knowledge", "sign", "aftercare/water"), "The name is missing."),
        (("knowledge", "sign", *ADA), "Name the answers to sign"),
        (("knowledge", "sign", "aftercare/water", *ADA, "--date", "soon"), "is no day"),
    ],
)
def test_a_mistake_is_answered_with_a_sentence_and_no_traceback(words: tuple[str, ...], sentence: str) -> None:
    done = needlewise(*words)
    assert done.returncode == 1
    assert sentence in done.stderr
    assert "Traceback" not in done.stderr


@pytest.fixture
def clinic_folder(tmp_path: Path) -> Path:
    """A clinic of its own that a test may sign for."""
    return Path(shutil.copytree(PROJECT_ROOT / "clinic", tmp_path / "clinic"))


def test_sign_shows_the_texts_and_signs_them(clinic_folder: Path) -> None:
    done = needlewise("knowledge", "sign", "aftercare/water", *ADA, CLINIC_DIR=str(clinic_folder))
    assert "> " in done.stdout
    assert "Signed: aftercare/water" in done.stdout
    shown = needlewise("knowledge", "show", "aftercare/water", CLINIC_DIR=str(clinic_folder)).stdout
    assert "reviewed by Dr Ada Example, physiotherapist" in shown


@pytest.mark.parametrize(("typed", "signed"), [("y\n", 2), ("n\n", 0), ("", 0)])
def test_several_answers_are_signed_only_after_a_yes(clinic_folder: Path, typed: str, signed: int) -> None:
    ids = ("aftercare/water", "aftercare/rest")
    done = needlewise("knowledge", "sign", *ids, *ADA, typed=typed, CLINIC_DIR=str(clinic_folder))
    assert "Have you read these 2 answers" in done.stdout
    assert "Should I rest afterwards?" in done.stdout
    assert (clinic_folder / "reviews.yml").read_text(encoding="utf-8").count("- id: ") == signed
    assert (done.returncode == 0) is (signed > 0)
    assert "Traceback" not in done.stderr


def test_clinic_check_lists_what_is_not_filled_in() -> None:
    printed = needlewise("clinic", "check").stdout
    assert "emergency_number: not filled in" in printed
    assert "demo" in printed


def test_a_broken_setting_stops_the_start_and_names_file_and_line(tmp_path: Path) -> None:
    (tmp_path / "clinic.yml").write_text("clinic:\n  name: X\n  zone: Europe/London\n  fone: 1\n")
    done = needlewise("serve", CLINIC_DIR=str(tmp_path))
    assert done.returncode == 1
    assert "clinic.yml, line 2" in done.stderr
    assert "fone" in done.stderr


def test_embed_prints_a_pinned_script_tag() -> None:
    printed = needlewise("web", "embed", "--address", "https://chat.clinic.example").stdout
    assert '<script src="https://chat.clinic.example/webhooks/web/widget.' in printed
    assert 'integrity="sha384-' in printed
    assert "`origins` in clinic/clinic.yml (listed: none yet)" in printed


def test_embed_refuses_what_is_no_address() -> None:
    refused = needlewise("web", "embed", "--address", "chat.clinic.example")
    assert refused.returncode == 1
    assert "Write it like https://chat.your-clinic.example" in refused.stderr


def test_a_patient_is_exported_erased_and_listed(tmp_path: Path) -> None:
    own = {"DATABASE_URL": f"sqlite:///{tmp_path / 'texting.db'}"}
    exported = json.loads(needlewise("patient", "export", "0491 570 006", **own).stdout)
    assert exported["number"] == "+61491570006"
    assert "Erased" in needlewise("patient", "erase", "+61 491 570 006", **own).stdout
    assert needlewise("patient", "list", **own).returncode == 0
    wrong = needlewise("patient", "erase", "nobody", **own)
    assert wrong.returncode == 1
    assert "no phone number" in wrong.stderr
