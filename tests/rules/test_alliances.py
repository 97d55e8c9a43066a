"""Alliance files: what counts as inside, read strictly."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from licensecheck import LawError, Screener
from licensecheck.rules.alliances import load_alliance

HEAD = "alliance: mine\ntitle: Mine\nmeaning: Some friends.\nsource: a treaty\n"


def written(folder: Path, inside: str, head: str = HEAD) -> Path:
    path = folder / "mine.yaml"
    path.write_text(f"{head}inside: {inside}\n", encoding="utf-8")
    return path


def test_groups_and_single_states(tmp_path: Path) -> None:
    """Both are inside, and what the file says of itself is kept."""
    alliance = load_alliance(written(tmp_path, "[{group: NATO}, {country: CH}]"))
    assert (alliance.groups, alliance.countries) == (("NATO",), ("CH",))
    assert (alliance.meaning, alliance.source) == ("Some friends.", "a treaty")
    screener = Screener(alliances=[str(tmp_path / "mine.yaml")])
    for end, verdict in (("CH", "stays_inside"), ("FI", "stays_inside"), ("AT", "leaves")):
        application = {
            "as_of": "2026-11-24", "exporter": {"country": "NL"}, "items": [{"rating": "ML3"}],
            "end_user": {"country": end, "kind": "police"},
        }  # fmt: skip
        assert screener.screen(application).containment[0].verdict == verdict


def test_every_fault_of_the_form_is_told(tmp_path: Path) -> None:
    """An unknown field, a row that is neither, a code that is none, an area that nobody knows."""
    faulty = written(tmp_path, "[{group: NATO}, {land: CH}, {state: CH}, CH]\nregion: x\narea: y")
    with pytest.raises(LawError) as caught:
        load_alliance(faulty)
    assert [problem.what for problem in caught.value.problems] == [
        "`inside` holds `group: NAME` or `country: CODE`", "unknown field `land`",
        "`inside` holds `group: NAME` or `country: CODE`", "unknown field `state`",
        "a set of fields is needed, not the text `CH`", "unknown field `region`",
        "no such area `y`",
    ]  # fmt: skip


def test_members_that_are_in_no_table_are_named(tmp_path: Path) -> None:
    """A misspelt group or country would otherwise count as outside on every day."""
    faulty = written(tmp_path, "[{group: NATOO}, {country: ZZ}, {country: GL}, {country: DE}]")
    with pytest.raises(LawError) as caught:
        load_alliance(faulty)
    first, second, third = caught.value.problems
    assert (first.where, first.what) == ("mine.yaml:5: inside[0].group", "no group `NATOO`")
    assert "`NATO`" in first.help
    assert second.what == "no place known by the name `ZZ`"
    assert "`DK`" in third.help
    with pytest.raises(LawError, match="no group `NATOO`"):
        Screener(alliances=[str(tmp_path / "mine.yaml")])


@pytest.mark.parametrize("word", ["CH", "ch", "CHE", "Switzerland", "Zwitserland"])
def test_a_country_is_read_as_everywhere_else(word: str, tmp_path: Path) -> None:
    """By its code in any case, or by its name."""
    assert load_alliance(written(tmp_path, f"[{{country: {word}}}]")).countries == ("CH",)


def test_a_text_in_place_of_a_list_is_refused(tmp_path: Path) -> None:
    """Else an alliance would hold nobody, and everything would leave it."""
    with pytest.raises(LawError, match=r"mine\.yaml:5: inside: a list is needed"):
        load_alliance(written(tmp_path, "NATO"))


def test_an_edited_file_is_read_anew(tmp_path: Path) -> None:
    """In the same process, as rule files are."""
    assert load_alliance(written(tmp_path, "[{country: CH}]")).countries == ("CH",)
    assert load_alliance(written(tmp_path, "[{country: JP}, {country: NZ}]")).countries == (
        "JP",
        "NZ",
    )


def test_an_edit_that_keeps_time_and_size_is_read_anew(tmp_path: Path) -> None:
    """As a copy that keeps times, put in the place of the file, or an edit within one tick."""
    path = written(tmp_path, "[{country: CH}]")
    times = path.stat().st_atime_ns, path.stat().st_mtime_ns
    assert load_alliance(path).countries == ("CH",)
    other = written(tmp_path, "[{country: JP}]")
    os.utime(other, ns=times)
    assert load_alliance(other).countries == ("JP",)
