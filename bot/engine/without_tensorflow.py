"""Lets Rasa be imported without TensorFlow while no component of config.yml needs it.

Rasa imports TensorFlow for its neural components wherever it is used, which costs seconds and some 400 MB even where
none of them stands in the pipeline. In its place stands a package that can be imported, subclassed and annotated
with, which is all that Rasa's modules do when they are loaded, and that fails with a sentence as soon as it is used.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from importlib.abc import Loader, MetaPathFinder
from importlib.machinery import ModuleSpec
from pathlib import Path
from types import ModuleType
from typing import Any

import yaml

PACKAGES = frozenset({"tensorflow", "tensorflow_addons", "tensorflow_text", "tensorflow_hub", "keras"})
OURS = "bot."
RASAS_OWN = frozenset({
    "MemoizationPolicy", "AugmentedMemoizationPolicy", "RulePolicy", "WhitespaceTokenizer", "RegexFeaturizer",
    "RegexEntityExtractor", "CountVectorsFeaturizer", "LexicalSyntacticFeaturizer", "EntitySynonymMapper",
    "KeywordIntentClassifier", "FallbackClassifier", "LogisticRegressionClassifier",
})  # fmt: skip


def needs_tensorflow(config: Path) -> bool:
    """Whether a component or policy of a configuration is any but ours and those of Rasa's that do without."""
    settings = yaml.safe_load(config.read_text(encoding="utf-8")) or {}
    named = [each["name"] for part in ("pipeline", "policies") for each in settings.get(part) or []]
    return not named or any(not name.startswith(OURS) and name.split(".")[-1] not in RASAS_OWN for name in named)


def leave_tensorflow_out(config: Path) -> bool:
    """Call before Rasa is imported; False where TensorFlow is needed, or imported already, and stays."""
    if needs_tensorflow(config) or "tensorflow" in sys.modules:
        return False
    sys.meta_path.insert(0, _Finder())
    return True


class _Absent(type):
    """A class of TensorFlow that is not there: any attribute of it is another one."""

    def __getattr__(cls, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        return _Absent(name, (), {})

    def __call__(cls, *args: Any, **kwargs: Any) -> Any:
        raise RuntimeError(
            f"{cls.__name__} was used, but TensorFlow was left out because no component of config.yml needs it."
        )


class _AbsentModule(ModuleType):
    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        return _Absent(name, (), {})


class _Finder(MetaPathFinder, Loader):
    def find_spec(
        self, fullname: str, path: Sequence[str] | None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        return ModuleSpec(fullname, self, is_package=True) if fullname.partition(".")[0] in PACKAGES else None

    def create_module(self, spec: ModuleSpec) -> ModuleType:
        return _AbsentModule(spec.name)

    def exec_module(self, module: ModuleType) -> None:
        """There is nothing to run."""
