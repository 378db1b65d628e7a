"""Who may import whom, and the style that holds everywhere; read from the source, nothing is imported."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path

import pytest

from bot.data_files import PROJECT_ROOT

LONGEST_MODULE = 300  # lines
LONGEST_FUNCTION = 40

Function = ast.FunctionDef | ast.AsyncFunctionDef

BASE = ("bot.answer", "bot.data_files", "bot.databases", "bot.clinic", "bot.replies")
HEART = (
    *BASE, "bot.language", "bot.safety", "bot.knowledge", "bot.rendering", "bot.review", "bot.unanswered",
    "bot.texting", "bot.followups",
)  # fmt: skip
ADAPTERS = ("bot.nlu", "bot.channels")
OUTSIDE = ("evaluation", "benchmarks")

# What no module of a room may import, from the table in the design.
LATER_ROOMS = (*ADAPTERS, "bot.engine", "bot.cli")
FORBIDDEN: dict[str, tuple[str, ...]] = {
    **dict.fromkeys(HEART, ("rasa", "rasa_sdk", "actions", *LATER_ROOMS, *OUTSIDE)),
    **dict.fromkeys(ADAPTERS, ("rasa_sdk", "actions", "bot.engine", "bot.cli", *OUTSIDE)),
    "actions": ("rasa", *LATER_ROOMS, *OUTSIDE),
    "bot.engine": OUTSIDE,
    "bot.cli": OUTSIDE,
    "evaluation": ("rasa", "rasa_sdk", "actions", *ADAPTERS, "bot.cli", "benchmarks"),
    "benchmarks": ("rasa", "rasa_sdk", "actions", *LATER_ROOMS, "evaluation"),
}

# Inside the heart: what a room may import of our own, besides itself.
ALLOWED_IN_HEART: dict[str, tuple[str, ...]] = {
    "bot.answer": (),
    "bot.data_files": (),
    "bot.databases": (),
    "bot.clinic": ("bot.data_files",),
    "bot.replies": ("bot.answer", "bot.clinic", "bot.data_files"),
    "bot.language": BASE,
    "bot.safety": (*BASE, "bot.language"),
    "bot.knowledge": (*BASE, "bot.language", "bot.safety.messages"),
    "bot.rendering": (*BASE, "bot.language", "bot.safety", "bot.knowledge"),
    "bot.review": (*BASE, "bot.language", "bot.safety", "bot.knowledge", "bot.rendering"),
    "bot.unanswered": (*BASE, "bot.language", "bot.safety.alerts"),
    "bot.texting": (*BASE, "bot.language", "bot.safety", "bot.rendering"),
    "bot.followups": (*BASE, "bot.language", "bot.safety", "bot.knowledge", "bot.rendering", "bot.texting"),
}


@lru_cache
def parsed(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


def module_name(path: Path) -> str:
    parts = path.relative_to(PROJECT_ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


MODULES = {
    module_name(path): path
    for folder in ("bot", "actions", *OUTSIDE)
    for path in sorted((PROJECT_ROOT / folder).rglob("*.py"))
}
PRODUCT = [name for name in MODULES if not name.startswith(OUTSIDE)]


def is_in(module: str, rooms: tuple[str, ...]) -> bool:
    return any(module == room or module.startswith(f"{room}.") for room in rooms)


def room_of(module: str) -> str | None:
    return next((room for room in FORBIDDEN if is_in(module, (room,))), None)


def imports(path: Path) -> set[str]:
    """All modules that a file imports, inside functions too; a name taken from a package may be a module of it."""
    found = set()
    for node in ast.walk(parsed(path)):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path.name}, line {node.lineno}: write imports in full."
            names = {f"{node.module}.{alias.name}" for alias in node.names}
            found |= names & MODULES.keys() or {str(node.module)}
    return found


def functions(module: str) -> list[Function]:
    return [node for node in ast.walk(parsed(MODULES[module])) if isinstance(node, Function)]


def length_of(node: Function) -> int:
    return (node.end_lineno or 0) - node.lineno + 1


def public_parts(tree: ast.Module | ast.ClassDef) -> Iterator[ast.ClassDef | Function]:
    """Public classes and functions of a module, and public methods of its public classes."""
    for node in tree.body:
        if isinstance(node, ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef) and not node.name.startswith("_"):
            yield node
            if isinstance(node, ast.ClassDef):
                yield from public_parts(node)


@pytest.mark.parametrize("module", MODULES)
def test_module_belongs_to_a_room(module: str) -> None:
    assert module == "bot" or room_of(module)


@pytest.mark.parametrize("module", MODULES)
def test_module_imports_nothing_that_its_room_may_not(module: str) -> None:
    forbidden = FORBIDDEN.get(room_of(module) or "", ())
    assert not [name for name in imports(MODULES[module]) if is_in(name, forbidden)]


@pytest.mark.parametrize("module", [name for name in MODULES if room_of(name) in ALLOWED_IN_HEART])
def test_room_of_the_heart_imports_only_the_rooms_before_it(module: str) -> None:
    room = room_of(module) or ""
    ours = [name for name in imports(MODULES[module]) if is_in(name, ("bot", "actions", *OUTSIDE))]
    assert not [name for name in ours if not is_in(name, (room, *ALLOWED_IN_HEART[room]))]


@pytest.mark.parametrize("module", MODULES)
def test_module_and_its_public_parts_say_what_they_are_for(module: str) -> None:
    tree = parsed(MODULES[module])
    assert ast.get_docstring(tree)
    silent = [part.name for part in public_parts(tree) if not ast.get_docstring(part)]
    if module.startswith("actions."):
        silent = [name for name in silent if name != "name"]  # it says what it says
    assert not silent


def test_no_module_loads_anything_by_a_name_in_a_text() -> None:
    for module in PRODUCT:
        called = [node.func for node in ast.walk(parsed(MODULES[module])) if isinstance(node, ast.Call)]
        assert not {getattr(func, "id", "") for func in called} & {"import_module", "__import__", "exec", "eval"}, (
            module
        )
        assert "import_module" not in {getattr(func, "attr", "") for func in called}, module


def test_modules_are_short() -> None:
    lengths = {module: len(path.read_text(encoding="utf-8").splitlines()) for module, path in MODULES.items()}
    assert not {module: length for module, length in lengths.items() if length > LONGEST_MODULE}


def test_functions_are_short() -> None:
    lengths = {f"{module}.{node.name}": length_of(node) for module in MODULES for node in functions(module)}
    assert not {name: length for name, length in lengths.items() if length > LONGEST_FUNCTION}


def test_functions_have_types_on_their_signatures() -> None:
    untyped = []
    for name, node in ((f"{module}.{node.name}", node) for module in PRODUCT for node in functions(module)):
        arguments = [*node.args.posonlyargs, *node.args.args, *node.args.kwonlyargs]
        arguments = [each for each in arguments if each.arg not in {"self", "cls"}]
        if node.returns is None or any(each.annotation is None for each in arguments):
            untyped.append(name)
    assert not untyped


def test_only_the_engine_and_the_command_print() -> None:
    for module in (name for name in PRODUCT if not is_in(name, ("bot.cli", "bot.engine"))):
        calls = [node for node in ast.walk(parsed(MODULES[module])) if isinstance(node, ast.Call)]
        assert "print" not in {getattr(call.func, "id", "") for call in calls}, module


def test_no_two_modules_import_each_other() -> None:
    graph = {name: imports(path) & MODULES.keys() for name, path in MODULES.items()}
    assert not [(name, other) for name, others in graph.items() for other in others if name in graph[other]]
