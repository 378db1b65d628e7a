"""Sentence vectors from an exported encoder: onnxruntime and tokenizers, no torch."""

from __future__ import annotations

import os
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import msgspec
import numpy as np
import onnxruntime
from numpy.typing import NDArray
from tokenizers import Tokenizer

from bot.data_files import PROJECT_ROOT

DEFAULT_ENCODER = "needlewise-MiniLM"
ENCODERS_DIR = PROJECT_ROOT / "models" / "encoder"
FACTS_FILE = "encoder.json"
FILES = (FACTS_FILE, "model.onnx", "tokenizer.json")

LAST_TEXTS = 64  # one message is encoded for its safety and for its question, with other visitors' between

Vector = NDArray[np.float32]


class EncoderError(Exception):
    """The exported encoder is missing or not complete."""


@dataclass(frozen=True)
class EncoderFacts:
    """What `encoder.json` says of an exported encoder."""

    name: str
    dimensions: int
    longest_input: int
    model_sha256: str
    tuning_sha256: str = ""  # of what it is tuned by


def encoder_directory(name_or_path: str) -> Path:
    """Where the exported form of an encoder lives: under its own name, or where the path itself points."""
    given = Path(name_or_path).expanduser()
    if (given / "encoder.json").is_file():
        return given
    return ENCODERS_DIR / (given.resolve().name if given.is_dir() else name_or_path.replace("/", "--"))


def encoder_facts(name_or_path: str) -> EncoderFacts:
    """The facts of an exported encoder; raises EncoderError if it is not there or not whole."""
    directory = encoder_directory(name_or_path)
    if not all((directory / name).is_file() for name in FILES):
        raise EncoderError(f"The sentence encoder `{name_or_path}` has not been made yet. Run `make encoder`.")
    try:
        return msgspec.json.decode((directory / FACTS_FILE).read_bytes(), type=EncoderFacts)
    except msgspec.DecodeError as problem:
        raise EncoderError(
            f"{FACTS_FILE} of the sentence encoder `{name_or_path}` cannot be read ({problem}). "
            "Remove its folder and run `make encoder`."
        ) from problem


class SentenceEncoder:
    """Turns a sentence into a vector of length 1.

    Sentences are encoded one at a time: in the quantised model the vector of a sentence would
    otherwise depend on its neighbours in a batch.
    """

    def __init__(self, name_or_path: str) -> None:
        """Loads the model; raises EncoderError if it has not been exported yet."""
        directory = encoder_directory(name_or_path)
        self.facts = encoder_facts(name_or_path)
        self._tokenizer = Tokenizer.from_file(str(directory / "tokenizer.json"))
        self._tokenizer.enable_truncation(self.facts.longest_input)
        self._tokenizer.no_padding()
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = 1
        options.inter_op_num_threads = 1
        self._session = onnxruntime.InferenceSession(
            str(directory / "model.onnx"), options, providers=["CPUExecutionProvider"]
        )
        self._inputs = {entry.name for entry in self._session.get_inputs()}
        self._recent = lru_cache(maxsize=LAST_TEXTS)(self._encode)

    def encode(self, text: str) -> Vector:
        """The vector of one text, shape (dimensions,), float32, of length 1, not to be written to."""
        return self._recent(text)

    def encode_all(self, texts: Sequence[str]) -> Vector:
        """The vectors of many texts, shape (texts, dimensions): still one by one, but on all processors."""
        with ThreadPoolExecutor(os.cpu_count()) as pool:
            vectors = list(pool.map(self._encode, texts))
        return np.array(vectors, dtype=np.float32).reshape(len(texts), self.facts.dimensions)

    def _encode(self, text: str) -> Vector:
        encoding = self._tokenizer.encode(text)
        given = {
            "input_ids": encoding.ids,
            "attention_mask": encoding.attention_mask,
            "token_type_ids": encoding.type_ids,
        }
        feed = {name: np.array([given[name]], dtype=np.int64) for name in self._inputs}
        vector: Vector = self._session.run(["sentence_embedding"], feed)[0][0]
        vector.flags.writeable = False
        return vector


@lru_cache(maxsize=2)
def shared_encoder(name_or_path: str) -> SentenceEncoder:
    """The encoder of this process: loaded once, used by training and serving alike."""
    return SentenceEncoder(name_or_path)
