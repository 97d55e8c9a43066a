"""Answers of `rules analyse` and `rules diff`: what is odd, what changed, and on which licences."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from licensecheck.commands.looked_up import ruleset_paths
from licensecheck.extras import require
from licensecheck.rules.analysis import Remark, analyse
from licensecheck.rules.diff import Change, diff_rules, witness_application
from licensecheck.rules.load import load_ruleset
from licensecheck.screening.editions import words_of_rulesets

if TYPE_CHECKING:
    from licensecheck.tables.deciding.reassess import OutcomeChanges

__all__ = ["analysis_text", "diff_text"]

# A fact may wait for a rule, so it is told and fails nothing.
_TOLD_ONLY = frozenset(("unread fact",))


def analysis_text(path: str | None) -> tuple[str, bool]:
    """The remarks on a ruleset, or on all packaged ones; and whether each is explained.

    Raises:
        InputError: There is no such ruleset.
        LawError: A rule file breaks the form.
    """
    rulesets = [load_ruleset(root) for root in ruleset_paths(path).values()]
    rules = [rule for ruleset in rulesets for rule in ruleset.rules]
    remarks = analyse(rules, words_of_rulesets(rulesets))
    if path is not None:
        # One file reads only some facts; that others are unread says nothing of it.
        remarks = [remark for remark in remarks if remark.kind not in _TOLD_ONLY]
    open_ = [r for r in remarks if not r.explained and r.kind not in _TOLD_ONLY]
    lines = [_remark_line(remark) for remark in remarks]
    lines.append(f"{len(rules)} rules, {len(remarks)} remarks, {len(open_)} to be mended")
    return "\n".join(lines), not open_


def _remark_line(remark: Remark) -> str:
    subject = f"{remark.rule}: " if remark.rule else ""
    explained = f" ({remark.explained})" if remark.explained else ""
    return f"{remark.kind}: {subject}{remark.text}{explained}"


def diff_text(before: str, after: str, *, format: str, on: str | None) -> str:
    """What changes from one ruleset to another, with an application for each changed answer.

    Args:
        before: Packaged name, file or folder of the first text.
        after: The same of the second.
        format: `text` or `json`.
        on: A table of licences; the lines whose outcome changes are counted.

    Raises:
        InputError: There is no such ruleset, or the table cannot be read.
        LawError: A rule file breaks the form.
    """
    paths = [_one(before), _one(after)]
    first, second = (load_ruleset(path) for path in paths)
    changes = diff_rules(first.rules, second.rules, words_of_rulesets((first, second)))
    counted = _counted(Path(on), *paths) if on else None
    if format == "json":
        data: dict[str, Any] = {"changes": [_data(change) for change in changes]}
        if counted:
            data["table"] = counted.data()
        return json.dumps(data, indent=2, ensure_ascii=False)
    lines = [line for change in changes for line in _change_lines(change)]
    kinds = [change.kind for change in changes]
    counts = ", ".join(f"{kinds.count(kind)} {kind}" for kind in ("added", "removed", "changed"))
    lines.append(f"{len(changes)} rules differ: {counts}" if changes else "no rule differs")
    if counted:
        lines += _counted_lines(counted)
    return "\n".join(lines)


def _counted(table: Path, before: Path, after: Path) -> OutcomeChanges:
    require("tables", where="--on")
    from licensecheck.tables.deciding.reassess import outcome_changes

    return outcome_changes(table, before, after)


def _one(name: str) -> Path:
    (path,) = ruleset_paths(name).values()
    return path


def _witnesses(change: Change) -> Iterator[tuple[str, Mapping[str, str]]]:
    if change.no_longer is not None:
        yield "no longer met", change.no_longer
    if change.newly is not None:
        yield "newly met", change.newly


def _change_lines(change: Change) -> Iterator[str]:
    fields = f" ({', '.join(change.fields)})" if change.fields else ""
    yield f"{change.kind}: {change.rule}{fields}"
    witnesses = list(_witnesses(change))
    for label, facts in witnesses:
        yield f"  {label}, for example where {_facts(facts)}"
    if not witnesses:
        yield "  met on the same facts as before"


def _facts(facts: Mapping[str, str]) -> str:
    said = [f"{name} is {token}" for name, token in facts.items()]
    return " and ".join(said) or "nothing is asked"


def _data(change: Change) -> dict[str, Any]:
    return {
        "rule": change.rule,
        "kind": change.kind,
        "fields": list(change.fields),
        **{
            label.replace(" ", "_"): {
                "facts": dict(facts),
                "application": witness_application(facts),
            }
            for label, facts in _witnesses(change)
        },
    }


def _counted_lines(counted: OutcomeChanges) -> Iterator[str]:
    yield (
        f"{counted.changed:,} of {counted.screened:,} lines change their outcome "
        f"({counted.rejected:,} more could not be read or screened)"
    )
    for (before, after), number in _sorted(counted):
        yield f"  {before} -> {after}: {number:,}"
    if counted.early:
        yield (
            f"{counted.early:,} lines are older than the rules and were screened by their first "
            "edition"
        )


def _sorted(counted: OutcomeChanges) -> Sequence[tuple[tuple[str, str], int]]:
    return sorted(counted.moves.items(), key=lambda move: (-move[1], move[0]))
