"""What the encoder is tuned on, and the way there: `make tune-encoder`.

It takes half an hour on two cores, and both frozen models and the trained one have to be made anew after it. The result
is kept in `data/encoder/`, so that nobody has to tune who only uses it.
"""

from __future__ import annotations

import json
from pathlib import Path
from tempfile import TemporaryDirectory

from bot.data_files import read_training_examples
from bot.engine.encoder_making import run_in_export_environment
from bot.engine.tuned_encoders import OURS, TUNED
from bot.language.reader import Reader
from bot.safety.second_look_making import all_examples
from bot.texting import opt_out_making


def tuning_examples(reader: Reader) -> list[list[str | None]]:
    """Texts in standard words, each with the question, the fixed text and the opt-out that it is an example of.

    A text that is an example for several comes once; None stands where nobody has said.
    """
    questions = {reader.read(text).normalised: intent for text, intent in read_training_examples()}
    dangers: dict[str, str] = {}
    for example in all_examples(reader):
        dangers.setdefault(example.document.normalised, example.needs)
    opt_outs: dict[str, str] = {}
    for text in opt_out_making.all_examples(reader):
        opt_outs.setdefault(text.document.normalised, text.asks_for)
    kinds = (questions, dangers, opt_outs)
    return [[text, *(kind.get(text) for kind in kinds)] for text in {**questions, **dangers, **opt_outs}]


def tune_encoder() -> None:
    """Writes `data/encoder/tuning.npz`; raises EncoderError with what went wrong."""
    begins_with, tuning = TUNED[OURS]
    with TemporaryDirectory() as folder:
        examples = Path(folder) / "examples.json"
        examples.write_text(json.dumps(tuning_examples(Reader())), encoding="utf-8")
        tuning.parent.mkdir(exist_ok=True)
        arguments = [begins_with, str(examples), str(tuning)]
        run_in_export_environment("bot.engine.tune_encoder", arguments, "The encoder could not be tuned")
