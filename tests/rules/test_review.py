"""Comparing rules with a text, and noting who has done so."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from licensecheck.law import law_dir
from licensecheck.rules.load import load_ruleset
from tests.cli import running
from tests.rules.official_texts import html

REPRESSION = "cp.2.a.same-user"
OTHERS = ("cp.2.c.user-record", "cp.1.a.embargo")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of the packaged rules, which may be written to."""
    return Path(shutil.copytree(law_dir() / "eu-common-position", tmp_path / "rules"))


@pytest.fixture
def text(tmp_path: Path) -> Path:
    """An official text of made-up wording."""
    path = tmp_path / "02008E0944-20190917.html"
    path.write_text(html(), encoding="utf-8")
    return path


def run(*words: str) -> tuple[int, str]:
    """Run `licensecheck rules review`; the exit code with all that was printed."""
    ran = running.run("rules", "review", *words)
    return ran.code, ran.out + ran.err


def sign(folder: Path, text: Path, *rules: str) -> tuple[int, str]:
    words = [word for rule in rules for word in ("--sign", rule)]
    return run("--text", str(text), "--rules", str(folder), *words, "--role", "legal desk",
               "--on", "2026-11-29")  # fmt: skip


def test_beside(text: Path) -> None:
    """Each point stands beside its passage, with its rules and their cases."""
    code, said = run("--text", str(text))
    assert code == 0
    point = said[said.index("Art. 2(2)(a) (c2.a") : said.index("Art. 2(2)(b) (c2.b")]
    assert "official text: refuse on a made risk of repression;" in point
    assert "ours: Refuse when there is a clear risk" in point
    assert f"rule: {REPRESSION}" in point
    assert "met: " in point


def test_not_found(text: Path) -> None:
    """Points that the text lacks, and passages that no point names, are listed."""
    _, said = run("--text", str(text))
    missing = said[said.index("Our points that were not found") :]
    assert "Art. 2(4)(a) (c4.a" in missing
    assert "Art. 2(2)(a) (" not in missing
    assert "Our points that name no place in this act" in missing


def test_page(text: Path) -> None:
    """The page holds the same, and can run nothing."""
    code, page = run("--text", str(text), "--format", "html")
    assert code == 0
    assert page.startswith("<!DOCTYPE html>")
    assert "refuse on a made risk of repression;" in page
    assert REPRESSION in page
    assert "<script" not in page


def test_signed(folder: Path, text: Path) -> None:
    """A person's word is written into the rule, and nothing else in the file changes."""
    file = folder / "criterion-2.a.yaml"
    before = file.read_text(encoding="utf-8").splitlines()
    code, said = sign(folder, text, REPRESSION)
    assert (code, said.splitlines()[0]) == (0, f"{REPRESSION}: reviewed: legal desk, 2026-11-29")
    rule = next(one for one in load_ruleset(folder).rules if one.id == REPRESSION)
    assert rule.reviewed == "legal desk, 2026-11-29"
    assert rule.passage is not None
    assert (rule.passage.celex, rule.passage.language) == ("02008E0944-20190917", "EN")
    after = file.read_text(encoding="utf-8").splitlines()
    assert [
        line for line in after if not line.startswith(("    reviewed:", "    passage:"))
    ] == before
    assert "made risk" not in "\n".join(after)


def test_signed_twice(folder: Path, text: Path) -> None:
    """Signing again replaces what was noted before."""
    sign(folder, text, REPRESSION)
    once = (folder / "criterion-2.a.yaml").read_text(encoding="utf-8")
    sign(folder, text, REPRESSION)
    assert (folder / "criterion-2.a.yaml").read_text(encoding="utf-8") == once


def test_changed_passage(folder: Path, text: Path) -> None:
    """A later edition marks exactly the rules whose passage has changed."""
    assert sign(folder, text, REPRESSION, *OTHERS)[0] == 0
    assert run("--text", str(text), "--rules", str(folder))[0] == 0
    later = text.with_name("02008E0944-20250415.html")
    later.write_text(html(repression="refuse on another made risk;"), encoding="utf-8")
    code, said = run("--text", str(later), "--rules", str(folder))
    assert code == 1
    again = said[said.index("To be read again") : said.index("criterion 1,")]
    assert REPRESSION in again
    assert not [rule for rule in OTHERS if rule in again]


def test_reopened(folder: Path, text: Path) -> None:
    """What is to be read again loses its mark, and only that."""
    sign(folder, text, REPRESSION, *OTHERS)
    text.write_text(html(repression="refuse on another made risk;"), encoding="utf-8")
    code, said = run("--text", str(text), "--rules", str(folder), "--reopen")
    assert (code, said.splitlines()[0]) == (0, f"{REPRESSION}: no longer reviewed")
    reviewed = {rule.id for rule in load_ruleset(folder).rules if rule.reviewed}
    assert reviewed == set(OTHERS)


def test_other_language(folder: Path, text: Path, tmp_path: Path) -> None:
    """A text of another language says nothing of what was read in the first."""
    sign(folder, text, REPRESSION)
    dutch = tmp_path / "nl.txt"
    dutch.write_text(
        "Artikel 2\n\n2. De lidstaten van het een:\na) weigeren het.\n", encoding="utf-8"
    )
    code, said = run("--text", str(dutch), "--rules", str(folder))
    assert code == 0
    assert "0 to be read again" in said


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--sign", "cp.2.a.same-usr", "--role", "desk"], "no rule `cp.2.a.same-usr`"),
        (["--sign", "cp.4.a.war", "--role", "desk"], "is in none of the texts"),
        (["--sign", REPRESSION], "`--sign` needs `--role`"),
        (["--sign", REPRESSION, "--role", "a\nb"], "is not a role"),
        (["--sign", REPRESSION, "--role", "desk", "--on", "soon"], "`soon` is not a day"),
    ],
)
def test_refused(folder: Path, text: Path, words: list[str], said: str) -> None:
    """A rule, passage, role or day that cannot be noted is refused, and nothing is written."""
    before = {path: path.read_bytes() for path in folder.iterdir() if path.is_file()}
    code, answer = run("--text", str(text), "--rules", str(folder), *words)
    assert code == 2
    assert said in answer
    assert {path: path.read_bytes() for path in folder.iterdir() if path.is_file()} == before


def test_every_fault(tmp_path: Path) -> None:
    """Of several texts that cannot be read each is named."""
    words = [word for name in ("a.html", "b.html") for word in ("--text", str(tmp_path / name))]
    code, said = run(*words)
    assert code == 2
    assert "a.html" in said
    assert "b.html" in said
