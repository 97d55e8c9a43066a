"""What is wrong with what was given is said in the language of the report."""

from __future__ import annotations

import ast
import copy
import pickle
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from gettext import NullTranslations
from pathlib import Path

import pytest

import licensecheck
from licensecheck import read_application
from licensecheck.documents.values import Choice, kind_of
from licensecheck.errors import InputError, Told, told
from licensecheck.language import ENGLISH, Language, find_language
from tests.cli.running import BARE, refused, run


class Backwards(NullTranslations):
    """A language in which each message is marked."""

    def gettext(self, message):
        return f"<{message}>"


OTHER = Language("xx", Backwards())
WRONG = """\
kind: exprt
as_of: 2023-02-30
exporter: {name: Example BV}
destnation: Germny
items: [{quantity: -1, rating: ML66}]
"""


def test_a_told_text_is_a_text_and_its_message():
    """English as it is; in another language it and what stands in it."""
    text = told("a list is needed, not {value}", value=kind_of("x"))
    assert text == "a list is needed, not the text `x`"
    assert ENGLISH.of(text) == text
    assert OTHER.of(text) == "<a list is needed, not <the text `x`>>"
    assert OTHER.of("as it is") == "as it is"
    assert OTHER.of(str(Choice("x", ("yes", "no")))) == "<one of: `yes`, `no`>"
    for again in (pickle.loads(pickle.dumps(text)), copy.deepcopy(text)):
        assert isinstance(again, Told)
        assert OTHER.of(again) == OTHER.of(text)


def test_every_fault_of_an_application_can_be_said_in_another_language():
    """Each that a reader finds knows its message, whatever it is made of."""
    with pytest.raises(InputError) as caught:
        read_application(WRONG)
    problems = caught.value.problems
    assert len(problems) >= 5
    for problem in map(OTHER.problem, problems):
        assert problem.what.startswith("<"), problem
        assert not problem.help or problem.help.startswith("<"), problem


def test_the_command_line_says_errors_in_the_language_that_is_asked_for(tmp_path):
    """Wherever the option stands; and the next command without it is English again."""
    path = tmp_path / "case.yaml"
    path.write_text(WRONG)
    with pytest.raises(InputError) as caught:
        read_application(path)
    for words in ((), ("--language", "nl")):
        language = find_language("nl" if words else "en")
        told_ = refused(run("check", str(path), *words)).err
        for problem in map(language.problem, caught.value.problems):
            assert problem.what in told_
        assert language.text("{count} errors; nothing was screened", count=6)[1:] in told_
    assert "errors; nothing was screened" in refused(run("check", str(path))).err


# What takes a text of an error: at which argument it begins, and how many there are.
TAKE = {
    "Problem": (1, 2), "_problem": (1, 2), "_fault": (1, 2), "Fault": (1, 2),
    "fault": (0, 2), "value_fault": (0, 2),
    "UnknownRating": (1, 2), "InputError": (0, 1), "LawError": (0, 1), "NoEdition": (0, 1),
    "UsageError": (0, 1), "_report": (1, 2), "report": (1, 2), "_stop": (0, 2),
    "_strange": (1, 1),
}  # fmt: skip
# What a maintainer alone meets: texts of the law as published, and what the engine is made of.
OURS = ("official_text.py", "durable.py", "errors.py")


def texts_by_name(nodes: Iterable[ast.AST]) -> dict[str, list[ast.expr]]:
    """What names are set to."""
    found = defaultdict(list)
    for node in nodes:
        if isinstance(node, ast.Assign | ast.AnnAssign) and node.value is not None:
            target = node.targets[0] if isinstance(node, ast.Assign) else node.target
            several = isinstance(target, ast.Tuple) and isinstance(node.value, ast.Tuple)
            pairs = (
                zip(target.elts, node.value.elts, strict=False)
                if several
                else [(target, node.value)]
            )
            for name, value in pairs:
                found[getattr(name, "id", "")].append(value)
    return found


def plain_texts(path: Path) -> Iterator[str]:
    """Texts of errors in a module that no catalogue lists, also where a name holds them."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    functions = [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)]
    for part in (*tree.body, *functions):
        within = ast.walk(part) if isinstance(part, ast.FunctionDef) else ()
        held = texts_by_name([*tree.body, *within])
        for call in ast.walk(part):
            if isinstance(call, ast.Call):
                yield from (f"{path.name}:{one.lineno}: {ast.unparse(one)}"
                            for one in plain_parts(call, held))  # fmt: skip


def plain_parts(call: ast.Call, held: Mapping[str, list[ast.expr]]) -> Iterator[ast.expr]:
    """The texts of one call that are plain."""
    name = getattr(call.func, "id", getattr(call.func, "attr", ""))
    first, many = TAKE.get(name, (0, 0))
    named = [one.value for one in call.keywords if one.arg in ("what", "help")]
    waiting: list[ast.expr] = [*call.args[first : first + many], *(named if many else ())]
    seen = set()
    while waiting:
        one = waiting.pop()
        if isinstance(one, ast.Name) and one.id not in seen:
            seen.add(one.id)
            waiting += held.get(one.id, ())
        elif isinstance(one, ast.IfExp):
            waiting += (one.body, one.orelse)
        elif isinstance(one, ast.BoolOp):
            waiting += one.values
        elif isinstance(one, ast.JoinedStr | ast.BinOp) or (
            isinstance(one, ast.Constant) and " " in str(one.value)
        ):
            yield one


def test_every_error_is_a_message():
    """None is written as a plain text, or put together of pieces, where no catalogue finds it."""
    code = Path(licensecheck.__file__).parent
    plain = {text for path in sorted(code.rglob("*.py")) if path.name not in OURS
             for text in plain_texts(path)}  # fmt: skip
    assert not plain, "\n".join(plain)


@pytest.mark.parametrize(
    ("words", "english"),
    [
        (("check", "--nosuch"), "no such option"),
        (("check", "--as-of"), "requires an argument"),
        (("replay", "x", "y", "--reference", "nowhere"), "a folder that is there"),
        (("place",), "missing"),
        (("change", "x", "--from", "a", "--to", "2"), "whole number"),
        (("vocabulary", "a", "b"), "unexpected"),
        (("nosuch",), "no such"),
        (("check", "--format", "jsn"), "no such format"),
        (("check", "--mask=yes"), "takes no value"),
        (("check", "--value=3", "--value=4"), "more than once"),
        (("check", "--verbose", "--quiet"), "exclude"),
        (("rating",), "give a CODE"),
        (("rating", "--find", "qqqqq"), "is known"),
        (("rules", "show", "cp.9.z"), "no rule"),
        (("rules", "validate", "nowhere.yaml"), "no ruleset"),
        (("share", "nowhere.csv"), "cannot be read"),
        (("country", "Nowhereland"), "no place"),
    ],
)
def test_faults_of_the_words_of_a_command_are_dutch(words, english, monkeypatch):
    """Click's own as well, by their kind; asked for by the environment, or by the option."""
    said = refused(run(*words)).err
    monkeypatch.setenv("LICENSECHECK_LANGUAGE", "nl")
    dutch = refused(run(*words)).err
    assert english in said
    assert english not in dutch
    assert not re.findall(r"help:|the |tells how|one of|did you|cannot|needed", dutch)


HOUSE = """\
ruleset: desk
fcts: {}
rules:
  - id: desk 1
    title: x
    when: {all: [{fact: item.ratng, op: eq, value: x}]}
"""


def test_faults_of_a_house_rule_are_dutch(tmp_path):
    """Each, with what would help."""
    path = tmp_path / "desk.yaml"
    path.write_text(HOUSE)
    said = {
        code: refused(run(*BARE, "--house", str(path), "--language", code)).err.splitlines()
        for code in ("en", "nl")
    }
    assert len(said["en"]) == len(said["nl"]) > 4
    for one, other in zip(said["en"], said["nl"], strict=True):
        assert one != other
