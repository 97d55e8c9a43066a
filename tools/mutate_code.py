"""Put small faults into the code that decides; each should fail a test.

python -m tools.mutate_code [ROOM]... [--sample N] [--seed N] [--out FILE]

In: rooms of `ROOMS`, all by default, and how many faults to draw in each, all by default. Out:
how many a test noticed, and the source of each that none did. A fault is put into one module in
memory, in a process of its own, where first the conformance vectors are asked and then the room's
own tests: so a fault costs a second or two, and nothing on disk is touched.

Runners of the trade were tried: one wraps every function, which breaks finalisers here; the other
starts the tests anew for each fault and takes a day.
"""

from __future__ import annotations

import argparse
import ast
import contextlib
import copy
import difflib
import importlib.abc
import importlib.util
import io
import json
import multiprocessing
import os
import random
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType
from typing import Any, Final

ROOT: Final = Path(__file__).resolve().parent.parent
SOURCE: Final = ROOT / "src"
SECONDS: Final = 120
# The modules of each room where something is decided, and the tests that stand for them.
ROOMS: Final[Mapping[str, tuple[tuple[str, ...], tuple[str, ...]]]] = {
    "facts": (
        ("facts/deal", "facts/destination", "facts/embargo", "facts/item", "facts/parties",
         "facts/resolve", "facts/unfold", "facts/observation"),
        ("tests/facts", "tests/screening", "tests/rules/test_scenarios.py"),
    ),
    "rules": (
        ("rules/program", "rules/boxes", "rules/analysis", "rules/diff", "rules/alliances"),
        ("tests/rules/test_analysis.py", "tests/rules/test_load.py",
         "tests/engine/test_engines_agree.py"),
    ),
    "engine": (
        ("engine/bitset", "engine/checked", "engine/decision"),
        ("tests/engine/test_engines_agree.py", "tests/engine/test_without_durable.py"),
    ),
    "screening": (
        ("screening/containment", "screening/criteria", "screening/findings",
         "screening/questions", "screening/scope", "screening/summary"),
        ("tests/screening", "tests/laws"),
    ),
    "share": (
        ("tables/share", "tables/standing", "tables/chains", "tables/change", "tables/groups",
         "tables/placing"),
        ("tests/tables/test_share.py", "tests/tables/test_change.py", "tests/laws/test_bounds.py"),
    ),
}  # fmt: skip
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
    """One small fault: in which module, on which line, what it did, and the source with it."""

    module: str
    line: int
    what: str
    source: str


def faults(module: str, source: str) -> Iterator[Fault]:
    """Every fault of a module, each alone."""
    tree = ast.parse(source)
    silent = set(_words(tree))
    for number, node in enumerate(ast.walk(tree)):
        if id(node) in silent:
            continue
        for what, change in _changes(node):
            mutant = copy.deepcopy(tree)
            target = next(n for at, n in enumerate(ast.walk(mutant)) if at == number)
            change(target)
            yield Fault(module, getattr(node, "lineno", 0), what, ast.unparse(mutant))


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
        if isinstance(node, ast.Raise | ast.Assert | ast.JoinedStr) or _is_a_message(node):
            quiet.append(node)  # words for a person
        for part in quiet:
            if part is not None:
                yield from map(id, ast.walk(part))


def _is_a_message(node: ast.AST) -> bool:
    """A call that gives a text in the language of the report."""
    return (
        isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr in ("text", "count")
    )


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
    if node.value is not None:
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


def _is_noticed(fault: Fault, tests: Sequence[str]) -> str:
    """In a process of its own: what noticed the fault, or nothing."""
    name = f"licensecheck.{fault.module.replace('/', '.')}"
    sys.meta_path.insert(
        0, _Mutated(name, fault.source, SOURCE / f"licensecheck/{fault.module}.py")
    )
    os.environ["HYPOTHESIS_PROFILE"] = "ci"
    try:
        from licensecheck import Screener
        from tools.conformance import ALLIANCES, read_vectors, run

        screener = Screener(alliances=ALLIANCES, engine="bitset")
        if run(read_vectors(), lambda text: screener.screen(json.loads(text)).to_json())[1]:
            return "vectors"
    except Exception as error:
        return f"vectors: {type(error).__name__}"
    import pytest

    words = ["-x", "-q", "-p", "no:cacheprovider", "-m", "not slow and not wheel and not whole"]
    code = pytest.main([*words, *tests])
    # Failed, or not even collected; anything else says nothing of the fault.
    return {0: "", 1: "tests", 2: "tests"}.get(int(code), "crash")


def _child(fault: Fault, tests: Sequence[str], pipe: Any) -> None:
    with (
        open(os.devnull, "w", encoding="utf-8") as nowhere,  # noqa: PTH123
        contextlib.redirect_stdout(nowhere),
        contextlib.redirect_stderr(nowhere),
    ):
        pipe.send(_is_noticed(fault, tests))


def tried(fault: Fault, tests: Sequence[str]) -> str:
    """What noticed a fault: `vectors`, `tests`, `time`, `crash`; or nothing."""
    ours, theirs = multiprocessing.Pipe(duplex=False)
    process = multiprocessing.get_context("fork").Process(
        target=_child, args=(fault, tests, theirs)
    )
    process.start()
    theirs.close()
    try:
        return ours.recv() if ours.poll(SECONDS) else "time"
    except EOFError:
        return "crash"
    finally:
        process.kill()
        process.join()


def _none(module: str) -> Fault:
    """No fault: what shows that the tests would pass."""
    return Fault(module, 0, "none", (SOURCE / f"licensecheck/{module}.py").read_text())


def _shown(fault: Fault) -> str:
    path = SOURCE / "licensecheck" / f"{fault.module}.py"
    before = ast.unparse(ast.parse(path.read_text(encoding="utf-8"))).splitlines()
    changed = difflib.unified_diff(before, fault.source.splitlines(), n=0, lineterm="")
    lines = [line for line in changed if not line.startswith(("---", "+++", "@@"))]
    return f"{fault.module}:{fault.line}: {fault.what}\n" + "\n".join(f"    {x}" for x in lines)


def main(arguments: Sequence[str]) -> int:
    """Draw faults, try each, and tell which no test noticed."""
    parser = argparse.ArgumentParser(prog="mutate_code", description=__doc__)
    parser.add_argument("rooms", nargs="*", metavar="ROOM")
    parser.add_argument("--sample", type=int, default=0, help="faults of each room; 0 for all")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--out", type=Path, help="write every fault and what noticed it (JSON)")
    options = parser.parse_args(arguments)
    sys.path.insert(0, str(SOURCE))
    # Heavy and never mutated, so each child need not import them again.
    import pydantic  # noqa: F401
    import yaml  # noqa: F401

    with contextlib.suppress(ImportError):
        import polars as pl  # noqa: F401

    log = options.out.open("a", encoding="utf-8") if options.out else io.StringIO()
    with log:
        for room in options.rooms or ROOMS:
            modules, tests = ROOMS[room]
            drawn = [
                fault
                for module in modules
                for fault in faults(module, (SOURCE / f"licensecheck/{module}.py").read_text())
            ]
            total = len(drawn)
            if options.sample:
                drawn = random.Random(options.seed).sample(drawn, min(options.sample, total))
            if noticed := tried(_none(modules[0]), tests):
                print(f"{room}: without a fault, {noticed} fail; mend that first", flush=True)
                return 1
            survived = 0
            for fault in drawn:
                noticed = tried(fault, tests)
                record = {"module": fault.module, "line": fault.line, "what": fault.what}
                log.write(json.dumps({**record, "noticed": noticed}) + "\n")
                log.flush()
                if not noticed:
                    survived += 1
                    print(_shown(fault), flush=True)
            print(f"{room}: {len(drawn)} of {total} faults, {len(drawn) - survived} noticed, "
                  f"{survived} not", flush=True)  # fmt: skip
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
