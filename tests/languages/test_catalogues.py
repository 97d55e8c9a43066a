"""Every message of the code and of the law has its translation, and each reads as it should."""

from __future__ import annotations

import string
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.plurals import get_plural
from babel.messages.pofile import read_po

from licensecheck import InputError
from licensecheck.language import ENGLISH, Language, find_language, languages
from tools import catalogues

# Words that the language writes as English does; a person has looked at each.
SAME = {
    "nl": {
        "software", "tank", "radar", "agent", "indicator", "surveillance", "Route", "route",
        "procedure", "status", "records", "codes", "tabs", "criteria {names}",
        "is {values}", "(3) TIV, %",
        "{code}: {list}, {row}", "{phrase}: {said}", "{listed}, {instead}", "{records} records",
        "{value} {is_none}", "{answer} ({what})",
        "{whose}, {measures}, {goods}, {years}: {what}", "{status} ({criteria})",
        "{fact}: {before} -> {now}", "{near} {listed}", "{list}: {title}", "{place}: {what}",
        "{code}: {title}",
        "{first}; {rest}", "{where}: {what}", "{words} is {countries}", "{words} ({note})",
        "via: {places}", "`{fact}: unknown`", "Verenigd Koninkrijk",
        "Verenigde Arabische Emiraten",
        "{said} ({note})", "argument {name}",
        "--out FILE.xlsx", "`--verdict granted_on_conditions`",
        'pip install "arms-licensecheck[tables]"', "pip install '{distribution}[{extra}]'",
        "2014/145, 2014/512, 2024/1484", "2024/1804", "Afghanistan", "Belarus", "China", "EU",
        "Eritrea", "Iran", "Liberia", "Myanmar", "Nigeria", "Rwanda", "Sierra Leone", "Sudan",
        "UNITA", "Venezuela", "Wassenaar Arrangement", "Zimbabwe", "C1(b)",
        "Containers", "Lasers", "Radar", "helium-3", "lasers", "radium-226", "robots",
    }
}  # fmt: skip
OTHERS = [code for code in languages() if code != "en"]

pytestmark = pytest.mark.parametrize("code", OTHERS)


def catalogue(code: str) -> Catalog:
    path = catalogues.FOLDER / code / "LC_MESSAGES" / "licensecheck.po"
    with path.open("rb") as file:
        return read_po(file)


def entries(code: str) -> Iterator[Message]:
    return (entry for entry in catalogue(code) if entry.id)


def pairs(code: str) -> Iterator[tuple[str, str]]:
    """Each message with its translation; of a plural, its plural with each form."""
    for entry in entries(code):
        if isinstance(entry.id, str):
            yield entry.id, entry.string
        else:
            yield from ((entry.id[1], form) for form in entry.string)


def places(text: str) -> Counter[str]:
    return Counter(field for _, field, _, _ in string.Formatter().parse(text) if field is not None)


@pytest.fixture(scope="module")
def fresh() -> dict[Path, str]:
    return catalogues.files()


def test_the_catalogue_is_up_to_date(code: str, fresh: dict[Path, str]) -> None:
    """It and the template hold the messages that there are, no more and no fewer."""
    stale = [
        path.name
        for path, text in fresh.items()
        if path == catalogues.TEMPLATE or code in path.parts
        if path.read_text(encoding="utf-8") != text
    ]
    assert not stale, "run `make catalogues`, then translate what it tells"


def test_nothing_is_missing_or_in_doubt(code: str) -> None:
    """An empty entry would be printed in English, a fuzzy one as well."""
    assert [entry.id for entry in entries(code) if entry.fuzzy] == []
    assert [message for message, said in pairs(code) if not said.strip()] == []


def test_every_place_stands_in_the_translation_and_no_other(code: str) -> None:
    """`{destination}` that is left out loses a fact; one that is misspelt is a fault."""
    assert [message for message, said in pairs(code) if places(message) != places(said)] == []


def test_only_reviewed_words_are_as_in_english(code: str) -> None:
    """A copied message looks translated and is not; a word that is no longer used goes."""
    assert {message for message, said in pairs(code) if message == said} == SAME[code]


def test_ends_are_as_in_the_message(code: str) -> None:
    """A question stays one, a sentence ends, a part of a line begins without a space."""
    for message, said in pairs(code):
        assert said == said.strip()
        for mark in (".", "?"):
            assert message.endswith(mark) == said.endswith(mark), (message, said)


def test_plural_forms_are_those_of_the_language(code: str) -> None:
    """As many as the language has, by its own rule."""
    found = catalogue(code)
    assert found.plural_forms.replace(" ", "") == str(get_plural(code)).replace(" ", "")
    counted = [entry for entry in entries(code) if not isinstance(entry.id, str)]
    assert counted
    assert {len(entry.string) for entry in counted} == {found.num_plurals}


def test_a_count_takes_the_form_of_its_number(code: str) -> None:
    """One criterion, two criteria."""
    language = find_language(code)
    one, many = "criterion {names}", "criteria {names}"
    said = [language.count(one, many, number, names="2") for number in (0, 1, 2)]
    assert said[0] == said[2] != said[1]


def test_an_unknown_language_is_told_with_the_known_ones(code: str) -> None:
    """The nearest of them, or all."""
    with pytest.raises(InputError, match=f"no reports in the language `{code}x`"):
        find_language(f"{code}x")


def test_the_head_of_a_catalogue_is_no_message(code: str) -> None:
    """The empty message is where gettext keeps it."""
    assert find_language(code).text("") == ""


def test_a_message_put_together_in_the_code_is_refused(code: str, tmp_path: Path) -> None:
    """No catalogue could list it."""
    folder = tmp_path / "src" / "licensecheck"
    folder.mkdir(parents=True)
    (folder / "one.py").write_text('language.text("a {b}", b=1)\nlanguage.count("x", "y", 2)\n')
    assert [(one.text, one.plural) for one in catalogues.code_messages(folder)] == [
        ("a {b}", ""), ("x", "y"),
    ]  # fmt: skip
    (folder / "three.py").write_text('text, token = one.text, one.token\ntext("z")\n')
    (folder / "four.py").write_text('from page import text\ntext("no message")\n')
    assert [one.text for one in catalogues.code_messages(folder)] == ["a {b}", "x", "z"]
    (folder / "two.py").write_text('language.text(f"a {b}")\n')
    with pytest.raises(catalogues.NotLiteral, match=r"two\.py:1"):
        list(catalogues.code_messages(folder))


def test_braces_of_people_are_left_alone(code: str) -> None:
    """Only the message is a template; what stands in its places is not read as one."""
    for language in (ENGLISH, find_language(code), Language("xx")):
        assert "{0.__class__}" in language.text("supplied ({source})", source="{0.__class__}")


def test_roles_have_names(code: str) -> None:
    """The roles that findings and questions name are in the catalogue, the buyer's too."""
    listed = {entry.id for entry in entries(code)}
    assert {"exporter", "buyer", "consignee", "intermediary", "end user"} <= listed
