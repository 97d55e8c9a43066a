"""A template of letters: the part of Jinja2 that a letter needs, and no more work than that.

In: a text. Out: a letter. The file comes from outside, and the sandbox of Jinja2 bounds neither
time nor memory. So only statements, filters and methods that are named here are taken, and each
step of them counts: a pass of a loop, a call, each character and entry that comes of an operation.
What a template may do in all is bounded before it is done, the same on every machine.
"""

from __future__ import annotations

from collections.abc import (
    Callable,
    ItemsView,
    Iterable,
    Iterator,
    KeysView,
    Mapping,
    Sized,
    ValuesView,
)
from dataclasses import dataclass
from functools import cached_property, wraps
from math import inf
from pathlib import Path
from typing import Any, Final

from jinja2 import (
    StrictUndefined,
    TemplateError,
    TemplateSyntaxError,
    UndefinedError,
    nodes,
    pass_context,
)
from jinja2.runtime import LoopContext, Macro, Undefined
from jinja2.sandbox import ImmutableSandboxedEnvironment, safe_range
from jinja2.utils import Cycler, Joiner, Namespace

from licensecheck.documents.texts import read_text
from licensecheck.errors import InputError, Problem, Told, nearest_or_all, told

__all__ = ["LetterTemplate", "read_template"]

_MOST_CHARACTERS: Final = 100_000
# Steps and characters of one letter; a case of 1,000 transfers needs less than a tenth of it.
_MOST_WORK: Final = 20_000_000
# An entry of a list takes more room than a character.
_ENTRY: Final = 16
_LARGEST_NUMBER: Final = 10**15

_KINDS: Final = frozenset((
    "Add", "And", "Assign", "AssignBlock", "Call", "CallBlock", "Compare", "Concat", "CondExpr",
    "Const", "Dict", "Div", "Filter", "FilterBlock", "FloorDiv", "For", "Getattr", "Getitem", "If",
    "Keyword", "List", "Macro", "Mod", "Mul", "NSRef", "Name", "Neg", "Not", "Operand", "Or",
    "Output", "Pair", "Pos", "Slice", "Sub", "Template", "TemplateData", "Test", "Tuple", "With",
))  # fmt: skip
_NO_LETTER: Final[Mapping[str, str]] = {
    "Block": "block", "Extends": "extends", "FromImport": "from", "Import": "import",
    "Include": "include", "Pow": "**", "ScopedEvalContextModifier": "autoescape",
}  # fmt: skip
# Those that make no more of a text than it is, but for a fixed measure.
_FILTERS: Final = frozenset((
    "capitalize", "dictsort", "e", "escape", "forceescape", "groupby", "int", "items", "list",
    "lower", "map", "max", "min", "reject", "rejectattr", "reverse", "select", "selectattr", "sort",
    "string", "title", "trim", "truncate", "unique", "upper", "urlencode", "wordcount",
))  # fmt: skip
# Those that look at no more than one entry.
_LIGHT: Final = frozenset(("count", "d", "default", "first", "last", "length"))
_METHODS: Final[Mapping[type, frozenset[str]]] = {
    str: frozenset((
        "capitalize", "casefold", "count", "endswith", "find", "isalnum", "isalpha", "isdigit",
        "islower", "isupper", "lower", "lstrip", "removeprefix", "removesuffix", "rstrip",
        "startswith", "strip", "swapcase", "title", "upper",
    )),
    dict: frozenset(("get", "items", "keys", "values")),
    list: frozenset(("count", "index")),
    tuple: frozenset(("count", "index")),
    LoopContext: frozenset(("changed", "cycle")),
    Cycler: frozenset(("next", "reset")),
}  # fmt: skip
_CALLED: Final = (dict, Cycler, Joiner, Namespace, safe_range)
_HOLD: Final = (list, tuple, range, KeysView, ItemsView, ValuesView)
# What the expressions of a template can raise.
_FAULTS: Final = (
    ArithmeticError, AttributeError, LookupError, RecursionError, TypeError, ValueError,
)  # fmt: skip


class _NoLetterError(Exception):
    """What a template asks for is beyond what a letter may."""

    def __init__(self, said: Told, line: int = 0, help: str = "") -> None:
        super().__init__(said)
        self.said = said
        self.line = line
        self.help = help


@dataclass(frozen=True)
class LetterTemplate:
    """A template that has been read.

    Attributes:
        name: Of its file, for errors.
        text: Its text.
    """

    name: str
    text: str

    @cached_property
    def _tree(self) -> nodes.Template:
        environment = _Bounded()
        try:
            if len(self.text) > _MOST_CHARACTERS:
                limit = f"{_MOST_CHARACTERS:,}"
                raise _NoLetterError(told("longer than {limit} characters", limit=limit))
            tree = _rewritten(environment.parse(self.text))
            environment.compile(tree)
        except TemplateSyntaxError as error:
            said = told("no template of Jinja2: {words}", words=error.message)
            raise self._fault(said, error.lineno) from None
        except _NoLetterError as error:
            raise self._fault(error.said, error.line, error.help) from None
        except (MemoryError, RecursionError):
            raise self._fault(told("it is nested too deep to be read")) from None
        except (SyntaxError, ValueError) as error:
            said = told("no template of Jinja2: {words}", words=error)
            raise self._fault(said) from None
        return tree

    def checked(self) -> LetterTemplate:
        """Itself, once it is known to be a template of letters.

        Raises:
            InputError: It is none; with its line.
        """
        _ = self._tree
        return self

    def filled_in(self, values: Mapping[str, Any]) -> str:
        """The text for the values of a case.

        Raises:
            InputError: It is no template, names what is not there, or asks for more than a letter
                may.
        """
        steps = sum(1 for _ in self._tree.find_all(nodes.Node))
        template = _Bounded(steps).from_string(self._tree)
        try:
            return template.render(values)
        except _NoLetterError as error:
            raise self._fault(error.said) from None
        except UndefinedError as error:
            # Jinja2 says neither on which line a name stands nor what it may have meant.
            for node in self._tree.find_all(nodes.Name):
                if node.ctx == "load" and error.message == f"{node.name!r} is undefined":
                    said = told("the template does not work: {error}", error=error)
                    near = nearest_or_all(node.name, sorted(values))
                    raise self._fault(said, node.lineno, near) from None
            raise self._fault(told("the template does not work: {error}", error=error)) from None
        except (TemplateError, *_FAULTS) as error:
            raise self._fault(told("the template does not work: {error}", error=error)) from None

    def _fault(self, said: Told, line: int = 0, help: str = "") -> InputError:
        return InputError(Problem(f"{self.name}:{line}" if line else self.name, said, help))


def read_template(path: Path) -> LetterTemplate:
    """A template of the office's own, read once.

    Raises:
        InputError: It is not there, or is no template of letters; with its line.
    """
    return LetterTemplate(path.name, read_text(path)).checked()


# --- what a template may say ---------------------------------------------------------------------


def _rewritten(tree: nodes.Template) -> nodes.Template:
    """The same template, each of whose steps passes one of the doors of `_Bounded`.

    Raises:
        _NoLetterError: It says what no letter needs.
    """
    for node in [tree, *tree.find_all(nodes.Node)]:
        kind = type(node).__name__
        if kind not in _KINDS:
            word = _NO_LETTER.get(kind, kind)
            raise _NoLetterError(told("`{word}` has no place in a letter", word=word), node.lineno)
        if isinstance(node, nodes.For) and node.recursive:
            said = told("`{word}` has no place in a letter", word="recursive")
            raise _NoLetterError(said, node.lineno)
        if isinstance(node, nodes.Const) and node.value in (inf, -inf):
            # Such a number does not survive the way through Python's own text.
            raise _NoLetterError(told("a number is too large"), node.lineno)
        if isinstance(node, nodes.Filter) and node.name not in _ALL_FILTERS:
            said = told("no filter of letters by the name `{name}`", name=node.name)
            raise _NoLetterError(said, node.lineno, nearest_or_all(node.name, _ALL_FILTERS))
    return _passed(tree)  # type: ignore[return-value]


def _passed(node: nodes.Node) -> nodes.Node:
    for field, value in node.iter_fields():
        if isinstance(value, nodes.Node):
            setattr(node, field, _passed(value))
        elif isinstance(value, list):
            setattr(
                node, field, [_passed(one) if isinstance(one, nodes.Node) else one for one in value]
            )
    match node:
        case nodes.TemplateData():
            # So that text of the template is counted as what it fills in is.
            return nodes.Const(node.data, lineno=node.lineno)
        case nodes.Concat():
            return _filtered(nodes.List(node.nodes, lineno=node.lineno), "join")
        case nodes.List() | nodes.Dict() | nodes.Tuple(ctx="load"):
            return _filtered(node, "weighed")
        case nodes.Getitem(arg=nodes.Slice()):
            return _filtered(node, "weighed")
        case nodes.Compare():
            node.expr = _filtered(node.expr, "weighed")
        case nodes.For():
            steps = sum(1 for part in node.body for _ in part.find_all(nodes.Node))
            steps += sum(1 for _ in node.test.find_all(nodes.Node)) if node.test else 0
            node.iter = _filtered(node.iter, "passes", nodes.Const(steps))
    return node


def _filtered(node: nodes.Node, name: str, *given: nodes.Expr) -> nodes.Filter:
    return nodes.Filter(node, name, [*given], [], None, None, lineno=node.lineno)


# --- what it may do ------------------------------------------------------------------------------


class _Bounded(ImmutableSandboxedEnvironment):
    """One letter being written, and the work that is left for it."""

    intercepted_binops = frozenset(("+", "-", "*", "/", "//", "%"))

    def __init__(self, steps: int = 0) -> None:
        """Begin a letter.

        Args:
            steps: What a call of a part of the template may come to without a loop.
        """
        super().__init__(
            undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True,
            keep_trailing_newline=True, optimized=False, finalize=_written,
            # A letter is plain text; nothing in it is read as markup.
            autoescape=False,
        )  # fmt: skip
        self._left = _MOST_WORK
        self._steps = steps
        made = self.filters
        self.filters = {name: self._counted(made[name]) for name in _FILTERS}
        self.filters |= {name: self._counted(made[name], weighs=False) for name in _LIGHT}
        self.filters |= {name: self._counted(made[name], grown) for name, grown in _GROWN.items()}
        self.filters |= {"weighed": self.weighed, "passes": self._passes}
        tests: Mapping[str, Any] = self.tests
        self.tests = {name: self._counted(tests[name]) for name in tests}
        self.globals = {
            "cycler": Cycler, "dict": dict, "joiner": Joiner, "namespace": Namespace,
            "range": safe_range,
        }  # fmt: skip

    def count(self, work: int) -> None:
        """Take work from what is left.

        Raises:
            _NoLetterError: There is not so much left.
        """
        self._left -= max(0, work)
        if self._left < 0:
            raise _NoLetterError(told("the template asks for more work than a letter may take"))

    def weighed(self, value: Any) -> Any:
        """A value, once each of its characters and entries is counted.

        What it holds twice counts twice, as it is written and compared twice.
        """
        left = [value]
        while left:
            one = left.pop()
            self.count(1)
            if isinstance(one, str):
                self.count(len(one))
            elif isinstance(one, dict):
                self.count(len(one) * _ENTRY)
                left += [*one.keys(), *one.values()]
            elif isinstance(one, _HOLD):
                self.count(len(one) * _ENTRY)
                left += one
        return value

    def call(self, context: Any, called: Any, /, *given: Any, **named: Any) -> Any:
        """Call what a letter may call."""
        owner = getattr(called, "__self__", None)
        if isinstance(called, Macro):
            self.count(self._steps)
        elif isinstance(called, Cycler | Joiner) or called in _CALLED:
            pass
        elif getattr(called, "__name__", "") not in _METHODS.get(type(owner), ()):
            name = getattr(called, "__name__", type(called).__name__)
            raise _NoLetterError(told("`{word}` has no place in a letter", word=name))
        elif not isinstance(owner, dict | LoopContext):
            self.weighed(owner)
        self.weighed([*given, *named.values()])
        return self.weighed(super().call(context, called, *given, **named))

    def call_binop(self, context: Any, operator: str, left: Any, right: Any) -> Any:
        """Reckon with numbers, or put texts and lists together."""
        if isinstance(left, int | float) and isinstance(right, int | float):
            found = super().call_binop(context, operator, left, right)
            if abs(found) > _LARGEST_NUMBER:
                raise _NoLetterError(told("the template asks for more work than a letter may take"))
            return found
        if isinstance(left, Undefined) or isinstance(right, Undefined):
            return super().call_binop(context, operator, left, right)
        if operator != "+":
            said = told("`{word}` reckons with numbers alone in a letter", word=operator)
            raise _NoLetterError(said)
        return super().call_binop(context, operator, self.weighed(left), self.weighed(right))

    def _passes(self, entries: Iterable[Any], steps: int) -> Iterator[Any]:
        for one in entries:
            self.count(1 + steps)
            yield one

    def _counted(
        self, made: Callable[..., Any], grown: Callable[..., int] | None = None, weighs: bool = True
    ) -> Callable[..., Any]:
        """A filter or test, of which what goes in and comes out is counted.

        Args:
            made: The filter or test.
            grown: How much longer than its text the outcome can become.
            weighs: Whether it goes through all that it is given.
        """
        skipped = 1 if hasattr(made, "jinja_pass_arg") else 0

        @wraps(made)
        def done(*given: Any, **named: Any) -> Any:
            self.count(1)
            if not weighs:
                return made(*given, **named)
            self.weighed([*given[skipped:], *named.values()])
            if grown is not None:
                self.count(grown(*given[skipped:], **named))
            found = made(*given, **named)
            if isinstance(found, Iterator):
                found = list(self._passes(found, _ENTRY))
            return self.weighed(found)

        return done


@pass_context
def _written(context: Any, value: Any) -> Any:
    """What a place of the template is filled with, counted."""
    if isinstance(value, Undefined):
        return value
    environment: _Bounded = context.environment
    text = str(environment.weighed(value))
    environment.count(len(text))
    return text


def _size(value: Any) -> int:
    return len(value) if isinstance(value, Sized) and not isinstance(value, Undefined) else 0


def _centred(_value: Any, width: int = 80) -> int:
    return width


def _indented(s: Any, width: Any = 4, *_: Any, **__: Any) -> int:
    return len(str(s).splitlines()) * (len(width) if isinstance(width, str) else width)


def _joined(value: Any, d: Any = "", *_: Any, **__: Any) -> int:
    return _size(value) * len(str(d))


def _replaced(s: Any, old: Any, new: Any, *_: Any, **__: Any) -> int:
    return str(s).count(str(old)) * len(str(new))


def _wrapped(s: Any, *given: Any, wrapstring: Any = None, **_: Any) -> int:
    between = given[2] if len(given) > 2 else wrapstring
    return len(str(s)) * max(1, len(str(between or "")))


# Filters whose outcome can be longer than their text by what else they are given.
_GROWN: Final[Mapping[str, Callable[..., int]]] = {
    "center": _centred, "indent": _indented, "join": _joined, "replace": _replaced,
    "wordwrap": _wrapped,
}  # fmt: skip
_ALL_FILTERS: Final = _FILTERS | _LIGHT | {*_GROWN}
