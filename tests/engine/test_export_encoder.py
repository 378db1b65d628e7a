"""Another encoder than the default one can be exported and used; needs the environment with torch."""

from __future__ import annotations

import subprocess
from pathlib import Path

import numpy as np
import pytest

from bot.data_files import PROJECT_ROOT
from bot.engine.encoder_making import EXPORT_ENVIRONMENT
from bot.language.encoder import SentenceEncoder

TINY_MODEL = """
import sys, torch
from sentence_transformers import SentenceTransformer
from sentence_transformers.models import Pooling, Transformer
from transformers import BertConfig, BertModel, BertTokenizerFast
target = sys.argv[1]
special = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"]
words = special + sorted(set("can i exercise tomorrow how many sessions a hello".split()))
open(target + ".txt", "w").write("\\n".join(words))
torch.manual_seed(3)
sizes = {"hidden_size": 64, "num_hidden_layers": 2, "num_attention_heads": 2, "intermediate_size": 128}
config = BertConfig(vocab_size=len(words), **sizes)
BertModel(config).save_pretrained(target + "-bert")
BertTokenizerFast(vocab_file=target + ".txt").save_pretrained(target + "-bert")
transformer = Transformer(target + "-bert")
SentenceTransformer(modules=[transformer, Pooling(64, pooling_mode="mean")], device="cpu").save(target)
"""


@pytest.mark.needs("export")
def test_a_model_by_path_with_other_dimensions_is_exported_and_close_to_the_original(tmp_path: Path) -> None:
    python, model, exported = str(EXPORT_ENVIRONMENT / "bin" / "python"), tmp_path / "tiny", tmp_path / "exported"
    subprocess.run([python, "-c", TINY_MODEL, str(model)], check=True, capture_output=True)
    subprocess.run(
        [python, "-m", "bot.engine.export_encoder", str(model), str(exported)],
        cwd=PROJECT_ROOT,
        check=True,
        capture_output=True,
    )
    encoder = SentenceEncoder(str(exported))
    reference = np.load(exported / "reference.npz")
    cosines = [
        float(encoder.encode(str(s)) @ v) for s, v in zip(reference["sentences"], reference["vectors"], strict=True)
    ]
    assert encoder.facts.dimensions == 64
    assert min(cosines) > 0.95


@pytest.mark.needs("export")
def test_weights_that_are_not_the_published_ones_are_refused(tmp_path: Path) -> None:
    check = (
        "import bot.engine.export_encoder as e; "
        "e.PACKAGED = {k: (m, f, '0' * 64) for k, (m, f, s) in e.PACKAGED.items()}; e.find_weights('all-MiniLM-L6-v2')"
    )
    python = str(EXPORT_ENVIRONMENT / "bin" / "python")
    done = subprocess.run([python, "-c", check], cwd=PROJECT_ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert "not the published ones" in done.stderr
