"""Every pattern of the package takes time in proportion to the text that it is given."""

from __future__ import annotations

import ast
import functools
import importlib
import operator
import pkgutil
import re
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from types import FunctionType
from typing import Any, NamedTuple

import pytest

import licensecheck
from tests.laws.linear import SHORT, grows_too_fast, run

# How a pattern is parsed is no public part of `re`; there is no other way to see what it repeats.
parser: Any = importlib.import_module("re._parser")
constants: Any = importlib.import_module("re._constants")

SOURCE = Path(licensecheck.__file__).parent
# Functions that make patterns of what they are given, all of which the walk of the modules finds.
MAKERS = {
    ("licensecheck.reference.embargoes", "_form"),
    ("licensecheck.tables.reading.eu_caat", "_looks"),
    ("licensecheck.tables.reading.look", "_has"),
    ("licensecheck.tables.reading.look", "_only"),
}
# Forms of words that are looked for as whole words, by their module.
WORDS = {"licensecheck.tables.reading.look": ("_NAMES", "_UNITS", "_MEASURES", "_CURRENCIES")}
USES = ("fullmatch", "match", "search", "sub", "split", "findall", "finditer")
# One of each class of character, and signs that some grammar here gives a meaning.
CLASSES = [*"aAzM09 .,;:-+_/\\'\"()[]{}*&|<>=?!#@~`%$€\t\n\0", "é", "ß", "ı", "\u0301", "\u00a0",
           "\u2009", "\u202e", "\u200b", "\ufdfa", "Ａ", "９", "漢", "😀", "\ud800"]  # fmt: skip
TAILS = ("", "!", "\0")


class Used(NamedTuple):
    """A pattern of the package, where it is, and the ways in which it is used there."""

    name: str
    pattern: re.Pattern[str]
    uses: tuple[str, ...]


# --- the patterns of the package -----------------------------------------------------------------


def modules() -> Iterator[str]:
    for found in pkgutil.walk_packages([str(SOURCE)], "licensecheck."):
        if not found.name.endswith("__main__"):
            yield found.name


def patterns() -> list[Used]:
    """Every compiled pattern that a module holds, and every one written where it is used."""
    trees = {}
    for name in modules():
        path = importlib.import_module(name).__file__
        trees[name] = ast.parse(Path(str(path)).read_text(encoding="utf-8"))
    by_name: dict[str, set[str]] = {}
    for node in (node for tree in trees.values() for node in ast.walk(tree)):
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
            by_name.setdefault(node.value.id, set()).update({node.attr} & set(USES))
    every = (used for name, tree in trees.items() for used in of_module(name, tree, by_name))
    return list({(used.pattern, used.uses): used for used in every}.values())


def of_module(name: str, tree: ast.Module, by_name: Mapping[str, set[str]]) -> Iterator[Used]:
    for key, value in vars(importlib.import_module(name)).items():
        for pattern in held(value, set()):
            if isinstance(pattern.pattern, str):
                uses = tuple(sorted(by_name.get(key) or USES))
                yield Used(f"{name}.{key}", pattern, uses)
    for key in WORDS.get(name, ()):
        forms = getattr(importlib.import_module(name), key)
        for form in (forms,) if isinstance(forms, str) else forms.values():
            pattern = re.compile(rf"(?<!\w)(?:{form})(?!\w)", re.IGNORECASE)
            yield Used(f"{name}.{key}", pattern, ("findall", "search"))
    yield from inline(name, tree)


def held(value: object, seen: set[int]) -> Iterator[re.Pattern[str]]:
    """Patterns in a value, also within containers, closures and instances of our own."""
    if id(value) in seen:
        return
    seen.add(id(value))
    if isinstance(value, re.Pattern):
        yield value
    elif isinstance(value, dict):
        for part in value.values():
            yield from held(part, seen)
    elif isinstance(value, list | tuple | set | frozenset):
        for part in value:
            yield from held(part, seen)
    elif isinstance(value, FunctionType):
        for cell in value.__closure__ or ():
            yield from held(cell.cell_contents, seen)


def calls(tree: ast.AST) -> Iterator[ast.Call]:
    """Where a pattern is made, or used as it is written."""
    for node in ast.walk(tree):
        if (
            isinstance(node, ast.Call)
            and isinstance(node.func, ast.Attribute)
            and isinstance(node.func.value, ast.Name)
            and node.func.value.id == "re"
            and node.func.attr in (*USES, "compile")
        ):
            yield node


def inline(module: str, tree: ast.Module) -> Iterator[Used]:
    """Patterns written out in a call of `re` within a function."""
    for function in ast.walk(tree):
        if not isinstance(function, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda):
            continue
        if (module, getattr(function, "name", "")) in MAKERS:
            continue
        for node in calls(function):
            where = f"{module}:{node.lineno}"
            assert isinstance(node.args[0], ast.Constant), (
                f"{where}: the pattern is not written out"
            )
            given = ast.unparse(
                ast.Tuple([*node.args[1:], *(word.value for word in node.keywords)])
            )
            flags = [getattr(re, flag) for flag in re.findall(r"\bre\.([A-Z]+)\b", given)]
            pattern = re.compile(node.args[0].value, functools.reduce(operator.or_, flags, 0))
            how = node.func.attr  # type: ignore[attr-defined]
            uses = USES if how == "compile" else (how,)
            yield Used(where, pattern, uses)


# --- texts that a pattern is slow on, if any is --------------------------------------------------


def chars(item: tuple[Any, Any]) -> list[str]:
    """Characters that a node of one character takes, one of each kind."""
    op, given = item
    categories = {
        constants.CATEGORY_DIGIT: "9", constants.CATEGORY_NOT_DIGIT: "a",
        constants.CATEGORY_SPACE: " ", constants.CATEGORY_NOT_SPACE: "a",
        constants.CATEGORY_WORD: "a", constants.CATEGORY_NOT_WORD: "-",
    }  # fmt: skip
    if op is constants.LITERAL:
        return [chr(given)]
    if op is constants.NOT_LITERAL:
        return [char for char in "a9 -" if ord(char) != given]
    if op is constants.ANY:
        return ["a", " "]
    if op is constants.RANGE:
        return [chr(given[0])]
    if op is constants.CATEGORY:
        return [categories[given]]
    if op is constants.IN:
        if given[0][0] is constants.NEGATE:
            taken = {char for part in given[1:] for char in chars(part)}
            return [char for char in "a9 -é" if char not in taken]
        return list(dict.fromkeys(char for part in given for char in chars(part)))[:12]
    return []


def sample(items: Any) -> str:
    """A text that a pattern, or a part of one, takes, look-arounds aside."""
    text = ""
    for item in items:
        op, given = item
        if op is constants.SUBPATTERN:
            text += sample(given[3])
        elif op is constants.ATOMIC_GROUP:
            text += sample(given)
        elif op is constants.BRANCH:
            text += sample(given[1][0])
        elif op in REPEATS:
            text += sample(given[2]) * max(given[0], 1)
        else:
            text += "".join(chars(item)[:1])
    return text


REPEATS = (constants.MAX_REPEAT, constants.MIN_REPEAT, constants.POSSESSIVE_REPEAT)


def within(item: tuple[Any, Any]) -> list[Any]:
    """The parts of a pattern that a node of it holds."""
    op, given = item
    if op is constants.SUBPATTERN:
        return [given[3]]
    if op is constants.ATOMIC_GROUP:
        return [given]
    if op is constants.BRANCH:
        return list(given[1])
    if op in (constants.ASSERT, constants.ASSERT_NOT):
        return [given[1]]
    return [given[2]] if op in REPEATS else []


def singles(items: Any) -> Iterator[str]:
    """Every character that stands anywhere in a part of a pattern."""
    for item in items:
        yield from chars(item)
        for part in within(item):
            yield from singles(part)


CATEGORIES = {
    constants.CATEGORY_DIGIT: r"\d", constants.CATEGORY_NOT_DIGIT: r"\D",
    constants.CATEGORY_SPACE: r"\s", constants.CATEGORY_NOT_SPACE: r"\S",
    constants.CATEGORY_WORD: r"\w", constants.CATEGORY_NOT_WORD: r"\W",
}  # fmt: skip


def takes(items: Any, char: str) -> bool:
    """Whether any node of a part of a pattern takes a character, in one case or the other."""
    cases = {char, *(other for other in (char.lower(), char.upper()) if len(other) == 1)}
    return any(
        any(takes_here(item, case) for case in cases)
        or any(takes(part, char) for part in within(item))
        for item in items
    )


def takes_here(item: tuple[Any, Any], char: str) -> bool:
    op, given = item
    if op is constants.LITERAL:
        return ord(char) == given
    if op is constants.RANGE:
        return given[0] <= ord(char) <= given[1]
    if op is constants.CATEGORY:
        return re.fullmatch(CATEGORIES[given], char) is not None
    if op is constants.IN:
        negated = given[0][0] is constants.NEGATE
        return negated != any(takes_here(part, char) for part in given[negated:])
    return op in (constants.NOT_LITERAL, constants.ANY)


def runs(items: Any, before: str = "") -> Iterator[tuple[str, str]]:
    """What leads to each part that repeats without bound, and what can be repeated there."""
    for item in items:
        op, given = item
        if op in REPEATS and given[1] > SHORT:
            units = dict.fromkeys((sample(given[2]), *singles(given[2])))
            yield from ((before, unit) for unit in units if unit)
        for part in within(item):
            yield from runs(part, before)
        before += sample([item])


def attacks(pattern: re.Pattern[str]) -> list[tuple[str, str, str]]:
    """What to repeat, after what, before what.

    A character that no part of the pattern takes ends every try where it stands, whatever comes
    behind the run; so one ending says what all of them would.
    """
    tree = parser.parse(pattern.pattern, pattern.flags & ~re.DEBUG)
    whole = sample(tree)
    own = [*runs(tree), *(("", char) for char in singles(tree)), ("", whole or "a"),
           (whole, whole[-1:] or "a")]  # fmt: skip
    found = [(before, unit, tail) for before, unit in own for tail in TAILS]
    foreign = [
        ("", char, tail) for char in CLASSES for tail in (TAILS if takes(tree, char) else ("!",))
    ]
    return list(dict.fromkeys((*found, *foreign)))


def use(pattern: re.Pattern[str], how: str) -> Callable[[str], object]:
    if how == "sub":
        return lambda text: pattern.sub("", text)
    if how == "finditer":
        return lambda text: sum(1 for _ in pattern.finditer(text))
    work: Callable[[str], object] = getattr(pattern, how)
    return work


def slow_uses(used: Used) -> Iterator[str]:
    for how in used.uses:
        for before, unit, tail in attacks(used.pattern):
            why = grows_too_fast(use(used.pattern, how), run(before, unit, tail))
            if why:
                yield f"{used.name}, {how}: {why}"


def test_patterns() -> None:
    """No pattern of the package takes more than linear time on runs of what it repeats."""
    slow = [why for used in patterns() if (why := next(slow_uses(used), ""))]
    assert not slow, "\n".join(slow)


def test_no_pattern_is_passed_over() -> None:
    """Each that is written out anywhere in the package is among those that are measured."""
    found = {used.pattern.pattern for used in patterns()}
    for name in modules():
        path = Path(str(importlib.import_module(name).__file__))
        tree = ast.parse(path.read_text(encoding="utf-8"))
        for node in calls(tree):
            written = node.args[0]
            if isinstance(written, ast.Constant):
                assert written.value in found, f"{name}:{node.lineno}"
        for node in ast.walk(tree):
            if isinstance(node, ast.ImportFrom):
                assert node.module not in ("re", "regex"), f"{name}: import `re` whole"


def test_the_test_finds_patterns() -> None:
    """The walk finds patterns of modules, those in containers, and those written in functions."""
    names = {used.name.partition(":")[0] for used in patterns()}
    assert "licensecheck.reference.ratings._DUAL_USE" in names
    assert "licensecheck.tables.reading.cells._FORMS" in names
    assert "licensecheck.tables.reading.eu_caat._EXPORTS_LAYOUT" in names or any(
        name.startswith("licensecheck.tables.reading.eu_caat") for name in names
    )
    assert "licensecheck.tables.reading.generic" in names


@pytest.mark.parametrize(
    ("pattern", "how"),
    [(r"(?:a|[a-z]{1,3})*!?", "fullmatch"), (r"\s*,", "split"), (r"x*x*y", "match")],
)
def test_the_test_fails_on_what_is_slow(pattern: str, how: str) -> None:
    """A pattern that backtracks without bound, or begins anew at every blank, is found."""
    slow = re.compile(pattern)
    assert any(
        grows_too_fast(use(slow, how), run(before, unit, "!?!"))
        for before, unit, _ in attacks(slow)
    )


@pytest.mark.parametrize(
    ("pattern", "taken", "foreign"),
    [
        (r"[a-c]+x", "abcxAX", "d1 "),
        (r"[^aA]\d", "b1\ud800é", "a"),
        (r"(?:a|\w{2,})(?=-)(?!!)", "a9é-!", " ."),
        (r"(?>[^\s\d]+)", "a-漢", " 9"),
    ],
)
def test_what_a_pattern_takes(pattern: str, taken: str, foreign: str) -> None:
    """Each character that it takes is tried with every ending; one that it does not, with one."""
    tree = parser.parse(pattern)
    assert all(takes(tree, char) for char in taken)
    assert not any(takes(tree, char) for char in foreign)
    endings = [tail for _, unit, tail in attacks(re.compile(pattern)) if unit == "é"]
    assert set(endings) == (set(TAILS) if takes(tree, "é") else {"!"})
