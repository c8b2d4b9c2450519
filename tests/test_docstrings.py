"""Public functions say what they raise: themselves, or through a private function of their own file."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
SOURCES = sorted(path for top in ("bot", "jobs") for path in (ROOT / top).rglob("*.py"))
Function = ast.FunctionDef | ast.AsyncFunctionDef


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_public_functions_say_what_they_raise(path: Path) -> None:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    private = {each.name: each for each in tree.body if isinstance(each, Function) and each.name.startswith("_")}
    unsaid = {}
    for function, said in public_functions(tree, ""):
        if missing := {error for error in raised_by(function, private) if error not in said}:
            unsaid[function.name] = missing
    assert unsaid == {}, "name them in the docstring"


def public_functions(body: ast.Module | ast.ClassDef, about: str) -> Iterator[tuple[Function, str]]:
    """Functions and methods with their docstrings; what a constructor raises its class may say."""
    for node in body.body:
        if isinstance(node, ast.ClassDef) and not node.name.startswith("_"):
            yield from public_functions(node, ast.get_docstring(node) or "")
        elif isinstance(node, Function) and node.name == "__init__":
            yield node, about + (ast.get_docstring(node) or "")
        elif isinstance(node, Function) and not node.name.startswith("_"):
            yield node, ast.get_docstring(node) or ""


def raised_by(function: Function, private: dict[str, Function], seen: tuple[str, ...] = ()) -> set[str]:
    """The names of what is raised and not caught, as far as it is raised by name."""
    found: set[str] = set()
    for node in uncaught(function):
        if isinstance(node, ast.Raise) and node.exc is not None:
            found |= {name_of(node.exc)}
        elif isinstance(node, ast.Call) and (name := name_of(node)) in private and name not in seen:
            found |= raised_by(private[name], private, (*seen, name))
    return {name for name in found if name.endswith("Error")}


def uncaught(node: ast.AST) -> Iterator[ast.AST]:
    """What is inside, without the bodies of `try`, and without functions defined there, which raise when called."""
    for child in ast.iter_child_nodes(node):
        if isinstance(child, Function | ast.Lambda | ast.ClassDef):
            continue
        if isinstance(child, ast.Try) and child.handlers:
            yield from (
                inner for part in (*child.handlers, *child.orelse, *child.finalbody) for inner in uncaught(part)
            )
            continue
        yield child
        yield from uncaught(child)


def name_of(node: ast.expr) -> str:
    inner = node.func if isinstance(node, ast.Call) else node
    return inner.id if isinstance(inner, ast.Name) else inner.attr if isinstance(inner, ast.Attribute) else ""
