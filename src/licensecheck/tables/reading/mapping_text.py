"""Writing the mapping of a table that was looked at: in goes `Looked`, out comes YAML to edit.

What is not known becomes a comment, with what may be written there.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Final

from licensecheck.language import ENGLISH, Language
from licensecheck.messages import message
from licensecheck.tables.reading.look import Looked
from licensecheck.tables.reading.record import NOT_STATED

__all__ = ["mapping_text"]

_EDITOR: Final = (
    message("An editor completes and checks it by a schema: {first}, and"),
    message("{second} in a comment of its own above."),
)
_EDITOR_WORDS: Final = {
    "first": "`licensecheck schema --folder schemas`",
    "second": "`yaml-language-server: $schema=schemas/mapping.schema.json`",
}


def mapping_text(looked: Looked, language: Language = ENGLISH) -> str:
    """The mapping of a table as YAML to edit; what is not known becomes a comment."""
    text = language.text
    wide = ("", "years", "categories", "measures")
    fields = {
        one.field: one.name
        for one in looked.columns
        if one.field not in wide and one.name not in looked.ratings
    }
    ignored = [one.name for one in looked.columns if not one.field]
    # Without these no row is a record, so that a word of ours stands in for them.
    open_ = {
        name: text(_DOUBTS[name]) for name in looked.doubts if name in ("exporter", "destination")
    }
    lines = [f"# {text('Mapping of {name}: check each line.', name=_quoted(looked.name))}"]
    lines += [f"# {text(line, **_EDITOR_WORDS)}" for line in _EDITOR]
    lines += _block("columns", fields)
    lines += _block("constants", {**looked.constants, **dict.fromkeys(open_, NOT_STATED)}, open_)
    lines += [f"# {name}: {text(_DOUBTS[name])}" for name in looked.doubts if name not in open_]
    lines += _block("categories", looked.categories) + _block("measures", looked.measures)
    if looked.other_years:
        forms = ", ".join(map(_quoted, looked.other_years))
        lines.append(f"# years: {text(_OTHER_YEARS, forms=forms)}")
    if looked.ratings:
        lines.append(f"rating_columns: [{', '.join(map(_quoted, looked.ratings))}]")
    if ignored:
        lines += ["ignore:", *(f"  - {_quoted(name)}" for name in ignored)]
    return "\n".join((*lines, *_form_lines(looked, language))) + "\n"


def _form_lines(looked: Looked, language: Language) -> Iterator[str]:
    if looked.years:
        yield f"years: {'true' if looked.years == 'YYYY' else _quoted(looked.years)}"
    if looked.form == "text" and looked.delimiter:
        yield f"delimiter: {_quoted(looked.delimiter)}"
    if looked.sheet:
        yield f"sheet: {_quoted(looked.sheet)}"
    if looked.header not in ((), (1,)):
        yield f"header: [{', '.join(map(str, looked.header))}]"
    if looked.column("day"):
        known = looked.days or "DMY"
        unsure = language.text("or MDY: no day of the file tells")
        yield f"days: {known}" + ("" if looked.days else f"  # {unsure}")
    if looked.decimal == "?":
        yield f"# decimal: {language.text(_EITHER)}"
    elif looked.decimal:
        yield f"decimal: {_quoted(looked.decimal)}"
    if looked.unit:
        yield f"unit: {looked.unit}"
    if looked.prefix:
        yield f"rating_prefix: {looked.prefix}"


_OTHER_YEARS: Final = message(
    "other columns of years are {forms}; where they are values too, make `years` a list of all"
)
_EITHER: Final = message("'.' or ','; the values do not tell which")
_DOUBTS: Final[Mapping[str, str]] = {
    "exporter": message("whose exports are these? a code or name, such as NL"),
    "destination": message("no column of destinations was found"),
    "currency": message("not stated in the file; EUR, USD, ... or TIV"),
    "measure": message(
        "not stated in the file, so `licensed` is taken; one of licensed, exported, delivered, "
        "ordered, refused, transit"
    ),
    "year": message("no column of days or years was found; it may be a constant"),
    "value": message("no column of values was found"),
}


def _block(
    key: str, entries: Mapping[str, str], comments: Mapping[str, str] | None = None
) -> list[str]:
    if not entries:
        return []
    lines = [f"{key}:"]
    for name, value in entries.items():
        comment = (comments or {}).get(name, "")
        lines.append(f"  {name}: {_quoted(value)}" + (f"  # {comment}" if comment else ""))
    return lines


def _quoted(text: str) -> str:
    """A text as YAML reads it, whatever is in it."""
    return json.dumps(text, ensure_ascii=False)
