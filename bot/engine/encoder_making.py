"""Makes the exported encoder once, in a short-lived environment, because torch takes gigabytes."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import yaml

from bot.data_files import PROJECT_ROOT
from bot.engine.tuned_encoders import tuning_sha256
from bot.language.encoder import DEFAULT_ENCODER, EncoderError, encoder_directory, encoder_facts

EXPORT_ENVIRONMENT = PROJECT_ROOT / ".cache" / "export"
COMPONENT = "bot.nlu.sentence_vectors.SentenceVectors"


def configured_encoder(config: Path = PROJECT_ROOT / "config.yml") -> str:
    """The encoder that config.yml names."""
    pipeline = yaml.safe_load(config.read_text(encoding="utf-8"))["pipeline"]
    component = next(each for each in pipeline if each["name"] == COMPONENT)
    return str(component.get("encoder", DEFAULT_ENCODER))


def is_made(name_or_path: str) -> bool:
    """Whether the exported form of an encoder is there, tuned as it is to be now."""
    try:
        return encoder_facts(name_or_path).tuning_sha256 == tuning_sha256(name_or_path)
    except EncoderError:
        return False


def make_encoder(name_or_path: str) -> None:
    """Exports an encoder to `models/encoder`; raises EncoderError with what went wrong."""
    target = encoder_directory(name_or_path)
    unfinished = target.with_name(target.name + ".unfinished")
    try:
        failure = f"The encoder `{name_or_path}` could not be exported"
        run_in_export_environment("bot.engine.export_encoder", [name_or_path, str(unfinished)], failure)
        shutil.rmtree(target, ignore_errors=True)
        unfinished.rename(target)
    finally:
        shutil.rmtree(unfinished, ignore_errors=True)


def run_in_export_environment(module: str, arguments: list[str], failure: str) -> None:
    """Runs a module with torch at hand; raises EncoderError, which begins with `failure`.

    The environment is made if it is not there, and removed again unless KEEP_EXPORT_ENVIRONMENT is set.
    """
    quiet = {"TRANSFORMERS_VERBOSITY": "error", "HF_HUB_DISABLE_PROGRESS_BARS": "1", "TQDM_DISABLE": "1"}
    try:
        _run([str(export_python()), "-W", "ignore", "-m", module, *arguments], failure, {**os.environ, **quiet})
    finally:
        if not os.environ.get("KEEP_EXPORT_ENVIRONMENT"):
            shutil.rmtree(EXPORT_ENVIRONMENT, ignore_errors=True)


def export_python() -> Path:
    """The interpreter of the environment with torch, made if it is not there; raises EncoderError."""
    uv = os.environ.get("UV") or shutil.which("uv")
    if not uv:
        raise EncoderError("The encoder is made with uv, which was not found. Run `make encoder`, which brings it.")
    environment = {**os.environ, "UV_PROJECT_ENVIRONMENT": str(EXPORT_ENVIRONMENT)}
    command = [uv, "sync", "--frozen", "--only-group", "export", "--python", sys.executable]
    _run(command, "The environment for exporting the encoder could not be made", environment)
    return EXPORT_ENVIRONMENT / "bin" / "python"


def _run(command: list[str], failure: str, environment: dict[str, str] | None = None) -> None:
    done = subprocess.run(command, cwd=PROJECT_ROOT, env=environment, check=False)
    if done.returncode != 0:
        raise EncoderError(f"{failure}. The lines above say why; when it is mended, run `make encoder`.")
