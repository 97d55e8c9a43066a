"""The law as it was read is the law as it is written, and what was changed since is read anew."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from pathlib import Path
from subprocess import run

import pytest

from licensecheck import compiled, law, vocabulary
from licensecheck.rules import alliances, reading
from licensecheck.rules import load as rules
from licensecheck.rules.load import keep_law

NATO = law.law_dir() / "alliances" / "nato.yaml"


def forget() -> None:
    """Let nothing that was read before stand in for reading."""
    for kept in (compiled._opened, rules._load, alliances._load, vocabulary._load):
        kept.cache_clear()


@pytest.fixture
def kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """The packaged law, kept as it was read, in a place of its own."""
    target = tmp_path / "kept.bin"
    monkeypatch.setattr(compiled, "COMPILED", target)
    forget()
    keep_law(target)
    forget()
    yield target
    forget()


def everything() -> list[object]:
    forget()
    words = vocabulary.Vocabulary.load()
    rulesets = [rules.load_ruleset(path) for path in rules.packaged_rulesets().values()]
    mine = [alliances.find_alliance(name) for name in alliances.packaged_alliances()]
    return [words.edition, dict(words), rulesets, mine]


def test_both_give_the_same_law(kept: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Words, rules with their places, digests and alliances, without a line of YAML read."""
    with monkeypatch.context() as patch:
        patch.setattr(law, "load_yaml", None)
        patch.setattr(reading, "read_ruleset", None)
        from_kept = everything()
    kept.unlink()
    assert everything() == from_kept


def test_only_what_is_packaged_is_kept(kept: Path, tmp_path: Path) -> None:
    """A copy of it elsewhere is a file of its own, though it says the same."""
    assert compiled.find(NATO) is not None
    copy = tmp_path / NATO.name
    copy.write_bytes(NATO.read_bytes())
    assert compiled.find(copy) is None
    assert compiled.find(NATO.with_name("mars.yaml")) is None


@pytest.mark.parametrize(
    "changed",
    [
        law.law_dir() / "eu-common-position" / "criterion-2.yaml",
        law.law_dir() / "reference" / "control_list.csv",
        Path(reading.__file__),
    ],
    ids=["a rule file", "a table", "the code"],
)
def test_a_change_of_any_file_reads_all_anew(kept: Path, monkeypatch, changed: Path) -> None:
    """What reads the law, and what it is read by, count as much as its own text."""
    assert compiled.find(NATO) is not None
    stamp = compiled.stamp_of
    monkeypatch.setattr(compiled, "stamp_of", lambda path: (1,) if path == changed else stamp(path))
    compiled._opened.cache_clear()
    assert compiled.find(NATO) is None


def test_an_edit_while_the_program_runs(kept: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Once opened, what was kept of a file still counts only while the file is the same."""
    path = rules.packaged_rulesets()["eu-common-position"]
    files = rules.rule_files(path)
    assert compiled.find(path, files) is not None
    stamp = compiled.stamp_of
    monkeypatch.setattr(compiled, "stamp_of", lambda one: (1,) if one == files[-1] else stamp(one))
    assert compiled.find(path, files) is None
    assert compiled.find(path, [*files[:-1], files[0].with_name("criterion-9.yaml")]) is None
    assert compiled.find(NATO) is not None


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
    content = kept.read_bytes()
    assert damage(content) != content
    assert compiled.find(NATO) is not None
    kept.write_bytes(damage(content))
    compiled._opened.cache_clear()
    assert compiled.find(NATO) is None


def test_a_wheel_names_nothing_of_the_machine(tmp_path: Path) -> None:
    """What goes into a package is the same wherever it is made, in whatever order of hashes."""
    made = []
    for seed in ("1", "2"):
        target = tmp_path / seed
        code = (
            "from pathlib import Path; from licensecheck.rules.load import keep_law;"
            f"keep_law(Path({str(target)!r}), for_wheel=True)"
        )
        run([sys.executable, "-c", code], check=True, env={**os.environ, "PYTHONHASHSEED": seed})
        made.append(target.read_bytes())
    assert made[0] == made[1]
    assert str(law.law_dir()).encode() not in made[0]


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
