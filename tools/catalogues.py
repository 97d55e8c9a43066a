"""Write the catalogues of messages anew: the template, and what is new in each language.

python -m tools.catalogues

In: the messages in the code (`Language.text`, `Language.count`, `message`, `Source.said`) and in
the law (titles, reasons, questions, tokens). Out: `licensecheck.pot`, and in each .po file the
entries that are new, empty, and those of a message that changed, marked fuzzy. An entry that no
message needs is taken out.
"""

from __future__ import annotations

import ast
import io
import re
import sys
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Final, NamedTuple, get_args

from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po, write_po

from licensecheck.application import tokens
from licensecheck.application.tokens import HANDS_WITHOUT_GOODS
from licensecheck.law import packaged_rulesets
from licensecheck.messages import Said
from licensecheck.reference import Reference
from licensecheck.reference.embargoes import said_acts
from licensecheck.report.decided import CONDITIONS, VERDICTS
from licensecheck.rules.alliances import load_alliance, packaged_alliances
from licensecheck.rules.load import load_ruleset
from licensecheck.rules.model import Force, Tier
from licensecheck.screening import result
from licensecheck.vocabulary import ANSWERERS, Vocabulary

ROOT: Final = Path(__file__).resolve().parent.parent
CODE: Final = ROOT / "src" / "licensecheck"
FOLDER: Final = CODE / "locale"
TEMPLATE: Final = FOLDER / "licensecheck.pot"
_WIDTH: Final = 100
_HEAD: Final = (
    'msgid ""\nmsgstr ""\n"Project-Id-Version: licensecheck\\n"\n{language}{plurals}'
    '"MIME-Version: 1.0\\n"\n"Content-Type: text/plain; charset=utf-8\\n"\n'
    '"Content-Transfer-Encoding: 8bit\\n"\n\n'
)
# Where a message stands in a call, by the name of what is called.
_FIRST: Final = {
    "text": 0, "message": 0, "told": 0, "said": 2,
    "one_of": 0, "_set": 0, "_word": 0,
}  # fmt: skip
# Of these the first argument names what is chosen: "no such licence kind".
_NOUNS: Final = ("one_of", "_set", "_word")
_MARKING: Final = frozenset(("message", "told", *_NOUNS))
_WORD: Final = re.compile(r"[A-Za-z]{2}")


class Message(NamedTuple):
    """A message in English, its plural or "", and where it stands."""

    text: str
    plural: str
    where: str


class NotLiteral(Exception):
    """A message that is put together in the code, so that no catalogue can list it."""


# --- the code ------------------------------------------------------------------------------------


def code_messages(folder: Path = CODE) -> Iterator[Message]:
    """Messages in the code, by file.

    Raises:
        NotLiteral: A message is put together where it is used.
    """
    for path in sorted(folder.rglob("*.py")):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        where = path.relative_to(folder.parent.parent).as_posix()
        short = _shortened(tree)
        for call in (node for node in ast.walk(tree) if isinstance(node, ast.Call)):
            yield from _of_call(call, where, short=short)


def _shortened(tree: ast.Module) -> bool:
    """Whether `text(...)` in a module is a language's: no function of its own bears that name."""
    return not any(
        (isinstance(node, ast.FunctionDef) and node in tree.body and node.name == "text")
        or (isinstance(node, ast.ImportFrom) and any(name.name == "text" for name in node.names))
        for node in ast.walk(tree)
    )


def _of_call(call: ast.Call, where: str, *, short: bool) -> Iterator[Message]:
    function = call.func
    if isinstance(function, ast.Attribute):
        name = function.attr
        if name == "count":
            yield from _of_count(call, where)
            return
        known = name in ("text", "said")
    else:
        name = function.id if isinstance(function, ast.Name) else ""
        known = name in _MARKING or (name == "text" and short)
    place = _FIRST.get(name, 0)
    if known and len(call.args) > place:
        argument = call.args[place]
        if isinstance(argument, ast.JoinedStr | ast.BinOp):
            raise NotLiteral(f"{where}:{call.lineno}: a message is written out, with places")
        if isinstance(argument, ast.Constant) and isinstance(argument.value, str):
            yield Message(argument.value, "", where)


def _of_count(call: ast.Call, where: str) -> Iterator[Message]:
    words = [arg.value for arg in call.args[:2] if isinstance(arg, ast.Constant)]
    if len(call.args) == 3 and len(words) == 2 and all(isinstance(word, str) for word in words):
        yield Message(str(words[0]), str(words[1]), where)


# --- the law -------------------------------------------------------------------------------------


def law_messages() -> Iterator[Message]:
    """Messages in the law: rules, questions, tokens, alliances, groups of states."""
    for name, path in packaged_rulesets().items():
        for rule in load_ruleset(path).rules:
            where = f"rulesets: {name}, rule {rule.id}"
            yield Message(rule.title, "", f"{where}, title")
            if ", " in rule.point:  # with a word on it, such as that the letter was not seen
                # The article itself is written by a pattern of its own.
                own = (
                    rule.point.partition(", ")[2] if rule.point.startswith("Art. ") else rule.point
                )
                yield Message(own, "", f"{where}, point")
            yield Message(rule.reason, "", f"{where}, reason")
            yield Message(rule.judgement, "", f"{where}, judgement")
            yield Message(rule.source.act, "", f"{where}, act")
    for fact in Vocabulary.load().values():
        where = f"rulesets/vocabulary.yaml: {fact.name}"
        yield Message(fact.ask, "", f"{where}, question")
        yield Message(fact.meaning, "", f"{where}, meaning")
        yield from _tokens(fact.domain, f"{where}, value")
    yield from _tokens(ANSWERERS, "rulesets/vocabulary.yaml: who can answer")
    for path in packaged_alliances().values():
        alliance, where = load_alliance(path), f"rulesets/alliances/{path.name}"
        yield Message(alliance.title, "", f"{where}: title")
        yield Message(" ".join(alliance.meaning.split()), "", f"{where}: meaning")
    for table, key, column in (
        ("groups", "group", "phrase"),
        ("instruments", "treaty", "title"),
        ("indicator_sources", "indicator", "unit"),
        ("control_list", "code", "description"),
        ("control_list", "code", "note"),
        ("dual_use_list", "code", "title"),
        ("dual_use_list", "code", "note"),
        ("other_lists", "code", "title"),
        ("other_lists", "code", "note"),
        ("other_lists", "code", "source"),
        ("place_aliases", "alias", "note"),
        ("place_blocs", "bloc", "note"),
        ("product_words", "en", "note"),
        ("embargoes", "id", "authority"),
        ("embargoes", "id", "target"),
        ("embargoes", "id", "scope"),
        ("embargoes", "id", "scope_reason"),
        ("embargoes", "id", "exempts"),
        ("embargoes", "id", "exemptions"),
        ("groups", "group", "note"),
    ):
        for row in Reference.load().rows(table):
            yield Message(row[column], "", f"rulesets/reference/{table}.csv: {row[key]}")
    for row in Reference.load().rows("treaties"):
        if row["status"] != "party":
            yield Message(row["note"], "", "rulesets/reference/treaties.csv: note")
    yield from _acts()


def _acts() -> Iterator[Message]:
    """Acts and mandates that no pattern cites, such as a declaration."""
    for table, column in (("embargoes", "legal_act"), ("mandates", "what")):
        for row in Reference.load().rows(table):
            waiting = [said_acts(row[column])]
            while waiting:
                one = waiting.pop()
                waiting += (place for _, place in one.places if isinstance(place, Said))
                if not one.places:
                    where = f"rulesets/reference/{table}.csv: {row['id']}"
                    yield Message(one.message, "", where)


def token_messages() -> Iterator[Message]:
    """Tokens of results, as they are printed."""
    for name in ("OutcomeStatus", "FindingStatus", "Inside", "Axis", "Verdict", "Qualifier"):
        yield from _tokens(get_args(getattr(result, name)), f"a result: {name}")
    yield from _tokens(get_args(Tier), "a rule: tier")
    yield from _tokens(get_args(Force), "a rule: force")
    yield from _tokens(get_args(tokens.PartyRole), "a result: role of a hand")
    roles = ("exporter", "buyer", "transit state", "destination", "end user", "place of use",
             "onward state", "consignee", "intermediary")  # fmt: skip
    yield from _tokens(roles, "a result: role of a hand")
    without = (f"{role}, holds no goods" for role in sorted(HANDS_WITHOUT_GOODS))
    yield from _tokens(without, "a result: role of a hand")
    yield from _tokens((*VERDICTS, *CONDITIONS), "a recorded decision")
    verified = ("yes", "partly", "no", "year-only", "secondary", "stated")
    yield from _tokens(verified, "a result: how far a row was verified")


def _tokens(words: Iterable[str], where: str) -> Iterator[Message]:
    for word in words:
        if _WORD.search(word):
            yield Message(word.replace("_", " "), "", where)


# --- the files -----------------------------------------------------------------------------------


def template() -> Catalog:
    """The catalogue of all messages, in the order of their places, each once."""
    found = Catalog(charset="utf-8")
    for one in (*code_messages(), *law_messages(), *token_messages()):
        if not one.text:
            continue
        identity = (one.text, one.plural) if one.plural else one.text
        seen = found.get(one.text)
        comments = [] if seen is not None and len(seen.auto_comments) >= 4 else [one.where]
        found.add(identity, auto_comments=comments)
        found[one.text].flags -= {"python-format", "python-brace-format"}
    return found


def updated(path: Path, messages: Catalog) -> Catalog:
    """A language's catalogue brought up to date."""
    with path.open("rb") as file:
        catalogue = read_po(file)
    catalogue.update(messages)
    catalogue.obsolete.clear()
    for entry in catalogue:
        entry.flags -= {"python-format", "python-brace-format"}
    return catalogue


def written(catalogue: Catalog, language: str = "") -> str:
    """A catalogue as its file holds it: no days and no names, so equal content is equal text."""
    out = io.BytesIO()
    write_po(out, catalogue, width=_WIDTH, omit_header=True, include_previous=True)
    plurals = f'"Plural-Forms: {catalogue.plural_forms}\\n"\n' if language else ""
    said = f'"Language: {language}\\n"\n' if language else ""
    return _HEAD.format(language=said, plurals=plurals) + out.getvalue().decode("utf-8")


def files() -> dict[Path, str]:
    """Every file that the tool writes, with what it should hold."""
    messages = template()
    found = {TEMPLATE: written(messages)}
    for path in sorted(FOLDER.glob("*/LC_MESSAGES/licensecheck.po")):
        language = path.parent.parent.name
        found[path] = written(updated(path, messages), language)
    return found


def main(arguments: Sequence[str]) -> int:  # noqa: ARG001
    """Write the files, and tell what is left to translate."""
    for path, text in files().items():
        path.write_text(text, encoding="utf-8", newline="\n")
        with path.open("rb") as file:
            catalogue = read_po(file)
        if path == TEMPLATE:
            print(f"{path.name}: {len(catalogue)} messages")
            continue
        empty = sum(not _translated(entry.string or "") for entry in catalogue if entry.id)
        fuzzy = sum(entry.fuzzy for entry in catalogue if entry.id)
        print(f"{path.parent.parent.name}: {empty} without a translation, {fuzzy} fuzzy")
    return 0


def _translated(string: str | Sequence[str]) -> bool:
    return bool(string) if isinstance(string, str) else all(string)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
