"""What is wrong with what was given is said in the language of the report."""

from __future__ import annotations

import copy
import pickle
from gettext import NullTranslations

import pytest

from licensecheck import read_application
from licensecheck.documents.values import Choice, kind_of
from licensecheck.errors import InputError, Told, told
from licensecheck.language import ENGLISH, Language, find_language
from tests.cli.running import refused, run


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
