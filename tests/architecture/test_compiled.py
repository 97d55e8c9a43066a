"""The law as it was read is the law as it is written, and what was changed since is read anew."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from subprocess import run

import pytest

from licensecheck import compiled, law, vocabulary
from licensecheck.documents.strict_yaml import Document
from licensecheck.documents.texts import read_text
from licensecheck.rules import alliances, reading
from licensecheck.rules import load as rules
from licensecheck.rules.kept import keep_law


def forget() -> None:
    """Let nothing that was read before stand in for reading."""
    for kept in (compiled._opened, rules._load, alliances._load, vocabulary._load):
        kept.cache_clear()


@pytest.fixture
def kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """The packaged law, kept as it was read, in a place of its own."""
    target = tmp_path / "kept.bin"
    words = vocabulary._load
    monkeypatch.setattr(compiled, "COMPILED", tmp_path / "nothing-is-kept-here")
    forget()
    keep_law(target)
    monkeypatch.setattr(compiled, "COMPILED", target)
    forget()
    yield target
    forget()
    assert vocabulary._load is words


def everything() -> list[object]:
    forget()
    words = vocabulary.Vocabulary.load()
    rulesets = [rules.load_ruleset(path) for path in rules.packaged_rulesets().values()]
    mine = [alliances.find_alliance(name) for name in alliances.packaged_alliances()]
    return [words.edition, words.digest, dict(words), rulesets, mine]


def test_both_give_the_same_law(kept: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Words, rules with their places, digests and alliances, without a line of YAML read."""
    with monkeypatch.context() as patch:
        patch.setattr(law, "load_yaml", None)
        patch.setattr(reading, "read_ruleset", None)
        from_kept = everything()
    kept.unlink()
    assert everything() == from_kept


def test_a_file_that_was_changed_is_read(kept: Path, tmp_path: Path) -> None:
    """One letter is enough; all the others are still found."""
    text = read_text(law.law_dir() / "alliances" / "nato.yaml")
    assert compiled.find([text.encode()]) is not None
    changed = tmp_path / "nato.yaml"
    changed.write_text(text.replace("title:", "title: Changed", 1))
    assert compiled.find([changed.read_bytes()]) is None
    assert law.load_yaml_file(changed).data["title"].startswith("Changed")


def test_a_ruleset_of_one_changed_file_is_read(kept: Path) -> None:
    """A ruleset is kept under all of its files and the words of its rules, in their order."""
    words = vocabulary.Vocabulary.load()
    files = tuple(rules.rule_files(rules.packaged_rulesets()["eu-common-position"]))
    texts = rules.kept_texts(files, words)
    assert compiled.find(texts) is not None
    for at in (0, 1, len(texts) - 1):
        assert compiled.find([*texts[:at], texts[at] + b" ", *texts[at + 1 :]]) is None
    assert compiled.find(texts[:-1]) is None


def test_another_reader_reads_anew(kept: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What was kept by older code is not what this code would give."""
    text = read_text(law.law_dir() / "alliances" / "nato.yaml").encode()
    assert compiled.find([text]) is not None
    monkeypatch.setattr(compiled, "_readers", lambda: b"another")
    assert compiled.find([text]) is None


def test_all_that_reads_the_law_is_known() -> None:
    """Each module that a ruleset passes when it is read is among those whose change is noticed."""
    package = Path(compiled.__file__).parent
    for name in compiled._READERS:
        assert (package / name).is_file(), name
    assert {path.name for path in (package / "rules").glob("*.py")} & {"reading.py", "written.py"}


@pytest.mark.parametrize(
    "damage",
    [
        lambda content: b"",
        lambda content: content[:-40],
        lambda content: content.replace(b"nato", b"nota", 1),
        lambda content: b"\xff\xfe" + content,
    ],
    ids=["empty", "cut off", "changed", "no hash"],
)
def test_what_is_damaged_is_not_opened(kept: Path, damage) -> None:
    """The law is then read, to the same effect."""
    path = law.law_dir() / "alliances" / "nato.yaml"
    found = law.load_yaml_file(path)
    kept.write_bytes(damage(kept.read_bytes()))
    forget()
    assert compiled.find([read_text(path).encode()]) is None
    assert law.load_yaml_file(path) == found
    assert isinstance(found, Document)


def test_rules_of_an_office_are_always_read(kept: Path, tmp_path: Path) -> None:
    """Only what is packaged is kept: a copy of it elsewhere is a file of its own."""
    source = rules.packaged_rulesets()["nl"]
    copy = tmp_path / "nl.yaml"
    copy.write_bytes(source.read_bytes())
    seen = []
    read = reading.read_ruleset
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(reading, "read_ruleset", lambda *given: seen.append(1) or read(*given))
        rules.load_ruleset(source)
        assert not seen
        rules.load_ruleset(copy)
    assert seen


def test_a_check_reads_no_yaml_once_the_law_is_kept(kept: Path) -> None:
    """A check from the command line does not so much as import the YAML library."""
    code = (
        "import sys, pathlib; from licensecheck import compiled;"
        f"compiled.COMPILED = pathlib.Path({str(kept)!r});"
        "from licensecheck import screen;"
        "screen({'exporter': {'country': 'NL'}, 'end_user': {'country': 'SA'},"
        "'items': [{'rating': 'ML6.a'}]});"
        "sys.exit(bool({'yaml', 'licensecheck.rules.written'} & set(sys.modules)))"
    )
    assert run([sys.executable, "-c", code], check=False).returncode == 0
