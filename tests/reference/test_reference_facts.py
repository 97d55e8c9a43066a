"""Facts that anybody can look up, on the day before and the day itself."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest

from licensecheck.errors import LawError
from licensecheck.messages import Said
from licensecheck.reference import Reference
from licensecheck.wording.sources import said_text, source_text

REFERENCE = Reference.load()
TODAY = date(2026, 11, 24)


def day(text: str) -> date:
    return date.fromisoformat(text)


@pytest.mark.parametrize(
    ("group", "country", "on", "status"),
    [
        ("NATO", "FI", "2023-04-03", "no"),
        ("NATO", "FI", "2023-04-04", "yes"),
        ("NATO", "SE", "2024-03-06", "no"),
        ("NATO", "SE", "2024-03-07", "yes"),
        ("NATO", "MK", "2020-03-26", "no"),
        ("NATO", "MK", "2020-03-27", "yes"),
        ("NATO", "SA", "2026-11-24", "no"),
        ("EU", "GB", "2020-01-31", "yes"),
        ("EU", "GB", "2020-02-01", "no"),
        ("EU_TRANSITION", "GB", "2020-02-01", "yes"),
        ("EU", "HR", "2013-06-30", "no"),
        ("EU", "HR", "2013-07-01", "yes"),
        # A year only: unknown inside it, certain around it.
        ("MTCR", "CA", "1986-12-31", "no"),
        ("MTCR", "CA", "1987-06-01", "unknown"),
        ("MTCR", "CA", "1988-01-01", "yes"),
        ("WASSENAAR", "HR", "2005-05-05", "unknown"),
        # No start day: certain from the day of the list on.
        ("NSG", "TR", "2019-12-31", "yes"),
        ("NSG", "TR", "2003-12-31", "unknown"),
        ("NSG", "MX", "2012-11-19", "no"),
        ("AUSTRALIA_GROUP", "TR", "2005-01-01", "yes"),
        ("NSG", "TR", "2020-01-01", "yes"),
        ("NSG", "IN", "2026-11-24", "no"),
        ("ROME_STATUTE", "BR", "2002-06-30", "no"),
        ("ROME_STATUTE", "BR", "2010-01-01", "yes"),
        ("ROME_STATUTE", "BR", "2002-08-31", "no"),
        ("ROME_STATUTE", "BR", "2020-03-01", "yes"),
        ("CP_ALIGNED", "SA", "2026-11-24", "no"),
        ("CP_ALIGNED", "SA", "2015-01-01", "no"),
        ("CP_ALIGNED", "NO", "2013-06-30", "yes"),
        ("CP_ALIGNED", "AL", "2015-01-01", "unknown"),
        ("CP_ALIGNED", "AL", "2020-01-01", "yes"),
        ("IDA", "IN", "2014-06-30", "yes"),
        ("IDA", "IN", "2014-07-01", "no"),
        ("IDA", "LK", "2020-01-01", "no"),
        ("IDA", "BR", "2010-06-01", "no"),
        # A list that claims no completeness: absence says nothing.
        ("ATT_SIGNATORY", "FR", "2026-11-24", "unknown"),
        ("FATF_GREY", "CD", "2026-11-24", "yes"),
        ("FATF_GREY", "SA", "2026-11-24", "no"),
        ("FATF_GREY", "PK", "2019-01-01", "unknown"),
        ("FATF_GREY", "ZA", "2025-10-24", "no"),
        ("FATF_GREY", "KW", "2026-02-12", "no"),
        ("FATF_GREY", "KW", "2026-11-24", "yes"),
        ("FATF_GREY", "IQ", "2026-11-24", "yes"),
        ("FATF_BLACK", "SA", "2026-11-24", "no"),
        ("LDC", "BD", "2026-11-23", "yes"),
        ("LDC", "BD", "2026-11-24", "unknown"),
        ("LDC", "CV", "2007-12-19", "yes"),
        ("LDC", "SS", "2012-12-17", "no"),
        ("LDC", "CV", "2007-12-20", "no"),
        ("LDC", "DE", "2004-01-01", "no"),
        # Territories count as their state, in their time.
        ("NATO", "GL", "2026-11-24", "yes"),
        ("NATO", "US-HI", "2026-11-24", "yes"),
        ("NATO", "HK", "1997-06-30", "yes"),
        ("NATO", "HK", "1997-07-01", "no"),
        ("NATO", "AN", "2009-01-01", "yes"),
        ("NATO", "DD", "1990-10-02", "no"),
        ("NATO", "DD", "1990-10-03", "yes"),
        ("NATO", "XK", "2026-11-24", "no"),
        # But a territory with a row of its own answers for itself.
        ("FATF_GREY", "VG", "2026-11-24", "yes"),
        ("FATF_GREY", "GB", "2026-11-24", "no"),
    ],
)
def test_membership(group, country, on, status):
    """Half-open terms, and unknown where no day is known."""
    assert REFERENCE.membership(group, country, day(on)).status == status


def test_a_membership_names_its_row():
    """The source can be printed as it is."""
    found = REFERENCE.membership("NATO", "FI", TODAY)
    assert (found.source.row, source_text(found.source)) == (
        "NATO FI",
        "member of NATO since 2023-04-04",
    )
    assert found.since == date(2023, 4, 4)
    found = REFERENCE.membership("NATO", "GL", TODAY)
    assert found.country == "GL"
    assert source_text(found.source).startswith(
        "Greenland counts as Denmark: member of NATO since "
    )


@pytest.mark.parametrize(
    ("on", "count"),
    [("2004-03-28", 19), ("2004-03-29", 26), ("2023-04-04", 31), ("2024-03-07", 32)],
)
def test_nato_has_so_many_members(on, count):
    """Members are counted from the table, not remembered."""
    assert len(REFERENCE.members("NATO", day(on))) == count


@pytest.mark.parametrize(
    ("on", "count"),
    [("2004-05-01", 25), ("2007-01-01", 27), ("2013-07-01", 28), ("2020-02-01", 27)],
)
def test_the_union_has_so_many_members(on, count):
    """Members are counted from the table, not remembered."""
    assert len(REFERENCE.members("EU", day(on))) == count


@pytest.mark.parametrize(
    ("code", "on", "state"),
    [
        ("GL", "2026-11-24", "DK"), ("PR", "2026-11-24", "US"), ("US-HI", "2026-11-24", "US"),
        ("US-AK", "2026-11-24", "US"), ("HK", "1997-06-30", "GB"), ("HK", "1997-07-01", "CN"),
        ("MO", "1999-12-19", "PT"), ("MO", "1999-12-20", "CN"), ("AN", "2010-10-09", "NL"),
        ("DD", "1989-11-09", "DD"), ("DD", "1990-10-03", "DE"), ("XK", "2026-11-24", "XK"),
        ("SS", "2011-07-08", "SD"), ("SS", "2011-07-09", "SS"), ("ME", "2006-06-02", "RS"),
        ("UA-43", "2026-11-24", "UA"), ("NL", "2026-11-24", "NL"), ("TW", "2026-11-24", "TW"),
        ("DZ", "2026-11-24", "DZ"),
    ],
)  # fmt: skip
def test_the_state_that_answers(code, on, state):
    """Territories count as the state that answers for them on the day."""
    assert REFERENCE.state_of(code, day(on)) == state


@pytest.mark.parametrize(
    ("treaty", "country", "on", "status"),
    [
        ("ICCPR", "SA", "2026-11-24", "not_party"),
        ("CAT", "SA", "2026-11-24", "party"),
        ("CAT", "TV", "2026-11-24", "unknown"),
        ("ICCPR", "DE", "1999-01-01", "party"),
        ("ICCPR", "TR", "2026-11-24", "party"),
        # Deposit on 2006-10-23: in force three months, thirty days later.
        ("ICCPR", "ME", "2007-01-22", "not_party"),
        ("ICCPR", "ME", "2007-01-23", "party"),
        ("CAT", "ME", "2006-11-21", "not_party"),
        ("CAT", "ME", "2006-11-22", "party"),
        # Before its independence, Montenegro was one state with Serbia.
        ("ICCPR", "ME", "2005-01-01", "party"),
        ("ATT", "SA", "2026-11-24", "not_party"),
        ("ATT", "TR", "2026-11-24", "signatory"),
        ("ATT", "US", "2019-07-17", "signatory"),
        ("ATT", "US", "2019-07-18", "not_party"),
        ("ATT", "US", "2026-11-24", "not_party"),
        ("ATT", "BR", "2018-11-11", "signatory"),
        ("ATT", "BR", "2018-11-12", "party"),
        ("ATT", "GH", "2014-12-23", "not_in_force"),
        ("CCM", "LT", "2010-07-31", "not_in_force"),
        ("ATT", "GH", "2016-03-20", "signatory"),
        ("ATT", "GH", "2020-01-01", "party"),
        ("ATT", "GH", "2024-01-01", "party"),
        ("ATT", "CO", "2026-11-24", "unknown"),
        ("ROME", "SA", "2026-11-24", "not_party"),
        ("ROME", "TR", "2026-11-24", "not_party"),
        ("ROME", "UA", "2024-12-31", "not_party"),
        ("ROME", "UA", "2025-01-01", "party"),
        ("ROME", "HU", "2026-06-01", "party"),
        ("ROME", "HU", "2026-06-02", "party"),
        ("ROME", "PH", "2019-03-17", "not_party"),
        ("ROME", "ML", "2026-11-24", "party"),
        ("OTTAWA", "FI", "2012-06-30", "not_party"),
        ("OTTAWA", "FI", "2026-01-09", "party"),
        ("OTTAWA", "FI", "2026-01-10", "not_party"),
        ("OTTAWA", "DE", "2026-11-24", "party"),
        ("OTTAWA", "DE", "2010-01-01", "party"),
        ("OTTAWA", "US", "2026-11-24", "not_party"),
        ("CCM", "LT", "2025-03-05", "party"),
        ("CCM", "LT", "2025-03-06", "not_party"),
        ("CCM", "US", "2026-11-24", "not_party"),
        ("NPT", "IN", "2026-11-24", "not_party"),
        ("NPT", "SA", "2026-11-24", "party"),
        ("NPT", "KP", "2003-04-09", "party"),
        ("NPT", "KP", "2003-04-10", "not_party"),
        ("NPT", "XK", "2026-11-24", "unknown"),
        # Nothing is read from the absence of those whom the depositary does not take.
        ("ATT", "TW", "2026-11-24", "unknown"),
        ("ICCPR", "TW", "2026-11-24", "unknown"),
        ("CCM", "LC", "2021-02-28", "not_party"),
        ("CCM", "LC", "2021-03-01", "party"),
        ("CCM", "LR", "2026-11-24", "not_party"),
        ("CCM", "NL", "2011-07-31", "not_party"),
        ("CCM", "NL", "2011-08-01", "party"),
        ("CCM", "DE", "2010-08-01", "party"),
        ("NPT", "TW", "2026-11-24", "unknown"),
        ("CWC", "SY", "2012-12-31", "not_party"),
        ("CWC", "SY", "2013-10-13", "not_party"),
        ("CWC", "SY", "2013-10-14", "party"),
        ("CWC", "SY", "2014-01-01", "party"),
        ("CWC", "IL", "2026-11-24", "not_party"),
        ("BTWC", "AO", "2010-01-01", "not_party"),
        ("HCOC", "IN", "2026-11-24", "party"),
        ("HCOC", "SA", "2026-11-24", "not_party"),
        ("HCOC", "BR", "2026-11-24", "not_party"),
        ("HCOC", "TR", "2026-11-24", "unknown"),
        ("NPT", "GL", "2026-11-24", "party"),
    ],
)
def test_treaty(treaty, country, on, status):
    """Parties by row, by list, or by the short list of states outside."""
    assert REFERENCE.treaty(treaty, country, day(on)).status == status


def rows_of(country: str, on: str) -> dict[str, tuple[str, str]]:
    found = REFERENCE.embargoes(country, day(on))
    assert found is not None
    return {row.id: (row.phase, row.automatic_scope) for row in found}


@pytest.mark.parametrize(
    ("row", "country", "on", "phase", "scope"),
    [
        ("E098", "RU", "2014-07-31", "not_yet", "in_scope"),
        ("E098", "RU", "2026-11-24", "in_force", "in_scope"),
        ("E097", "BY", "2026-11-24", "in_force", "in_scope"),
        ("E085", "KP", "2026-11-24", "in_force", "in_scope"),
        ("E084", "IR", "2026-11-24", "in_force", "in_scope"),
        ("E042", "IR", "2026-11-24", "in_force", "in_scope"),
        # A fixed term: the last day counts, and afterwards nobody knows.
        ("E051", "MM", "2027-04-30", "in_force", "in_scope"),
        ("E051", "MM", "2027-05-01", "lapsed_term", "in_scope"),
        ("E090", "ZW", "2026-11-24", "in_force", "in_scope"),
        ("E090", "ZW", "2027-02-21", "lapsed_term", "in_scope"),
        ("E089", "ZW", "2011-02-15", "ended", "in_scope"),
        ("E090", "ZW", "2011-02-15", "in_force", "in_scope"),
        ("E102", "VE", "2026-11-24", "in_force", "in_scope"),
        ("E047", "SS", "2027-06-01", "lapsed_term", "in_scope"),
        ("E055", "SS", "2026-11-24", "in_force", "in_scope"),
        ("E082", "SY", "2013-05-31", "in_force", "in_scope"),
        ("E082", "SY", "2013-06-01", "ended", "in_scope"),
        ("E083", "SY", "2026-11-24", "in_force", "not_state_wide"),
        ("E053", "SD", "2026-11-24", "in_force", "in_scope"),
        ("E038", "SD", "2026-09-12", "in_force", "unclear"),
        ("E038", "SD", "2026-11-24", "lapsed_term", "unclear"),
        ("E048", "CN", "2026-11-24", "in_force", "in_scope"),
        ("E048", "HK", "2026-11-24", "in_force", "unclear"),
        ("E049", "HK", "2026-11-24", "in_force", "not_state_wide"),
        ("E101", "TR", "2026-11-24", "in_force", "not_state_wide"),
        ("E107", "HT", "2025-03-23", "in_force", "in_scope"),
        ("E107", "HT", "2025-03-24", "ended", "in_scope"),
        ("E118", "HT", "2025-03-24", "in_force", "in_scope"),
        # Renewed for a year in October 2025; whether it was in October 2026 was not found.
        ("E117", "HT", "2026-10-19", "in_force", "in_scope"),
        ("E117", "HT", "2026-10-20", "lapsed_term", "in_scope"),
        ("E096", "SO", "2010-01-01", "in_force", "in_scope"),
        ("E115", "SO", "2026-11-24", "in_force", "not_state_wide"),
        ("E115", "SO-SL", "2026-11-24", "in_force", "not_state_wide"),
        ("E103", "CF", "2020-01-01", "in_force", "in_scope"),
        ("E103", "CF", "2024-01-01", "unknown", "in_scope"),
        ("E119", "CF", "2026-11-24", "in_force", "not_state_wide"),
        ("E093", "LR", "2010-02-28", "in_force", "in_scope"),
        ("E093", "LR", "2010-03-01", "ended", "in_scope"),
        ("E116", "LR", "2010-03-01", "in_force", "not_state_wide"),
        ("E097", "BY", "2027-03-01", "lapsed_term", "in_scope"),
        ("E098", "RU", "2027-02-01", "lapsed_term", "in_scope"),
        ("E122", "AF", "2021-08-14", "not_yet", "in_scope"),
        ("E122", "AF", "2021-08-15", "in_force", "in_scope"),
        ("E091", "UZ", "2009-11-13", "in_force", "in_scope"),
        ("E091", "UZ", "2009-11-14", "ended", "in_scope"),
        ("E072", "MK", "1998-01-01", "unknown", "unclear"),
        ("E111", "AM", "2025-11-30", "in_force", "not_state_wide"),
        ("E111", "AM", "2026-11-24", "unknown", "not_state_wide"),
        # South Sudan was Sudan until its independence.
        ("E053", "SS", "2010-01-01", "in_force", "in_scope"),
        # Crimea is Ukraine, held by Russia: the Russian row is shown for an officer to judge.
        ("E098", "UA-43", "2026-11-24", "in_force", "unclear"),
    ],
)
def test_embargo(row, country, on, phase, scope):
    """Phase and scope of a row come from its cells."""
    assert rows_of(country, on)[row] == (phase, scope)


def test_what_targets_whom():
    """DR Congo has non-state rows only; the Taliban lead a state; Ukraine has no row."""

    def kinds(country: str) -> set[str]:
        rows = REFERENCE.embargoes(country, TODAY)
        return {row.target_kind for row in rows or () if row.phase == "in_force"}

    assert kinds("CD") == {"non_state"}
    assert kinds("AF") == {"state", "non_state"}
    assert kinds("SY") == {"partial"}
    assert kinds("RU") == {"state", "dual_use"}
    assert kinds("TR") == {"political"}
    assert kinds("UA") == set()
    assert kinds("SA") == set()
    assert kinds("GB") == set()


@pytest.mark.parametrize(
    ("country", "on", "lo", "hi"),
    [
        ("SA", "2026-11-24", "never", "never"),
        ("RU", "2026-11-24", "never", "never"),
        ("SY", "2024-03-08", "within_12_years", "within_12_years"),
        ("SY", "2025-05-31", "within_12_years", "within_12_years"),
        ("SY", "2025-06-01", "over_12_years", "over_12_years"),
        ("CD", "2026-11-24", "over_12_years", "over_12_years"),
        ("CI", "2026-11-24", "within_12_years", "within_12_years"),
        # The end of the row on Macedonia is not established.
        ("MK", "2010-01-01", "over_12_years", "within_12_years"),
        ("MM", "2027-05-01", "never", "within_12_years"),
        ("ZW", "2026-11-24", "never", "never"),
    ],
)
def test_embargo_lapse(country, on, lo, hi):
    """Twelve years count from the day on which the last state-wide embargo ended."""
    found = REFERENCE.embargo_lapse(country, day(on))
    assert found is not None
    assert (found.lo, found.hi) == (lo, hi)


@pytest.mark.parametrize(
    ("kind", "country", "on", "count", "status"),
    [
        ("caac_listed", "SA", "2018-01-01", 1, "yes"),
        ("caac_listed", "SA", "2026-11-24", 0, None),
        ("caac_listed", "SA", "2020-06-15", 1, "unknown"),
        ("caac_listed", "CD", "2026-11-24", 1, "yes"),
        ("un_rights_mandate", "RU", "2022-10-15", 2, "yes"),
        ("un_rights_mandate", "MM", "2026-11-24", 1, "yes"),
        ("eu_regime", "TR", "2026-11-24", 1, "yes"),
        ("eu_regime", "BR", "2026-11-24", 0, None),
    ],
)
def test_mandates(kind, country, on, count, status):
    """A row holds, or may hold inside the month in which it begins or ends."""
    found = REFERENCE.mandates(kind, country, day(on))
    assert found is not None
    assert len(found) == count
    assert status is None or found[0].status == status


@pytest.mark.parametrize(
    ("kind", "country", "on", "level", "carried"),
    [
        ("territory", "MZ", "2026-11-24", "minor", True),
        ("territory", "CD", "2017-06-01", "war", False),
        ("party", "TR", "2026-11-24", "minor", True),
        ("territory", "UA", "2026-11-24", "war", True),
        ("interstate", "UA", "2026-11-24", "war", True),
        ("supporter", "SA", "2026-11-24", "minor", True),
        ("territory", "NZ", "2024-12-31", "none", False),
        ("territory", "UA-43", "2026-11-24", "war", True),
        # Rows of our own: what began after the series, and what it codes otherwise.
        ("interstate", "TH", "2025-07-23", "war", None),
        ("interstate", "TH", "2025-07-24", "minor", False),
        ("interstate", "KH", "2025-12-08", "minor", False),
        ("territory", "KH", "2026-11-24", "tension", False),
        ("party", "IN", "2025-05-07", "minor", False),
        ("interstate", "PK", "2025-05-10", "minor", False),
        ("territory", "IR", "2025-06-13", "war", False),
        ("interstate", "IL", "2026-03-01", "war", False),
        ("interstate", "RW", "2026-11-24", "minor", False),
        ("party", "CD", "2026-11-24", "war", False),
        ("territory", "SS", "2026-11-24", "minor", False),
        ("interstate", "AM", "2020-10-01", "war", False),
        ("interstate", "AZ", "2021-06-01", "tension", False),
        ("interstate", "RU", "2016-06-01", "minor", False),
        # Peacekeepers are no side; forces outside the mission are.
        ("supporter", "BD", "2024-06-01", "none", False),
        ("supporter", "RS", "2023-06-01", "none", False),
        ("supporter", "DE", "2016-06-01", "tension", False),
        ("supporter", "FR", "2018-06-01", "minor", False),
        ("supporter", "RW", "2023-06-01", "minor", False),
    ],
)
def test_conflict(kind, country, on, level, carried):
    """After the series a known level stands in and says so; nothing known is no peace."""
    found = REFERENCE.conflict(kind, country, day(on))
    assert found is not None
    if carried is None:
        assert (found.lo, found.hi, found.level) == ("none", "war", "")
        return
    assert (found.lo, found.hi, found.last_known) == (level, level, carried)
    assert ("carried" in source_text(found.source)) == carried


@pytest.mark.parametrize(("kind", "country"), [("party", "SA"), ("territory", "BR")])
def test_no_conflict_after_the_series_is_unknown(kind, country):
    """The day after its last, `none` is no longer certain."""
    last = REFERENCE.conflict(kind, country, REFERENCE.conflict_until)
    after = REFERENCE.conflict(kind, country, REFERENCE.conflict_until + timedelta(days=1))
    assert (last.lo, last.hi) == ("none", "none")
    assert (after.lo, after.hi, after.level) == ("none", "war", "")
    assert "nothing known after 2024-12-31" in source_text(after.source)


def test_thirty_states_back_a_side_with_peacekeepers_alone():
    """Of 66 supporters that the series names in its last year, 30 stood in a UN mission only."""
    named = {
        country
        for country in {row["code"] for row in REFERENCE.rows("countries")}
        for row in REFERENCE._tables.conflict._table.rows(country, "supporter")
        if row["level"] != "tension" and not row["until"]
    }
    on = REFERENCE.conflict_until
    kept = {c for c in named if REFERENCE.conflict("supporter", c, on).lo in ("minor", "war")}
    assert (len(named), len(named - kept)) == (66, 30)


def test_conflict_before_the_series_is_unknown():
    """The series begins in 1990."""
    assert REFERENCE.conflict("territory", "NZ", date(1989, 12, 31)) is None


def test_indicators():
    """The last complete year counts, with the bounds of its sources."""
    found = REFERENCE.indicator("human_rights", "SA", date(2024, 1, 1))
    assert found is not None
    assert (found.lo, found.level, found.hi) == ("mixed", "serious", "serious")
    assert (found.year, found.value, found.stale) == (2023, Decimal(4), False)
    before = REFERENCE.indicator("human_rights", "SA", date(2023, 12, 31))
    assert before is not None
    assert before.year == 2022
    late = REFERENCE.indicator("human_rights", "SA", date(2026, 12, 31))
    assert late is not None
    assert not late.stale
    stale = REFERENCE.indicator("human_rights", "SA", date(2027, 1, 1))
    assert stale is not None
    assert stale.stale
    assert "stale" in source_text(stale.source)
    budget = REFERENCE.indicator("milex_usd", "SA", TODAY)
    assert budget is not None
    assert (budget.lo, budget.hi) == ("", "")
    assert budget.value is not None
    assert budget.value > 10**10
    assert REFERENCE.indicator("milex_usd", "TW", TODAY) is None
    assert REFERENCE.indicator("human_rights", "SA", date(2000, 6, 1)) is None


def test_counts_of_regimes_and_conventions():
    """What is unknown widens the count."""
    assert REFERENCE.regimes("SA", TODAY)[:2] == (0, 0)
    assert REFERENCE.regimes("TR", TODAY)[:2] == (4, 4)
    assert REFERENCE.regimes("TR", date(2003, 12, 31))[:2] == (3, 4)
    assert REFERENCE.conventions_of_five("SA", TODAY)[:2] == (3, 3)
    assert REFERENCE.conventions_of_five("BR", TODAY)[:2] == (4, 4)
    assert REFERENCE.conventions_of_five("TR", TODAY)[:2] == (3, 4)
    assert REFERENCE.conventions_of_five("IL", TODAY)[:2] == (0, 0)
    assert len(REFERENCE.regimes("SA", TODAY)[2]) == 4


def test_a_border_is_said_in_the_language_of_the_reader():
    """The row of a border, and a table that was withheld, are messages and no English sentences."""
    (border, *_) = REFERENCE.neighbours("NL") or ()
    withheld = REFERENCE.without("memberships").membership("NATO", "NL", TODAY).source
    for source in (border.source, withheld):
        assert isinstance(source.says, Said)
        assert source.says.in_english == said_text(source.says)


def test_neighbours():
    """Land borders only; a subdivision has those of its state."""

    def of(code: str) -> set[str]:
        return {neighbour.country for neighbour in REFERENCE.neighbours(code) or ()}

    assert of("NO") == {"FI", "RU", "SE"}
    assert of("GF") == {"BR", "SR"}
    assert of("NZ") == set()
    assert of("UA-43") == of("UA")


@pytest.mark.parametrize(
    "ask",
    [
        lambda: REFERENCE.membership("NATTO", "FI", TODAY),
        lambda: REFERENCE.members("NATTO", TODAY),
        lambda: REFERENCE.treaty("ROMA", "FI", TODAY),
        lambda: REFERENCE.mandates("caac", "FI", TODAY),
        lambda: REFERENCE.indicator("human_right", "FI", TODAY),
        lambda: REFERENCE.conflict("partys", "FI", TODAY),
        lambda: REFERENCE.without("conflicts"),
        lambda: REFERENCE.rows("nothing"),
    ],
)
def test_a_misspelt_name_is_refused(ask):
    """A typo never reads as an absent fact."""
    with pytest.raises(LawError):
        ask()
