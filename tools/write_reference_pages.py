"""Write the pages of reference that come from the code, the vocabulary and the data.

python -m tools.write_reference_pages [FOLDER]

In: the package as it is. Out: `vocabulary.md`, `schemas.md`, `data.md`, `alliances.md`,
`rooms.md` and `walk.md`; a test compares them with what is stored.
"""

from __future__ import annotations

import ast
import csv
import json
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, Final

import licensecheck
from licensecheck.commands.schemas import SCHEMAS
from licensecheck.law import law_dir
from licensecheck.rules.alliances import find_alliance, packaged_alliances
from licensecheck.vocabulary import Fact, Vocabulary
from tools.walk import ARGUMENTS

FOLDER: Final = Path(__file__).resolve().parent.parent / "docs" / "reference"
PACKAGE: Final = Path(licensecheck.__file__).resolve().parent
MADE: Final = "<!-- Made by `make docs-pages`; not edited by hand. -->"


def reference_pages() -> dict[str, str]:
    """All pages by file name."""
    return {
        name: "\n".join([MADE, *lines]) + "\n"
        for name, lines in (
            ("alliances.md", _alliances()),
            ("data.md", _data()),
            ("rooms.md", _rooms()),
            ("schemas.md", _schemas()),
            ("vocabulary.md", _vocabulary()),
            ("walk.md", _walk()),
        )
    }


def _cell(text: str) -> str:
    return " ".join(text.split()).replace("|", "\\|").replace("<", "&lt;")


def _table(head: Sequence[str], rows: Iterator[Sequence[str]]) -> Iterator[str]:
    yield f"| {' | '.join(head)} |"
    yield f"|{'---|' * len(head)}"
    for row in rows:
        yield f"| {' | '.join(_cell(cell) for cell in row)} |"


def _vocabulary() -> Iterator[str]:
    vocabulary = Vocabulary.load()
    yield "# Vocabulary"
    yield ""
    yield (
        f"Every fact that a rule may read: {len(vocabulary)} in edition {vocabulary.edition}. "
        "Values joined by `<` are ordered, the least grave first. A fact that nobody knows has the "
        "value `unknown`, which no clause takes for a no."
    )
    subjects: dict[str, list[Fact]] = {}
    for fact in vocabulary.values():
        subjects.setdefault(fact.name.partition(".")[0], []).append(fact)
    for subject, facts in subjects.items():
        yield from ("", f"## {subject}", "")
        for fact in facts:
            yield from _fact(fact)


def _fact(fact: Fact) -> Iterator[str]:
    if fact.open_domain:
        values = f"any {fact.open_domain.replace('_', ' ')} code"
    else:
        values = (" < " if fact.ordered else ", ").join(f"`{token}`" for token in fact.domain)
    yield from (f"### {fact.name}", "", _cell(fact.meaning), "")
    yield f"- values: {values}"
    yield f"- question: {_cell(fact.ask)}"
    yield f"- answered by: {', '.join(fact.answered_by)}"
    if fact.default:
        yield f"- where nobody says otherwise: `{fact.default}`, printed as an assumption"
    if fact.asks:
        yield f"- rests on: {', '.join(f'`{name}`' for name in fact.asks)}"
    yield ""


def _schemas() -> Iterator[str]:
    yield "# Schemas"
    yield ""
    yield (
        "What goes in, what comes out, and the files of the law, as JSON Schema (draft 2020-12). "
        "`licensecheck schema NAME` prints one whole; here is what each field means."
    )
    for name, make in SCHEMAS.items():
        schema = make()
        yield from ("", f"## {name}", "")
        if text := schema.get("description") or schema.get("title"):
            yield from (_cell(text), "")
        yield from _object(schema)
        for title, part in sorted(schema.get("$defs", {}).items()):
            if part.get("properties"):
                yield from ("", f"### {name}: {title}", "")
                if text := part.get("description"):
                    yield from (_cell(text.partition("\n\n")[0]), "")
                yield from _object(part)


def _object(schema: Mapping[str, Any]) -> Iterator[str]:
    required = schema.get("required", ())
    yield from _table(
        ("field", "form", "required", "meaning"),
        (
            (f"`{name}`", _form(field), "yes" if name in required else "",
             field.get("description", ""))
            for name, field in schema.get("properties", {}).items()
        ),
    )  # fmt: skip


def _form(field: Any) -> str:
    if not isinstance(field, Mapping):
        return "anything" if field else "nothing"
    if ref := field.get("$ref"):
        return str(ref).rpartition("/")[2]
    if "const" in field:
        return f"`{field['const']}`"
    if choices := field.get("enum"):
        return ", ".join(f"`{choice}`" for choice in choices)
    for word in ("anyOf", "oneOf"):
        if options := field.get(word):
            return " or ".join(dict.fromkeys(_form(option) for option in options))
    kind = field.get("type", "anything")
    if kind == "array":
        return f"list of {_form(field.get('items', {}))}"
    if kind == "object" and isinstance(field.get("additionalProperties"), Mapping):
        return f"mapping to {_form(field['additionalProperties'])}"
    return " or ".join(kind) if isinstance(kind, list) else str(field.get("format", kind))


def _data() -> Iterator[str]:
    folder = law_dir() / "reference"
    package = json.loads((folder / "datapackage.json").read_text(encoding="utf-8"))
    yield "# Reference data"
    yield ""
    yield f"Edition {package['version']}. {_cell(package['description'])}"
    yield from ("", "Sources:", "")
    for source in package["sources"]:
        title = _cell(source["title"])
        yield f"- [{title}]({source['path']})" if "path" in source else f"- {title}"
    yield from ("", "Attributions, as their licences ask:", "")
    yield from (f"- {_cell(text)}" for text in package["attributions"])
    yield from ("", "The columns of each table are described in `datapackage.json` beside it.", "")
    yield from _table(
        ("table", "rows", "review by", "verified `yes` / `partly` / `no`", "what it holds"),
        (
            (f"`{table['name']}`", *_counts(folder / table["path"], table["review_by"]),
             table["description"])
            for table in package["resources"]
        ),
    )  # fmt: skip


def _counts(path: Path, review_by: str) -> tuple[str, str, str]:
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    marks = [row["verified"] for row in rows if "verified" in row]
    said = " / ".join(f"{marks.count(mark):,}" for mark in ("yes", "partly", "no"))
    return f"{len(rows):,}", review_by, said if marks else ""


def _alliances() -> Iterator[str]:
    yield "# Alliances"
    yield ""
    yield (
        "What `inside` means, by name. `licensecheck share` and `check --alliance` take these, or "
        "the path of [a file of your own](../how-to/add-an-alliance.md)."
    )
    for name in packaged_alliances():
        alliance = find_alliance(name)
        yield from ("", f"## {name}", "", f"**{_cell(alliance.title)}.** {_cell(alliance.meaning)}")
        yield from ("", f"Source: {_cell(alliance.source)}")


def _rooms() -> Iterator[str]:
    yield "# Rooms of the package"
    yield ""
    yield (
        "Drawn from the code. Data flows downwards in this list and imports point upwards: "
        "`make lint` checks that a room imports only from those above it."
    )
    for room in reversed(_layers()):
        path = PACKAGE / room
        if path.with_suffix(".py").is_file():
            yield from ("", f"## {room}", "", _first_sentence(path.with_suffix(".py")))
            continue
        yield from ("", f"## {room}", "", _first_sentence(path / "__init__.py"), "")
        yield from _table(
            ("module", "its one reason"),
            (
                (f"`{module.relative_to(path).as_posix()}`", _first_sentence(module))
                for module in sorted(path.rglob("*.py"))
                if module.name != "__init__.py"
            ),
        )


def _layers() -> list[str]:
    import tomllib

    text = (FOLDER.parent.parent / "pyproject.toml").read_text(encoding="utf-8")
    [layers] = [
        contract["layers"]
        for contract in tomllib.loads(text)["tool"]["importlinter"]["contracts"]
        if contract.get("containers") == ["licensecheck"]
    ]
    return [layer.strip("()") for layer in layers]


def _walk() -> Iterator[str]:
    # In a program of its own: what has been called before is kept, and would be missing.
    done = subprocess.run(
        [sys.executable, "-m", "tools.walk"],
        cwd=FOLDER.parent.parent, check=True, capture_output=True, text=True,
    )  # fmt: skip
    found = json.loads(done.stdout)
    steps = found["steps"]
    rooms = [module.partition(".")[0] for module, _ in steps]
    rooms = [room for at, room in enumerate(rooms) if not at or rooms[at - 1] != room]
    yield "# One application, from the command to the report"
    yield ""
    yield (
        f"What `licensecheck {' '.join(ARGUMENTS)}` calls, drawn from a run of it: each call that "
        "the command line, the room of commands, the screener and the view of its result make of "
        "another module, in order. What those modules call in turn, and the rooms that every other "
        "one uses (documents, errors, language and the like), are left out. [Rooms](rooms.md) says "
        "what each module is for."
    )
    yield ""
    yield (
        f"{len(steps)} steps through {len({module for module, _ in steps})} modules; "
        f"{len(rooms) - len(set(rooms))} returns to a room that was left before. "
        f"The longest chain of calls passes {len(found['longest'])} modules: "
        f"{', '.join(f'`{module}`' for module in found['longest'])}."
    )
    yield ""
    yield (
        "In version 0.1.0, drawn in the same way, it was 42 steps through 27 modules with 16 "
        "returns, and 13 modules in the longest chain; the reports were the way in, and a result "
        "went back to its screener to be explained. The steps that came since are those of the "
        "buyer, of conflicts that ended, of words that name every option, and of the one room that "
        "says the result."
    )
    yield ""
    yield from _table(
        ("step", "module", "what is called"),
        (
            (str(at), f"`{module}`", f"`{function}`")
            for at, (module, function) in enumerate(steps, start=1)
        ),
    )


def _first_sentence(module: Path) -> str:
    doc = ast.get_docstring(ast.parse(module.read_text(encoding="utf-8"))) or ""
    return doc.partition("\n\n")[0]


def main(arguments: Sequence[str]) -> int:
    """Write all pages; FOLDER is `docs/reference` by default."""
    folder = Path(arguments[0]) if arguments else FOLDER
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in reference_pages().items():
        (folder / name).write_text(text, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
