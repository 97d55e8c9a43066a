"""Put small faults into the code that decides; each should fail a test.

python -m tools.mutate_code [ROOM]... [--sample N] [--seed N] [--out FILE] [--again FILE]

In: rooms of `ROOMS`, all by default, and how many faults to draw in each, all by default. Out:
how many a test noticed, and the source of each that none did. What was read, and found to be of
no weight, is kept with its reason in `tools/code_survivors.yaml` and not shown again.

A fault is put into one module in memory, in a process of its own that begins with every module
the fault cannot reach already loaded. There first the conformance vectors are asked, until one is
answered otherwise, and then the room's own tests, with few examples: so a fault that is noticed
costs a second or less, one that is not as much as the tests, and nothing on disk is touched.

Runners of the trade were tried: one wraps every function, which breaks finalisers here; the other
starts the tests anew for each fault and takes a day.
"""

from __future__ import annotations

import argparse
import ast
import contextlib
import difflib
import importlib.abc
import importlib.util
import io
import json
import multiprocessing
import os
import random
import resource
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import ModuleType
from typing import Any, Final

ROOT: Final = Path(__file__).resolve().parent.parent
SOURCE: Final = ROOT / "src"
SURVIVORS: Final = Path(__file__).with_name("code_survivors.yaml")
# Seconds of computing for one fault, as a busy machine gives few; and by the clock, if it sleeps.
SECONDS: Final = 120
ASLEEP: Final = 1200
# Vectors that are asked before the tests; the others come after.
FIRST: Final = 100
# Examples of a law that are tried on a fault, and no search for the smallest that fails.
EXAMPLES: Final = 12
# Calls whose words are for a person or a citation; and arguments that decide nothing.
_MESSAGES: Final = frozenset(
    ("text", "count", "said", "message", "Problem", "InputError", "LawError", "nearest")
)
_IDLE: Final = frozenset(("maxsize", "strict", "verified", "frozen", "slots"))
# The modules of each room where something is decided, and the tests that stand for them.
ROOMS: Final[Mapping[str, tuple[tuple[str, ...], tuple[str, ...]]]] = {
    "facts": (
        ("facts/deal", "facts/destination", "facts/embargo", "facts/item", "facts/parties",
         "facts/resolve", "facts/unfold", "facts/observation", "facts/denials"),
        ("tests/facts", "tests/report/test_stored.py", "tests/screening/test_screener.py",
         "tests/screening/test_containment.py"),
    ),
    "rules": (
        ("rules/program", "rules/analysis", "rules/alliances"),
        ("tests/rules/test_alliances.py", "tests/rules/test_analysis.py",
         "tests/rules/test_load.py", "tests/rules/test_cases.py",
         "tests/rules/test_rule_commands.py", "tests/screening/test_containment.py"),
    ),
    "engine": (
        ("engine/bitset", "engine/decision", "engine/durable"),
        ("tests/engine/test_engines_agree.py", "tests/engine/test_durable_refusals.py",
         "tests/engine/test_durable_subset.py", "tests/engine/test_without_durable.py",
         "tests/screening/test_receipt.py"),
    ),
    "screening": (
        ("screening/containment", "screening/criteria", "screening/findings",
         "screening/questions", "screening/scope", "screening/summary", "screening/clauses",
         "screening/settle"),
        ("tests/report/test_stored.py", "tests/screening", "tests/laws/test_binding.py"),
    ),
    "share": (
        ("tables/shares/share", "tables/shares/standing", "tables/shares/chains",
         "tables/shares/change", "tables/shares/attribution",
         "tables/placing"),
        ("tests/tables/test_share.py", "tests/tables/test_change.py", "tests/laws/test_bounds.py"),
    ),
}  # fmt: skip
# Rooms that the vectors never enter.
_BESIDE_VECTORS: Final = frozenset(("share",))
_NEGATED: Final = {
    ast.Eq: ast.NotEq, ast.NotEq: ast.Eq, ast.Lt: ast.GtE, ast.GtE: ast.Lt, ast.LtE: ast.Gt,
    ast.Gt: ast.LtE, ast.In: ast.NotIn, ast.NotIn: ast.In, ast.Is: ast.IsNot, ast.IsNot: ast.Is,
}  # fmt: skip
_SHIFTED: Final = {ast.Lt: ast.LtE, ast.LtE: ast.Lt, ast.Gt: ast.GtE, ast.GtE: ast.Gt}
_TURNED: Final = {
    ast.Add: ast.Sub, ast.Sub: ast.Add, ast.BitAnd: ast.BitOr, ast.BitOr: ast.BitAnd,
    ast.Mult: ast.Add,
}  # fmt: skip
_TWINS: Final = {"any": "all", "all": "any", "min": "max", "max": "min"}


@dataclass(frozen=True, slots=True)
class Fault:
    """One small fault: in which module, on which line, and what it is.

    `node` and `change` number it among the nodes of the module and the changes of that node.
    """

    module: str
    line: int
    what: str
    node: int = -1
    change: int = 0

    @property
    def path(self) -> Path:
        """The file of the module."""
        return SOURCE / "licensecheck" / f"{self.module}.py"

    def source(self) -> str:
        """The module's source with the fault in it; without a node, as it is."""
        tree = ast.parse(self.path.read_text(encoding="utf-8"))
        if self.node >= 0:
            target = next(node for at, node in enumerate(ast.walk(tree)) if at == self.node)
            _, change = list(_changes(target))[self.change]
            change(target)
        return ast.unparse(tree)

    def difference(self) -> tuple[str, str]:
        """The lines that it takes out of the source and those it puts in their place."""
        before = _plain(self.path)
        changed = list(difflib.ndiff(before.splitlines(), self.source().splitlines()))
        out = (line[2:].strip() for line in changed if line.startswith("- "))
        into = (line[2:].strip() for line in changed if line.startswith("+ "))
        return " ".join(out), " ".join(into)


@cache
def _plain(path: Path) -> str:
    return ast.unparse(ast.parse(path.read_text(encoding="utf-8")))


def faults(module: str) -> Iterator[Fault]:
    """Every fault of a module, each alone."""
    tree = ast.parse(Fault(module, 0, "none").path.read_text(encoding="utf-8"))
    silent = set(_words(tree))
    for number, node in enumerate(ast.walk(tree)):
        if id(node) not in silent:
            for at, (what, _) in enumerate(_changes(node)):
                yield Fault(module, getattr(node, "lineno", 0), what, number, at)


def _words(tree: ast.Module) -> Iterator[int]:
    """Nodes that decide nothing: docstrings, annotations, `__all__`, what only types read."""
    for node in ast.walk(tree):
        body = getattr(node, "body", None)
        if isinstance(body, list) and body and isinstance(body[0], ast.Expr):
            yield from map(id, ast.walk(body[0]))
        quiet: list[Any] = [getattr(node, "annotation", None), getattr(node, "returns", None)]
        if isinstance(node, ast.Assign | ast.AugAssign) and "__all__" in ast.unparse(node):
            quiet.append(node)
        if isinstance(node, ast.If) and ast.unparse(node.test) == "TYPE_CHECKING":
            quiet.append(node)
        quiet += getattr(node, "decorator_list", [])
        if isinstance(node, ast.Raise | ast.Assert | ast.JoinedStr):
            quiet.append(node)  # words for a person
        if isinstance(node, ast.Subscript) and ast.unparse(node.value) == "Literal":
            quiet.append(node)
        if isinstance(node, ast.Call):
            quiet += _quiet_arguments(node)
        for part in quiet:
            if part is not None:
                yield from map(id, ast.walk(part))


def _quiet_arguments(call: ast.Call) -> Iterator[ast.AST]:
    """Arguments of a call that are words for a person, a citation, or no part of the answer."""
    name = call.func.attr if isinstance(call.func, ast.Attribute) else ast.unparse(call.func)
    given = [*call.args, *(keyword.value for keyword in call.keywords)]
    if name in _MESSAGES:
        yield from (value for value in given if isinstance(value, ast.Constant))
    yield from (keyword.value for keyword in call.keywords if keyword.arg in _IDLE)


def _changes(node: ast.AST) -> Iterator[tuple[str, Any]]:
    """What can be done to one node, in words, and the function that does it."""
    for kind, make in _MAKERS.items():
        if isinstance(node, kind):
            yield from make(node)


def _of_comparison(node: Any) -> Iterator[tuple[str, Any]]:
    for at, op in enumerate(node.ops):
        for table, word in ((_NEGATED, "negated"), (_SHIFTED, "shifted by one")):
            if new := table.get(type(op)):
                yield f"comparison {word}", _put(f"ops.{at}", new())


def _of_constant(node: Any) -> Iterator[tuple[str, Any]]:
    value = node.value
    if isinstance(value, bool):
        yield "truth turned", _put("value", not value)
    elif isinstance(value, int):
        yield "number moved by one", _put("value", value + 1)
    elif isinstance(value, str) and value:
        yield "word changed", _put("value", f"{value}x")


def _of_and_or(node: Any) -> Iterator[tuple[str, Any]]:
    yield "and/or turned", _put("op", ast.Or() if isinstance(node.op, ast.And) else ast.And())


def _of_not(node: Any) -> Iterator[tuple[str, Any]]:
    if isinstance(node.op, ast.Not):
        yield "not dropped", _put("operand", ast.UnaryOp(ast.Not(), node.operand))


def _of_operation(node: Any) -> Iterator[tuple[str, Any]]:
    if new := _TURNED.get(type(node.op)):
        yield "operation turned", _put("op", new())


def _of_call(node: Any) -> Iterator[tuple[str, Any]]:
    if isinstance(node.func, ast.Name) and (twin := _TWINS.get(node.func.id)):
        yield f"{node.func.id} made {twin}", _put("func", ast.Name(twin, ast.Load()))


def _of_filter(node: Any) -> Iterator[tuple[str, Any]]:
    if node.ifs:
        yield "filter dropped", _put("ifs", [])


def _of_return(node: Any) -> Iterator[tuple[str, Any]]:
    returns_none = isinstance(node.value, ast.Constant) and node.value.value is None
    if node.value is not None and not returns_none:
        yield "nothing returned", _put("value", ast.Constant(None))


def _of_choice(_node: Any) -> Iterator[tuple[str, Any]]:
    yield "branches exchanged", _exchange


_MAKERS: Final[Mapping[type[ast.AST], Any]] = {
    ast.Compare: _of_comparison, ast.Constant: _of_constant, ast.BoolOp: _of_and_or,
    ast.UnaryOp: _of_not, ast.BinOp: _of_operation, ast.Call: _of_call,
    ast.comprehension: _of_filter, ast.Return: _of_return, ast.IfExp: _of_choice,
}  # fmt: skip


def _put(path: str, value: Any) -> Any:
    def change(node: Any) -> None:
        name, _, at = path.partition(".")
        if at:
            getattr(node, name)[int(at)] = value
        else:
            setattr(node, name, value)

    return change


def _exchange(node: Any) -> None:
    node.body, node.orelse = node.orelse, node.body


class _Mutated(importlib.abc.MetaPathFinder, importlib.abc.Loader):
    """Loads one module from the source with the fault, all others as they are."""

    def __init__(self, name: str, source: str, path: Path) -> None:
        self._name, self._source, self._path = name, source, path

    def find_spec(self, name: str, _path: Any = None, _target: Any = None) -> Any:
        if name != self._name:
            return None
        return importlib.util.spec_from_loader(name, self, origin=str(self._path))

    def exec_module(self, module: ModuleType) -> None:
        module.__file__ = str(self._path)
        exec(compile(self._source, str(self._path), "exec"), module.__dict__)


class _FewExamples:
    """A plugin of pytest: laws are put to a few examples, and a failing one is not made smaller."""

    def pytest_collection_modifyitems(self, items: Sequence[Any]) -> None:
        from hypothesis import Phase, settings

        for item in items:
            law: Any = getattr(item, "obj", None)
            asked = getattr(law, "_hypothesis_internal_use_settings", None)
            if asked is not None:
                number = min(EXAMPLES, asked.max_examples)
                phases = (Phase.explicit, Phase.generate)
                few = settings(asked, max_examples=number, phases=phases)
                getattr(law, "__func__", law)._hypothesis_internal_use_settings = few


def _dependants(modules: Iterable[str]) -> set[str]:
    """Modules of the package that import some of its modules, however far away, and these."""
    imports: dict[str, set[str]] = {}
    for path in (SOURCE / "licensecheck").rglob("*.py"):
        parts = path.relative_to(SOURCE).with_suffix("").parts
        name = ".".join(parts).removesuffix(".__init__")
        imports[name] = set(_imported(ast.parse(path.read_text(encoding="utf-8"))))
    found = {f"licensecheck.{module.replace('/', '.')}" for module in modules}
    while more := {name for name, read in imports.items() if read & found} - found:
        found |= more
    return found


def _imported(tree: ast.Module) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def _warm() -> None:
    """Load what a child needs; it forgets again what its fault can reach."""
    import hypothesis  # noqa: F401
    import pytest  # noqa: F401

    from tools.conformance import read_vectors

    _asked(read_vectors()[:5])


def _asked(vectors: Sequence[Mapping[str, Any]]) -> bool:
    """Whether some vector is answered otherwise, or not at all."""
    from licensecheck import Screener
    from tools.conformance import ALLIANCES, run

    screener = Screener(alliances=ALLIANCES, engine="bitset")

    def answer(application: str) -> str:
        return screener.screen(json.loads(application)).to_json()

    return any(run([vector], answer)[1] for vector in vectors)


def _is_noticed(fault: Fault, tests: Sequence[str], *, vectors: bool) -> str:
    """In a process of its own: what noticed the fault, or nothing."""
    name = f"licensecheck.{fault.module.replace('/', '.')}"
    for stale in (*_dependants([fault.module]), "tools.conformance"):
        sys.modules.pop(stale, None)
    sys.meta_path.insert(0, _Mutated(name, fault.source(), fault.path))
    os.environ["HYPOTHESIS_PROFILE"] = "ci"
    try:
        from tools.conformance import read_vectors

        asked = read_vectors() if vectors else []
        # Neighbours are alike, so those that come first are taken from all of them.
        random.Random(0).shuffle(asked)
        if _asked(asked[:FIRST]):
            return "vectors"
    except Exception as error:
        return f"vectors: {type(error).__name__}"
    import pytest

    words = ["-x", "-q", "-p", "no:cacheprovider", "-m", "not slow and not wheel and not whole",
             "-k", "not threads", "-W", "ignore::pytest.PytestAssertRewriteWarning"]  # fmt: skip
    code = pytest.main([*words, *tests], plugins=[_FewExamples()])
    if code == 0:
        return "vectors" if _asked(asked[FIRST:]) else ""
    # Failed, or not even collected; anything else says nothing of the fault.
    return {1: "tests", 2: "tests"}.get(int(code), "crash")


def _child(fault: Fault, tests: Sequence[str], vectors: bool, pipe: Any) -> None:
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    with (
        open(os.devnull, "w", encoding="utf-8") as nowhere,  # noqa: PTH123
        contextlib.redirect_stdout(nowhere),
        contextlib.redirect_stderr(nowhere),
    ):
        pipe.send(_is_noticed(fault, tests, vectors=vectors))


def tried(fault: Fault, tests: Sequence[str], *, vectors: bool) -> str:
    """What noticed a fault: `vectors`, `tests`, `crash`, `time`; or nothing.

    One that computes without end is stopped, which reads as a crash.
    """
    ours, theirs = multiprocessing.Pipe(duplex=False)
    process = multiprocessing.get_context("fork").Process(
        target=_child, args=(fault, tests, vectors, theirs)
    )
    process.start()
    theirs.close()
    try:
        return ours.recv() if ours.poll(ASLEEP) else "time"
    except EOFError:
        return "crash"
    finally:
        process.kill()
        process.join()


def read_survivors(path: Path = SURVIVORS) -> dict[tuple[str, str], str]:
    """The reason of each fault that was found to be of no weight, by module and new source."""
    import yaml

    entries = yaml.safe_load(path.read_text(encoding="utf-8"))["survivors"] or ()
    return {
        (entry["module"], " ".join(into.split())): entry["reason"]
        for entry in entries
        for into in entry["faults"]
    }


def _shown(fault: Fault) -> str:
    out, into = fault.difference()
    return f"{fault.module}:{fault.line}: {fault.what}\n    - {out}\n    + {into}"


def _try_room(room: str, drawn: Sequence[Fault], total: int, log: Any) -> bool:
    """Try the faults that were drawn in a room, and print; False where no fault is needed."""
    modules, tests = ROOMS[room]
    vectors = room not in _BESIDE_VECTORS
    _warm()
    if noticed := tried(Fault(modules[0], 0, "none"), tests, vectors=vectors):
        print(f"{room}: without a fault, {noticed} fail; mend that first", flush=True)
        return False
    read = read_survivors()
    survived = idle = 0
    for fault in drawn:
        noticed = tried(fault, tests, vectors=vectors)
        if not noticed and (fault.module, " ".join(fault.difference()[1].split())) in read:
            noticed = "of no weight"
            idle += 1
        if not noticed:
            survived += 1
            print(_shown(fault), flush=True)
        into = "" if noticed else fault.difference()[1]
        record = {"module": fault.module, "line": fault.line, "what": fault.what, "to": into,
                  "noticed": noticed}  # fmt: skip
        log.write(json.dumps(record) + "\n")
        log.flush()
    print(f"{room}: {total} faults, {len(drawn)} drawn, {len(drawn) - survived - idle} noticed, "
          f"{idle} of no weight, {survived} not noticed", flush=True)  # fmt: skip
    return True


def _left_over(found: Iterable[Fault], path: Path) -> list[Fault]:
    """Faults that a run before did not see noticed; the lines of the source may have moved."""
    records = map(json.loads, path.read_text(encoding="utf-8").splitlines())
    before = {(one["module"], one["to"]) for one in records if not one["noticed"]}
    modules = {module for module, _ in before}
    return [
        one
        for one in found
        if one.module in modules and (one.module, one.difference()[1]) in before
    ]


def main(arguments: Sequence[str]) -> int:
    """Draw faults, try each, and tell which no test noticed."""
    parser = argparse.ArgumentParser(prog="mutate_code", description=__doc__)
    parser.add_argument("rooms", nargs="*", metavar="ROOM")
    parser.add_argument("--sample", type=int, default=0, help="faults of each room; 0 for all")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--only", default="", help="only modules whose name holds this")
    parser.add_argument("--again", type=Path, help="only those that this file of --out left over")
    parser.add_argument("--out", type=Path, help="write every fault and what noticed it (JSON)")
    options = parser.parse_args(arguments)
    sys.path.insert(0, str(SOURCE))
    with contextlib.suppress(ImportError):
        import polars as pl  # noqa: F401

    log = options.out.open("a", encoding="utf-8") if options.out else io.StringIO()
    with log:
        for room in options.rooms or ROOMS:
            found = [fault for module in ROOMS[room][0] if options.only in module
                     for fault in faults(module)]  # fmt: skip
            if options.again:
                found = _left_over(found, options.again)
            number = min(options.sample or len(found), len(found))
            drawn = random.Random(options.seed).sample(found, number)
            if not _try_room(room, drawn, len(found), log):
                return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
