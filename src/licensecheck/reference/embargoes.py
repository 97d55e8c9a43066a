"""Arms embargoes and restrictions: what was in force against a state on a day, and what it reaches.

In: `embargoes.csv`. Out: an `Embargo` for each row that names the state, with its phase; how long
ago the last state-wide embargo ended; and for an `Aim` (a kind of goods for a kind of user, of
which there are few) whether a row reaches it: yes, no or unclear.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Final, Literal, NamedTuple

from licensecheck.messages import Said, countries, message, said
from licensecheck.reference.days import Term, day, partial_day, years_later
from licensecheck.reference.ratings import Rating
from licensecheck.reference.source import Graded, Source
from licensecheck.reference.tables import Row

__all__ = [
    "AIMS_BY_RATING",
    "LAPSE_YEARS",
    "PART_FORMS",
    "Aim",
    "Embargo",
    "Embargoes",
    "Phase",
    "Reach",
    "aim_at",
    "counted_for",
    "goods_of",
    "held_by",
    "reaches",
]

Reach = Literal["yes", "no", "unclear"]

# Kinds of goods that rows tell apart, the military ones first.
_MILITARY: Final = (
    "small_arms", "light_arms", "arms", "parts_of_arms", "military", "entry_not_stated",
)  # fmt: skip
_DUAL_USE: Final = ("nuclear_missile", "dual_use")
AIMS_BY_RATING: Final = (*_MILITARY, *_DUAL_USE)

# Weapons, and the platforms that carry them; guns, launchers and rockets may be light weapons.
_LIGHT: Final = frozenset(("ML2", "ML3", "ML4"))
_ARMS: Final = frozenset(("ML6", "ML8", "ML9", "ML10", "ML12", "ML19"))
PART_FORMS: Final = frozenset(
    ("component", "spare_part", "production_equipment", "software", "technology", "service")
)
# Number series of the dual-use list that hold goods of the missile and the nuclear regime; its
# category 0 is nuclear throughout.
_NUCLEAR_MISSILE_SERIES: Final = "12"
# Entries of another series that the missile regime lists whole: launchers, crewless aircraft.
_MISSILE_ENTRIES: Final = frozenset(("9A004", "9A012"))

# What each word of the column `goods` says of each kind of goods; what is not here is not reached.
_GOODS: Final[Mapping[str, Mapping[str, Reach]]] = {
    "military_list": dict.fromkeys(_MILITARY, "yes"),
    "register_classes": dict.fromkeys(_MILITARY[1:], "unclear"),
    "small_arms": {
        "small_arms": "yes", "light_arms": "unclear", "parts_of_arms": "unclear",
        "entry_not_stated": "unclear",
    },
    "national": {
        "small_arms": "yes", "light_arms": "yes", "arms": "yes", "parts_of_arms": "unclear",
        "military": "unclear", "entry_not_stated": "unclear",
    },
    "repression": dict.fromkeys(_MILITARY, "unclear"),
    "dual_use": dict.fromkeys(_DUAL_USE, "yes"),
    "dual_use_nuclear_missile": {"nuclear_missile": "yes", "dual_use": "unclear"},
    "dual_use_part": dict.fromkeys(_DUAL_USE, "unclear"),
}  # fmt: skip
# Kinds of end user that each word of the column `users` means. Goods for any other user may still
# be for a use that it forbids, so an officer has to look.
_USERS: Final[Mapping[str, frozenset[str]]] = {
    "military": frozenset(("armed_forces",)),
    "military_and_border_guard": frozenset(("armed_forces", "border_guard")),
}
Phase = Literal["in_force", "lapsed_term", "ended", "not_yet", "unknown"]

LAPSE_YEARS: Final = 12

# Where an act names its year, the surest first: UNSCR 1718 (2006), Decision (CFSP) 2016/849,
# CP 96/184/CFSP, Regulation (EU) 36/2012, a declaration of 27 June 1989.
_YEARS: Final = (
    re.compile(r"\(([0-9]{4})\)"), re.compile(r"\b((?:19|20)[0-9]{2})/"),
    re.compile(r"\b([0-9]{2})/[0-9]+/"), re.compile(r"/((?:19|20)[0-9]{2})\b"),
    re.compile(r"\b((?:19|20)[0-9]{2})\b"),
)  # fmt: skip

# Hong Kong and Macao: whether the declaration on China covers them differs by member state.
_APART: Final = ("HK", "MO")


class Aim(NamedTuple):
    """Goods and their user, as far as rows tell them apart.

    Attributes:
        goods: One of `AIMS_BY_RATING`, or `none` for goods on no list.
        user: A kind of end user that a row names; `civil` for one that is known to be neither
            armed forces nor to keep order; "" for any other, or none stated.
    """

    goods: str
    user: str = ""

    @property
    def is_dual_use(self) -> bool:
        """Whether a ban on dual-use goods is what can reach it."""
        return self.goods not in _MILITARY


def goods_of(rating: Rating, form: str | None) -> str:
    """The kind of goods that rows tell apart, by rating and, where it is stated, by form."""
    if rating.listed == "cml":
        category = rating.category
        if not category:
            return "entry_not_stated"
        if category != "ML1" and category not in _LIGHT | _ARMS:
            return "military"
        if (rating.fixed_form or form) in PART_FORMS:
            return "parts_of_arms"
        return "small_arms" if category == "ML1" else "light_arms" if category in _LIGHT else "arms"
    if rating.listed == "dual_use":
        code = rating.code[:5]
        nuclear = code[0] == "0" or code[2] in _NUCLEAR_MISSILE_SERIES
        return "nuclear_missile" if nuclear or code in _MISSILE_ENTRIES else "dual_use"
    return "none"


def aim_at(rating: Rating, form: str | None, user: str | None, *, civil: bool = False) -> Aim:
    """The goods of a rating, in a form, for a kind of end user; None for what is not known.

    Args:
        rating: The rating of the goods.
        form: Their form.
        user: The kind of the end user.
        civil: Whether it is known to have no security role.
    """
    goods = goods_of(rating, form)
    if user and any(user in kinds for kinds in _USERS.values()):
        return Aim(goods, user)
    # Only bans on dual-use goods name their users.
    return Aim(goods, "civil" if user and civil and goods not in _MILITARY else "")


def reaches(goods: str, users: str, aim: Aim) -> Reach:
    """Whether a row reaches goods and their user.

    Args:
        goods: Its column `goods`.
        users: Its column `users`; "" where it names none.
        aim: The goods and their user.
    """
    found: Reach = _GOODS[goods].get(aim.goods, "no")
    if found == "yes" and users in _USERS and aim.user not in _USERS[users]:
        return "no" if aim.user == "civil" else "unclear"
    return found


@dataclass(frozen=True, slots=True)
class Embargo:
    """A row of the embargo table, seen on a day.

    Attributes:
        id: Such as `E098`.
        authority: UN, EU or OSCE.
        target_country: The state named; `*` rows (worldwide lists) are not given by country.
        target_kind: state, non_state, partial (some goods only), dual_use (goods of the dual-use
            list) or political (no embargo).
        target: Who is meant, in words.
        legal_act: The act or acts, none later than the day.
        celex: CELEX number, where there is one.
        since: First day.
        until: First day without it; for a fixed term the last day of validity. None: no end known.
        fixed_term: Whether it has a validity end that is renewed as a rule.
        review_by: Last day for which a renewal is known or assumed; None: the act has no term.
        goods: What it covers, in a word of `_GOODS`.
        users: Of a ban on dual-use goods, whose use it forbids; "" for the other kinds.
        automatic_scope: in_scope where the row means every recipient in the state; unclear where an
            officer has to look; not_state_wide for the other kinds.
        scope_reason: Why.
        scope: What is covered, in words.
        exemption: What an exemption takes: none, notice, approval, committee; "" not established.
        exempts: Whom or what it is for.
        exemptions: The exemption in words.
        contracts_before: Day before which a contract has to be concluded for its act to exempt it,
            on the terms that the exemption names; None where it exempts none by age.
        contracts_until: First day without that exemption; None: no end known.
        note: What was not seen, what is contested.
        phase: in_force, ended, not_yet; lapsed_term after the end of a fixed term, unknown where
            the row is in doubt: both undetermined.
        source: The row.
    """

    id: str
    authority: str
    target_country: str
    target_kind: str
    target: str
    legal_act: str
    celex: str
    since: date
    until: date | None
    fixed_term: bool
    review_by: date | None
    goods: str
    users: str
    automatic_scope: str
    scope_reason: Said
    scope: str
    exemption: str
    exempts: str
    exemptions: str
    contracts_before: date | None
    contracts_until: date | None
    note: str
    phase: Phase
    source: Source

    def reaches(self, aim: Aim) -> Reach:
        """Whether it reaches goods and their user, apart from what it exempts."""
        found = reaches(self.goods, self.users, aim)
        return "unclear" if found == "yes" and self.automatic_scope == "unclear" else found


class Embargoes:
    """The table of embargoes."""

    def __init__(self, rows: Iterable[Row]) -> None:
        self._rows: dict[str, list[Row]] = {}
        self._read: dict[str, tuple[tuple[Embargo, Term], ...]] = {}
        for row in rows:
            self._rows.setdefault(row["target_country"], []).append(row)

    def of(self, country: str, on: date) -> tuple[Embargo, ...]:
        """Every row that names a country, with its phase on a day."""
        return tuple(_on_day(embargo, term, on) for embargo, term in self._of(country))

    def lapse(self, countries: Iterable[str], on: date) -> Graded:
        """How long ago the last state-wide embargo on any of these codes ended.

        Returns:
            `never` where none ended or one is in force again, `over_12_years`, `within_12_years`;
            an interval where an end is in doubt.
        """
        rows = [
            (embargo, term)
            for country in countries
            for embargo, term in self._of(country)
            if embargo.target_kind == "state"
        ]
        phases = {_phase(embargo, term, on) for embargo, term in rows}
        if "in_force" in phases:
            return _graded("never", "never", None, message("none has lapsed: one is in force"))
        last = max(
            ((embargo, term) for embargo, term in rows if _ended(embargo, term, on)),
            key=lambda pair: pair[0].until or date.min,
            default=None,
        )
        lo = hi = "never"
        said = message("no state-wide embargo has ended")
        if last is not None:
            embargo, term = last
            latest = embargo.until or date.min
            # A row in doubt may have ended on any day from the doubt on.
            earliest = term.unknown_from.first if term.unknown_from else latest
            others = (e.until for e, t in rows if _ended(e, t, on) and not t.unknown_from)
            earliest = max([earliest, *(until for until in others if until)])
            lo, hi = _band(earliest, on), _band(latest, on)
            said = message(
                "the last state-wide embargo ended on {day} ({id}: {authority}, {target})"
            )
        if phases & {"lapsed_term", "unknown"}:
            # Either it runs on, and nothing has lapsed, or it ended a short while ago.
            lo, hi = "never", "within_12_years"
            said = message("whether the last state-wide embargo has ended is in doubt")
        return _graded(lo, hi, last[0] if last else None, said)

    def changes(self) -> Iterator[date]:
        """Days on which an answer may change."""
        yield from self.changes_of(self._rows)

    def changes_of(self, countries: Iterable[str]) -> Iterator[date]:
        """Days on which the answer for some countries may change."""
        for country in countries:
            for embargo, term in self._of(country):
                yield from term.changes()
                yield from (date(year, 1, 1) for _, year in _acts(embargo.legal_act) if year)
                if embargo.review_by:
                    yield embargo.review_by + timedelta(days=1)
                if embargo.contracts_until:
                    yield embargo.contracts_until
                for known in (embargo.until, term.unknown_from and term.unknown_from.first):
                    if known:
                        yield known + timedelta(days=1)
                        yield years_later(known, LAPSE_YEARS)

    def _of(self, country: str) -> tuple[tuple[Embargo, Term], ...]:
        found = self._read.get(country)
        if found is None:
            found = tuple(_embargo(row) for row in self._rows.get(country, ()))
            self._read[country] = found
        return found


def counted_for(row: Embargo, asked: str, state: str) -> Embargo:
    """The row of a state, for a territory that counts as that state."""
    row = replace(row, source=row.source.speaking_for(asked, state))
    if state != "CN" or asked not in _APART or row.target_kind != "state":
        return row
    reason = said(message("whether an act on China covers it differs by member state"))
    return replace(row, automatic_scope="unclear", scope_reason=reason)


def held_by(row: Embargo, asked: str, holder: str) -> Embargo:
    """The row of a state, for a place that its forces hold but that belongs to another."""
    frame = message("{asked} is held by {holder}: {said}")
    row = replace(
        row, source=row.source.framed(frame, asked=countries(asked), holder=countries(holder))
    )
    if row.target_kind != "state":
        return row
    reason = said(
        message("the place belongs to another state but is held by {holder}"),
        holder=countries(holder),
    )
    return replace(row, automatic_scope="unclear", scope_reason=reason)


def _band(ended: date, on: date) -> str:
    return "within_12_years" if on < years_later(ended, LAPSE_YEARS) else "over_12_years"


def _graded(lo: str, hi: str, embargo: Embargo | None, said: str) -> Graded:
    if embargo is None:
        return Graded(lo, hi, source=Source.said("embargoes", "", said, verified="yes"))
    until = embargo.until.isoformat() if embargo.until else ""
    source = Source.said(
        "embargoes", embargo.id, said, as_of=until, verified=embargo.source.verified,
        day=str(embargo.until or date.min), id=embargo.id, authority=Said(embargo.authority),
        target=Said(embargo.target),
    )  # fmt: skip
    return Graded(lo, hi, source=source)


def _ended(embargo: Embargo, term: Term, on: date) -> bool:
    return _phase(embargo, term, on) == "ended"


def _phase(embargo: Embargo, term: Term, on: date) -> Phase:
    if embargo.fixed_term and embargo.until:
        if on > embargo.until:
            return "lapsed_term"
        return "in_force" if on >= embargo.since else "not_yet"
    if embargo.until and on >= embargo.until:
        return "ended"
    if embargo.review_by and on > embargo.review_by:
        return "lapsed_term"
    held = term.held(on)
    if held == "unknown":
        return "unknown"
    return "in_force" if held == "yes" else "not_yet"


def _on_day(embargo: Embargo, term: Term, on: date) -> Embargo:
    phase = _phase(embargo, term, on)
    turned = embargo.since
    if phase in ("lapsed_term", "ended"):
        turned = embargo.until or embargo.review_by or turned
    act = "; ".join(name for name, year in _acts(embargo.legal_act) if year <= on.year)
    act = act or embargo.legal_act
    before = embargo.source
    source = Source.said(
        before.table, before.row, _PHASES[phase], as_of=before.as_of, verified=before.verified,
        authority=Said(embargo.authority), phrase=Said(_KINDS[embargo.target_kind]),
        act=said_acts(act), target=Said(embargo.target), day=str(turned),
    )  # fmt: skip
    return replace(embargo, legal_act=act, phase=phase, source=source)


@functools.cache
def _acts(acts: str) -> tuple[tuple[str, int], ...]:
    """Each act that a row names, with its year; 0 where it names none."""
    return tuple((act, _year(act)) for act in acts.split("; "))


@functools.cache
def said_acts(acts: str) -> Said:
    """The acts that a row names, each as a language cites it; one of no known form is a message."""
    first, _, rest = acts.partition("; ")
    if rest:
        return said(message("{first}; {rest}"), first=said_acts(first), rest=said_acts(rest))
    for form, cited in _CITED:
        if found := form.fullmatch(acts):
            return said(cited, **found.groupdict())
    act, _, other = acts.partition(" as amended by ")
    if other:
        frame = message("{act} as amended by {other}")
        return said(frame, act=said_acts(act), other=said_acts(other))
    return Said(acts)


def _form(cited: str) -> re.Pattern[str]:
    """The form of acts that are cited so: what stands in the places of a message."""
    number = "[0-9]{1,4}"
    if "{year}" not in cited:
        number = r"[0-9]{1,4}/[0-9]{1,4}|[0-9]{1,4} \([0-9]{4}\)"
    form = re.escape(cited).replace(r"\{number\}", f"(?P<number>{number})")
    return re.compile(form.replace(r"\{year\}", "(?P<year>(?:19|20)[0-9]{2})"))


_CITED: Final = tuple(
    (_form(cited), cited)
    for cited in (
        message("UNSCR {number}"),
        message("Decision {number}/CFSP"),
        message("Decision (CFSP) {number}"),
        message("Decision {number}"),
        message("CP {number}/CFSP"),
        message("CP {number}"),
        # 2025/1975 is of a year, 833/2014 of none: the year of an act leads since 2015.
        message("Regulation (EU) {year}/{number}"),
        message("Regulation (EU) {number}/{year}"),
        message("Regulation (EC) {number}/{year}"),
        message("{number}/CFSP"),
        message("(CFSP) {number}"),
    )
)


def _year(act: str) -> int:
    for form in _YEARS:
        if found := form.search(act):
            year = int(found[1])
            return year if year > 99 else 1900 + year
    return 0


_KINDS = {
    "state": message("arms embargo"),
    "non_state": message("arms embargo on recipients other than the state"),
    "partial": message("ban on certain goods"),
    "dual_use": message("ban on dual-use goods"),
    "political": message("restriction that is no embargo"),
}
_PHASES = {
    "in_force": message("{authority} {phrase} ({act}): {target}, since {day}"),
    "lapsed_term": message(
        "{authority} {phrase} ({act}): {target}, its term ended on {day}, whether it was renewed "
        "is not known"
    ),
    "ended": message("{authority} {phrase} ({act}): {target}, until {day}"),
    "not_yet": message("{authority} {phrase} ({act}): {target}, from {day}"),
    "unknown": message(
        "{authority} {phrase} ({act}): {target}, whether it is still in force is in doubt"
    ),
}


def _embargo(row: Row) -> tuple[Embargo, Term]:
    term = Term(
        partial_day(row["from"]), partial_day(row["until"]), partial_day(row["unknown_from"])
    )
    embargo = Embargo(
        id=row["id"],
        authority=row["authority"],
        target_country=row["target_country"],
        target_kind=row["target_kind"],
        target=row["target"],
        legal_act=row["legal_act"],
        celex=row["celex"],
        since=day(row["from"]) or date.min,
        until=day(row["until"]),
        fixed_term=row["fixed_term"] == "yes",
        review_by=day(row["review_by"]),
        goods=row["goods"],
        users=row["users"],
        automatic_scope=row["automatic_scope"],
        scope_reason=Said(row["scope_reason"]),
        scope=row["scope"],
        exemption=row["exemption"],
        exempts=row["exempts"],
        exemptions=row["exemptions"],
        contracts_before=day(row["contracts_before"]),
        contracts_until=day(row["contracts_until"]),
        note=row["note"],
        phase="unknown",
        source=Source("embargoes", row["id"], Said(row["target"]), row["from"], row["verified"]),
    )
    return embargo, term
