"""A template of letters, which comes from outside: what it may say, and how much it may do."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from licensecheck.errors import InputError
from licensecheck.report.letter_template import LetterTemplate, read_template
from tests.cli.running import run

VALUES = {
    "addressee": "embassy",
    "reference": "EXAMPLE-1",
    "questions": [
        {"ask": f"Question {number}, which is long?", "points": ["2(a)", "7"]}
        for number in range(400)
    ],
    "case": [{"label": "Goods", "said": ["frigates", "spare parts"]}],
    "nothing": [],
}


def filled_in(text: str) -> str:
    return LetterTemplate("own.txt", text).filled_in(VALUES)


DOUBLED = '{% set a = "ab" %}' + "{% set a = a ~ a %}" * 60
NESTED = '{% set a = ["ab"] %}' + "{% set a = [a, a] %}" * 60
LOOPS = "".join(f"{{% for x{n} in questions %}}" for n in range(6)) + "{% endfor %}" * 6
# Each of these took all memory or all time; a limit of the process is set around them.
BEYOND_MEASURE = {
    "times": '{{ "x" * (10 ** 10) }}',
    "times without power": '{{ "x" * 10000000000 }}',
    "list times": "{{ [0] * 1000000000 }}",
    "power": "{{ 9 ** (9 ** 9) }}",
    "numbers that grow": "{% set n = namespace(a=9) %}{% for i in range(99) %}"
    "{% set n.a = n.a * n.a %}{% endfor %}",
    "doubled": DOUBLED + "{{ a }}",
    "doubled by +": DOUBLED.replace("~", "+"),
    "doubled by join": DOUBLED.replace("a ~ a", "[a, a] | join"),
    "doubled in a loop": '{% set n = namespace(a="ab") %}{% for i in range(99) %}'
    "{% set n.a = n.a ~ n.a %}{% endfor %}",
    "doubled by a block": '{% set a = "ab" %}'
    + "{% set b %}{{ a }}{{ a }}{% endset %}{% set a = b %}" * 60,
    "doubled by replace": '{% set a = "aa" %}' + '{% set a = a | replace("a", a) %}' * 60,
    "nested": NESTED + "{{ a }}",
    "nested, compared": NESTED + NESTED.replace("set a", "set b").replace("a, a", "b, b")
    + "{{ a == b }}",
    "nested, as text": NESTED + "{{ a | string | length }}",
    "loops": LOOPS,
    "loops that write": LOOPS.replace("{% endfor %}", "long text" * 100 + "{% endfor %}", 1),
    "text in a block": "{% set x %}{% for i in range(90000) %}" + "long text" * 1000
    + "{% endfor %}{% endset %}{{ x | length }}",
    "loops over ranges": LOOPS.replace("questions", "range(100000)"),
    "loops over a text": LOOPS.replace("questions", "reference ~ reference ~ reference"),
    "macro": "{% macro f(n) %}{% if n %}{{ f(n - 1) }}{{ f(n - 1) }}{% endif %}{% endmacro %}"
    "{{ f(99) }}",
    "macro without end": "{% macro f() %}{{ f() }}{% endmacro %}{{ f() }}",
    "caller": "{% macro f(n) %}{{ caller() }}{{ caller() }}{% endmacro %}"
    + "{% call f(1) %}" * 40 + "x" + "{% endcall %}" * 40,
    "format": '{{ "%1000000000d" | format(1) }}',
    "format by %": '{{ "%1000000000d" % 1 }}',
    "format method": '{{ "{:>1000000000}".format(1) }}',
    "center": "{{ reference | center(1000000000) }}",
    "center by a map": '{{ [reference] | map("center", 1000000000) | list }}',
    "ljust": "{{ reference.ljust(1000000000) }}",
    "zfill": '{{ reference["zfill"](1000000000) }}',
    "indent": "{{ reference | indent(1000000000, first=true) }}",
    "wordwrap": '{{ ("x " ~ reference) | wordwrap(1, wrapstring="y" | center(19000000)) }}',
    "batch": "{{ questions | batch(1000000000, 0) | list }}",
    "slice": "{{ questions | slice(1000000000) | list }}",
    "round": "{{ 1.5 | round(1000000000, 'ceil') }}",
    "lipsum": "{{ lipsum(1000000) }}",
    "recursive": "{% for one in [[1]] recursive %}{{ loop([[1], [1]]) }}{% endfor %}",
    "sum of lists": "{{ [questions] | sum(start=[]) }}",
    "number without end": "{{ " + "9" * 90_000 + " }}",
    "parentheses": "{{ " + "(" * 40_000 + "1" + ")" * 40_000 + " }}",
    "not": "{{ " + "not " * 20_000 + "1 }}",
    "if": "{% if 1 %}" * 4_000 + "{% endif %}" * 4_000,
    "long": "x" * 2_000_000,
    "work given back": "{{ 'a' | center(-10000000000) }}{{ 'a' | center(2000000000) | length }}",
    "no number": "{{ 1.0e400 }}",
}  # fmt: skip


def _bounded(text: str) -> None:
    """Fill in a template in this process: called in one of its own, with a limit of memory."""
    with pytest.raises(InputError, match=r"\Aown\.txt") as caught:
        filled_in(text)
    assert len(caught.value.problems) == 1


@pytest.mark.parametrize("name", BEYOND_MEASURE)
def test_no_template_takes_more_than_a_letter_may(name: str) -> None:
    """Over the limit is an error of the file, soon and in little memory."""
    code = (
        "import sys, time; from tests.report import test_letter_template as t;"
        "begun = time.process_time();"
        "t._bounded(t.BEYOND_MEASURE[sys.argv[1]]);"
        "print(time.process_time() - begun)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, name], capture_output=True, text=True, timeout=60,
        preexec_fn=_limit, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr[-2000:]
    assert float(done.stdout) < 20


def _limit() -> None:
    import resource

    resource.setrlimit(resource.RLIMIT_AS, (1_500_000_000, 1_500_000_000))
    resource.setrlimit(resource.RLIMIT_CPU, (40, 40))


@pytest.mark.parametrize(
    ("text", "letter"),
    [
        ("{{ questions | length }}", "400"),
        ("{{ 7 * 6 + 1 - 3 // 2 }} {{ 7 % 4 }} {{ -1 }} {{ 1 / 2 }}", "42 3 -1 0.5"),
        ("{{ reference ~ '/' ~ 1 }} {{ 'a' + 'b' }}", "EXAMPLE-1/1 ab"),
        ("{{ case[0].said | join('; ') | upper }}", "FRIGATES; SPARE PARTS"),
        ("{{ reference.lower() }} {{ reference[:3] }}", "example-1 EXA"),
        ("{{ reference | center(13) | replace(' ', '.') }}", "..EXAMPLE-1.."),
        ("{{ 'a b c' | wordwrap(3) }}", "a b\nc"),
        ("{{ 'a\nb' | indent(2) }}", "a\n  b"),
        ("{% for one in questions[:2] if one.ask %}{{ loop.index }}{% endfor %}", "12"),
        ("{% for one in nothing %}x{% else %}none{% endfor %}", "none"),
        ("{% for a, b in {'x': 1}.items() %}{{ a }}{{ b }}{% endfor %}", "x1"),
        ("{% for one in case %}{{ loop.last }}{{ loop.length }}{% endfor %}", "True1"),
        ("{% macro f(n) %}<{{ n }}>{% endmacro %}{{ f(1) }}{{ f('a') }}", "<1><a>"),
        ("{% set n = namespace(a=0) %}{% for i in range(3) %}{% set n.a = n.a + i %}{% endfor %}"
         "{{ n.a }}", "3"),
        ("{% filter upper %}a{{ reference }}{% endfilter %}", "AEXAMPLE-1"),
        ("{{ questions | map(attribute='points') | first | join }}", "2(a)7"),
        ("{{ questions | selectattr('points') | list | length }}", "400"),
        ("{{ 'a' if addressee == 'embassy' and 'a' in 'ba' else 'b' }}", "a"),
        ("{% with a = 1 %}{{ a }}{% endwith %}{# said to nobody #}", "1"),
        ("{% raw %}{{ }}{% endraw %}", "{{ }}"),
        ("{{ [3, 1, 2] | sort | first }}{{ reference is defined }}", "1True"),
    ],
)  # fmt: skip
def test_what_a_letter_needs(text: str, letter: str) -> None:
    """Loops, conditions, texts, counts and parts of its own."""
    assert filled_in(text) == letter


def test_a_long_letter() -> None:
    """400 questions, each with its place among all, three times over."""
    text = (
        "{% for one in questions %}{{ loop.index }} of {{ questions | length }}: {{ one.ask }} "
        "({{ one.points | join('; ') }})\n{% endfor %}"
    )
    assert filled_in(text * 3).count("Question") == 1200


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("a\n{% include 'x' %}", r"own\.txt:2: `include`"),
        ("{% extends 'x' %}", r"own\.txt:1: `extends`"),
        ("{% import 'x' as y %}", r"own\.txt:1: `import`"),
        ("{% block a %}{% endblock %}", r"own\.txt:1: `block`"),
        ("\n\n{{ reference | uper }}", r"own\.txt:3: no filter of letters .*`uper`.*upper"),
        ("{{ reference | tojson }}", r"own\.txt:1: no filter of letters"),
        ("{{ reference.format(1) }}", r"own\.txt: `format`"),
        ("{{ reference.__class__ }}", r"own\.txt"),
        ("{{ reference() }}", r"own\.txt: "),
        ("{{ nobody }}", r"own\.txt:1: .*nobody"),
        ("{{ nobody() }}", r"own\.txt:1: .*nobody"),
        ("{{ reference - 1 }}", r"own\.txt: `-` reckons"),
        ("{{ 1 + reference }}", r"own\.txt"),
        ("{% for one in 5 %}{% endfor %}", r"own\.txt"),
        ("{% for a, b, c in case %}{% endfor %}", r"own\.txt"),
        ("{{ 'x' | indent('y', 1, 2, 3, 4) }}", r"own\.txt"),
        ("{{ 'x' | center('y') }}", r"own\.txt"),
    ],
)
def test_what_is_no_letter_is_told(text: str, said: str) -> None:
    """With the file and, where the form shows it, the line."""
    with pytest.raises(InputError, match=rf"(?s)\A{said}"):
        filled_in(text)


def test_a_template_is_read_once(tmp_path: Path) -> None:
    """So a pipe gives its letter too."""
    pipe = tmp_path / "pipe.txt"
    os.mkfifo(pipe)
    writer = threading.Thread(target=pipe.write_text, args=("To {{ addressee }}",), daemon=True)
    writer.start()
    arguments = ["check", "--exporter", "IT", "--destination", "EG", "--rating", "ML9.a"]
    assert "To embassy" in run(*arguments, "--letter", "embassy", "--template", str(pipe)).out
    writer.join(10)


def test_the_command_refuses(tmp_path: Path) -> None:
    """Exit code 2, with the name of the file."""
    own = tmp_path / "own.txt"
    own.write_text(DOUBLED)
    arguments = ["check", "--exporter", "IT", "--destination", "EG", "--rating", "ML9.a"]
    refused = run(*arguments, "--letter", "embassy", "--template", str(own))
    assert refused.code == 2
    assert "own.txt" in refused.err
    assert "Traceback" not in refused.err
    assert read_template(own).text == DOUBLED
