"""Lets Rasa be imported without the packages that nothing here uses.

Rasa imports TensorFlow for its neural components whether they are used or not: 7 seconds and some 400 MB. The clients
of messengers, databases and event brokers, and what only training and testing use, as scikit-learn and matplotlib,
are 3 seconds and 80 MB more. In the place of each package stands one that can be imported, subclassed and annotated
with, which is all that happens when modules are loaded, and that fails with a sentence as soon as it is used.
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

from bot.data_files import PROJECT_ROOT

NEURAL = frozenset({"tensorflow", "tensorflow_addons", "tensorflow_text", "tensorflow_hub", "keras"})
MESSENGERS = frozenset({
    "aiogram", "slack_sdk", "fbmessenger", "webexteamssdk", "google.auth", "google.oauth2", "cachecontrol",
    "questionary", "prompt_toolkit",
})  # fmt: skip
STORES = frozenset({"boto3", "botocore", "pymongo", "aio_pika", "aiormq"})
TRAINING = frozenset({"sklearn", "matplotlib", "spacy.cli"})  # and testing, and spaCy's own commands
OURS = "bot."
RASAS_OWN = frozenset({
    "MemoizationPolicy", "AugmentedMemoizationPolicy", "RulePolicy", "WhitespaceTokenizer", "RegexFeaturizer",
    "RegexEntityExtractor", "CountVectorsFeaturizer", "LexicalSyntacticFeaturizer", "EntitySynonymMapper",
    "KeywordIntentClassifier", "FallbackClassifier", "LogisticRegressionClassifier",
})  # fmt: skip


def leave_out_unused(*, serving: bool) -> None:
    """Call before Rasa is imported; packages that are needed, or imported already, stay.

    With `serving`, what only training and testing use is left out as well.
    """
    unused = unused_packages(PROJECT_ROOT, serving=serving)
    imported = frozenset(above for name in sys.modules for above in _with_those_above(name))
    sys.meta_path.insert(0, _Finder(unused - imported))


def unused_packages(project: Path, *, serving: bool) -> frozenset[str]:
    """The packages that nothing in config.yml, credentials.yml and endpoints.yml of a project needs."""
    components = _components(_read(project / "config.yml"))
    channels, endpoints = _read(project / "credentials.yml"), _read(project / "endpoints.yml")
    others = {name.split(".")[-1] for name in components if not name.startswith(OURS)}
    does_without = bool(components) and others <= RASAS_OWN
    store = str((endpoints.get("tracker_store") or {}).get("type", ""))
    parts = (
        (NEURAL, does_without),
        (MESSENGERS, bool(channels) and all(name.startswith(OURS) for name in channels)),
        (STORES, store.startswith(OURS) and "event_broker" not in endpoints),
        (TRAINING, does_without and serving and "LogisticRegressionClassifier" not in others),
    )
    return frozenset().union(*(packages for packages, is_unused in parts if is_unused))


def _components(config: dict[str, Any]) -> list[str]:
    return [each["name"] for part in ("pipeline", "policies") for each in config.get(part) or []]


def _read(path: Path) -> dict[str, Any]:
    return (yaml.safe_load(path.read_text(encoding="utf-8")) if path.is_file() else None) or {}


def _with_those_above(module: str) -> set[str]:
    """A module's name and those of the packages that hold it."""
    names = module.split(".")
    return {".".join(names[:count]) for count in range(1, len(names) + 1)}


class _Absent(type):
    """A class of a package that is not there: any attribute of it is another one."""

    def __getattr__(cls, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        return _Absent(name, (), {})

    def __call__(cls, *args: Any, **kwargs: Any) -> Any:
        raise RuntimeError(
            f"{cls.__name__} was used, but its package was left out because neither config.yml, credentials.yml "
            "nor endpoints.yml names anything that needs it."
        )


class _AbsentModule(ModuleType):
    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        return _Absent(name, (), {})


class _Finder(MetaPathFinder, Loader):
    def __init__(self, packages: frozenset[str]) -> None:
        self._packages = packages

    def find_spec(
        self, fullname: str, path: Sequence[str] | None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        is_present = self._packages.isdisjoint(_with_those_above(fullname))
        return None if is_present else ModuleSpec(fullname, self, is_package=True)

    def create_module(self, spec: ModuleSpec) -> ModuleType:
        return _AbsentModule(spec.name)

    def exec_module(self, module: ModuleType) -> None:
        """There is nothing to run."""
