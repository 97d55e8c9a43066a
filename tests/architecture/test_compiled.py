"""The law as it was parsed is the law as it is written, and what was changed since is parsed."""

from __future__ import annotations

import sys
from pathlib import Path
from subprocess import run

import pytest

from licensecheck import compiled, law, vocabulary
from licensecheck.documents.strict_yaml import Document, load_yaml
from licensecheck.documents.texts import read_text
from licensecheck.rules import alliances
from licensecheck.rules import load as rules


def forget() -> None:
    """Let nothing that was read before stand in for reading."""
    for kept in (compiled._documents, rules._load, alliances._load):
        kept.cache_clear()


@pytest.fixture
def kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The packaged law, kept as parsed, in a place of its own."""
    target = tmp_path / "parsed.jsonl"
    law.keep_parsed(law.law_dir(), target)
    monkeypatch.setattr(compiled, "COMPILED", target)
    forget()
    return target


def everything() -> list[object]:
    forget()
    words = vocabulary._load.__wrapped__(law.law_dir() / "vocabulary.yaml")
    rulesets = [rules.load_ruleset(path, words) for path in rules.packaged_rulesets().values()]
    mine = [alliances.find_alliance(name) for name in alliances.packaged_alliances()]
    return [words.edition, dict(words), rulesets, mine]


def test_both_give_the_same_law(kept: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Words, rules with their places, digests and alliances, without a line of YAML read."""
    with monkeypatch.context() as patch:
        patch.setattr(law, "load_yaml", None)
        from_kept = everything()
    kept.unlink()
    assert everything() == from_kept
    forget()


def test_a_file_that_was_changed_is_parsed(kept: Path, tmp_path: Path) -> None:
    """One letter is enough; all the others are still found."""
    text = read_text(law.law_dir() / "alliances" / "nato.yaml")
    assert compiled.find(text) is not None
    changed = tmp_path / "nato.yaml"
    changed.write_text(text.replace("title:", "title: Changed", 1))
    assert compiled.find(changed.read_text()) is None
    assert law.load_yaml_file(changed).data["title"].startswith("Changed")


def test_another_parser_parses_anew(kept: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What was kept by an older parser is not what this one would give."""
    text = read_text(law.law_dir() / "vocabulary.yaml")
    assert compiled.find(text) is not None
    monkeypatch.setattr(compiled, "_parser", lambda: b"another")
    assert compiled.find(text) is None


@pytest.mark.parametrize(
    "damage",
    [
        lambda content: b"",
        lambda content: content[:-40],
        lambda content: content.replace(b"deny", b"deni", 1),
        lambda content: b"\xff\xfe" + content,
    ],
    ids=["empty", "cut off", "changed", "no text"],
)
def test_what_is_damaged_is_not_read(kept: Path, damage) -> None:
    """The law is then parsed, to the same effect."""
    kept.write_bytes(damage(kept.read_bytes()))
    path = law.law_dir() / "alliances" / "nato.yaml"
    text = read_text(path)
    assert compiled.find(text) is None
    assert law.load_yaml_file(path) == load_yaml(text, name=path.name)


def test_a_line_is_told_as_finely_as_by_the_parser(kept: Path) -> None:
    """An error in a rule names the line of its clause, though only the rule's own was kept."""
    path = law.law_dir() / "eu-common-position" / "criterion-2.yaml"
    found, parsed = law.load_yaml_file(path), load_yaml(read_text(path), name=path.name)
    assert type(found) is not Document
    for at in (("rules", 0), ("rules", 0, "when"), ("rules", 1, "reason"), ("nowhere",), ()):
        assert found.line(at) == parsed.line(at)


def test_a_fraction_is_left_to_the_parser(tmp_path: Path, monkeypatch) -> None:
    """JSON has no exact decimals, so that a file with one is not kept."""
    text = "share: 0.05\n"
    document = load_yaml(text, name="a.yaml")
    target = tmp_path / "parsed.jsonl"
    target.write_bytes(compiled.compiled([(text, document.data, document.lines)]))
    monkeypatch.setattr(compiled, "COMPILED", target)
    assert compiled.find(text) is None


def test_a_check_reads_no_yaml_once_the_law_is_kept(kept: Path) -> None:
    """A check from the command line does not so much as import the YAML library."""
    code = (
        "import sys, pathlib; from licensecheck import compiled;"
        f"compiled.COMPILED = pathlib.Path({str(kept)!r});"
        "from licensecheck import screen;"
        "screen({'exporter': {'country': 'NL'}, 'end_user': {'country': 'SA'},"
        "'items': [{'rating': 'ML6.a'}]}); sys.exit('yaml' in sys.modules)"
    )
    assert run([sys.executable, "-c", code], check=False).returncode == 0
