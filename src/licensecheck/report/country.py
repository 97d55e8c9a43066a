"""What is known of a country: as text, as a page with small plots, as JSON, and of all as one CSV.

In: a `CountryProfile`. Out: texts and files. Nothing is decided here.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import Any, Final

from licensecheck.language import Language, find_language
from licensecheck.messages import Said, message
from licensecheck.reference import Reference
from licensecheck.reference.embargoes import Embargo, said_acts
from licensecheck.reference.places import country_name
from licensecheck.reference.source import Source
from licensecheck.report.elements import Element, Part, element
from licensecheck.report.pages import document, table
from licensecheck.rules.model import CRITERION_TITLES
from licensecheck.screening.country import CountryProfile, Figure, Known, Probe, Standing
from licensecheck.vocabulary import Value, Vocabulary
from licensecheck.wording.columns import paragraph
from licensecheck.wording.fact_words import FACT_WORDS
from licensecheck.wording.result import NOT_PERMISSION
from licensecheck.wording.sources import name_of_country, said_text, source_text

__all__ = [
    "FACT_COLUMNS",
    "country_json",
    "country_page",
    "country_text",
    "fact_rows",
    "index_page",
]

SCHEMA: Final = "licensecheck/country/1"
_WIDTH: Final = 88

# Beside the facts of the vocabulary: what only this page tells.
_OTHERS: Final[Mapping[str, str]] = {
    "conflict.territory": message("armed conflict in its territory"),
    "conflict.party": message("side in an armed conflict"),
    "conflict.supporter": message("troops in support of a side"),
    "conflict.interstate": message("conflict with another state"),
}
_LABELS: Final[Mapping[str, str]] = {**FACT_WORDS, **_OTHERS}
_PHASES: Final[Mapping[str, str]] = {
    "in_force": message("in force"),
    "lapsed_term": message("term has passed; renewal not known"),
    "unknown": message("in doubt"),
    "ended": message("ended"),
    "not_yet": message("not yet in force"),
}
# Usual goods, by their key.
_GOODS: Final[Mapping[str, str]] = {
    "army_rifles": message("rifles for the army"),
    "police_rifles": message("rifles for the police"),
    "army_vehicles": message("armoured vehicles for the army"),
    "air_force_aircraft": message("combat aircraft for the air force"),
    "navy_parts": message("parts of a warship for the navy"),
    "police_surveillance": message("surveillance equipment for the police"),
    "vehicle_technology": message("technology for armoured vehicles, for a company"),
}
_INSIDE: Final[Mapping[str, str]] = {
    "yes": message("inside"),
    "no": message("outside"),
    "unknown": message("unknown"),
}
# Treaties and groups whose name in the tables is no name that people use.
_GROUPS: Final[Mapping[str, str]] = {
    "ROME": message("Rome Statute"),
    "OTTAWA": message("Ottawa Convention"),
    "CP_ALIGNED": message("aligned with the Common Position"),
    "WASSENAAR": message("Wassenaar Arrangement"),
    "AUSTRALIA_GROUP": message("Australia Group"),
    "LDC": message("UN list of least developed countries"),
    "IDA": message("eligible for IDA lending"),
    "FATF_BLACK": message("FATF list of high-risk jurisdictions"),
    "FATF_GREY": message("FATF list under increased monitoring"),
}
_STANDINGS: Final[Mapping[str, str]] = {
    "party": message("party to"),
    "signatory": message("signed and not in force for it"),
    "not_party": message("not party to"),
    "not_in_force": message("not in force on that day"),
    "yes": message("member of, or on"),
    "no": message("not member of, nor on"),
    "unknown": message("not known"),
}
# Lines of embargoes that are said whole on the short page, and how many others are named.
_EMBARGO_LINES: Final = 10
_MOST_SHORT: Final = 2
_LEFT_OUT: Final = (
    message("lists of persons, companies and ships under sanctions"),
    message("embargoes and restrictions of single states"),
    message("facts that only an officer, an embassy or a service knows"),
    message("events after the last day of each table"),
)
_FILL: Final = ("#e8edf2", "#a9bdd0", "#5f86a8", "#12395b")
_CSS: Final = """
.strip { display: block; }
.plots { display: grid; grid-template-columns: repeat(auto-fill, minmax(26rem, 1fr)); }
@media (max-width: 30rem) { .plots { display: block; } }
figure { border: none; padding: 0; background: none; margin: .4rem 0 1rem; }
figcaption { font-size: .95rem; }
"""


# --- what is said --------------------------------------------------------------------------------


_GRAVEST: Final = ("presumptive_denial", "review", "noted", "duty").index


class _Words:
    """Says the parts of a profile in a language."""

    def __init__(self, language: Language, *, codes: bool = False) -> None:
        self.language = language
        self.codes = codes
        self.text = language.text
        self._vocabulary = Vocabulary.load()

    def label(self, fact: str) -> str:
        return self.text(_LABELS[fact]) if fact in _LABELS else fact

    def value(self, known: Known) -> str:
        if known.value is None:
            return self.text("unknown")
        return self.interval(*known.value)

    def interval(self, lo: str, hi: str) -> str:
        if lo == hi:
            return self.language.token(lo)
        least, most = self.language.token(lo), self.language.token(hi)
        return self.text("{least} to {most}", least=least, most=most)

    def sources(self, known: Known) -> str:
        said = [
            self.text("{source} (verified: {how})", source=source_text(source, self.language),
                      how=self.language.token(source.verified))
            for source in known.sources[:3]
        ]  # fmt: skip
        more = len(known.sources) - 3
        if more > 0:
            said.append(self.language.count("{n} more source", "{n} more sources", more))
        return "; ".join(dict.fromkeys(said))

    def who(self, known: Known) -> str:
        fact = self._vocabulary[known.fact]
        return self.language.either(map(self.language.token, fact.who or ("officer",)))

    def standing(self, one: Standing) -> str:
        said = source_text(one.source, self.language)
        how = self.language.token(one.source.verified)
        status = self.language.token(one.status)
        day = f", {one.source.as_of}" if one.source.as_of else ""
        return self.text("{status}: {source} (verified: {how}{day})", status=status, source=said,
                         how=how, day=day)  # fmt: skip

    def embargo(self, row: Embargo) -> str:
        days = self.text("from {day}", day=row.since.isoformat())
        if row.until:
            days += " " + self.text("until {day}", day=row.until.isoformat())
        acts = said_text(said_acts(row.legal_act), self.language)
        phase = self.text(_PHASES[row.phase])
        return (
            f"{f'{row.id} ' if self.codes else ''}{self.text(row.authority)}: {phase}, {days}; "
            f"{self.text(row.target)}; {self.text(row.scope)}; {acts}"
        )

    def exemptions(self, row: Embargo) -> str:
        if not row.exemptions:
            return ""
        return self.text("exempt: {words}", words=self.text(row.exemptions))

    def probe(self, probe: Probe) -> str:
        goods = self.text(_GOODS[probe.goods.key])
        status = self.language.token(probe.status)
        said = f"{goods} ({probe.goods.rating}): {status}"
        return f"{goods} ({probe.goods.rating}): {self.rules(probe)}" if probe.met else said

    def triggers(self, probe: Probe) -> str:
        """The gravest that goods meet: a status, and under which criteria."""
        if self.codes:
            return self.rules(probe)
        criteria = dict.fromkeys(one.criterion for one in probe.met if one.status == probe.status)
        status = self.language.token(probe.status)
        if not criteria:
            return status
        said = self.language.count("criterion {names}", "criteria {names}", len(criteria),
                                   names=self.language.listed(criteria))  # fmt: skip
        return self.text("{status} under {criteria}", status=status, criteria=said)

    def group(self, name: str) -> str:
        """A treaty, regime or list as people call it."""
        return name if self.codes else self.text(_GROUPS.get(name, name))

    def rules(self, probe: Probe) -> str:
        """What goods meet: the criteria by status, or the rules by their ids."""
        if self.codes:
            return ", ".join(
                f"{met.rule} ({self.language.token(met.status)})" for met in probe.met
            ) or self.text("none")  # fmt: skip
        by_status: dict[str, dict[str, None]] = {}
        for met in probe.met:
            by_status.setdefault(met.status, {})[met.criterion] = None
        return "; ".join(
            self.text(
                "{status} under {criteria}", status=self.language.token(status),
                criteria=self.language.count(
                    "criterion {names}", "criteria {names}", len(criteria),
                    names=self.language.listed(criteria),
                ),
            )
            for status, criteria in sorted(by_status.items(), key=lambda one: _GRAVEST(one[0]))
        ) or self.text("none")  # fmt: skip

    def title(self, profile: CountryProfile) -> str:
        return self.text("{country} on {day}", country=self.name(profile.country),
                         day=profile.as_of.isoformat())  # fmt: skip

    def name(self, code: str) -> str:
        return name_of_country(code, self.language)

    def head(self, profile: CountryProfile) -> Iterator[str]:
        if profile.state != profile.country:
            yield self.text("{state} answers for it", state=self.name(profile.state))
        for one in profile.inside:
            held = self.text(_INSIDE[one.status])
            yield f"{one.name.upper()}: {held}; {source_text(one.source, self.language)}"

    def cautions(self, profile: CountryProfile) -> Iterator[str]:
        for fact in profile.stale:
            figures = profile.series.get(fact)
            year = figures[-1].year if figures else self.text("unknown")
            yield self.text("{fact}: last year with data is {year}", fact=self.label(fact),
                            year=year)  # fmt: skip
        for name in profile.overdue:
            yield self.text(
                "the table `{table}` is past its day of review; look for changes since", table=name
            )

    def left_out(self) -> Iterator[str]:
        yield from map(self.text, _LEFT_OUT)

    def foot(self, profile: CountryProfile) -> str:
        return self.text("Tables of edition {edition}. {permission}", edition=profile.edition,
                         permission=self.text(NOT_PERMISSION))  # fmt: skip


def _sorted_embargoes(profile: CountryProfile) -> Sequence[Embargo]:
    """Those in force first, then those in doubt, then those that ended, the latest first."""
    order = list(_PHASES)
    return sorted(
        profile.embargoes, key=lambda row: (order.index(row.phase), -row.since.toordinal())
    )


# --- text ----------------------------------------------------------------------------------------


def country_text(
    profile: CountryProfile, language: str = "en", *, codes: bool = False, brief: bool = False
) -> str:
    """A profile as text.

    Args:
        profile: The profile.
        language: Code of the language.
        codes: Rules and rows by their ids.
        brief: One page: embargoes, what usual goods meet, what series and lists say, treaties and
            what is open; without what is known by the absence of a row.

    Raises:
        InputError: There is no such language.
    """
    words = _Words(find_language(language), codes=codes)
    lines = _Brief(profile, words).lines() if brief else _text_lines(profile, words)
    return "\n".join(lines) + "\n"


class _Brief:
    """What an officer reads first, on one page."""

    def __init__(self, profile: CountryProfile, words: _Words) -> None:
        self.profile = profile
        self.words = words

    def lines(self) -> Iterator[str]:
        words, text = self.words, self.words.text
        yield words.title(self.profile)
        yield from paragraph("; ".join(self.head()), "  ")
        for title, lines in (
            (text("Embargoes and restrictions"), self.embargoes()),
            (text("What a few usual goods meet, with nothing else known"), self.goods()),
            (text("What series and lists say, by criterion"), self.series()),
            (text("Treaties, regimes and lists"), self.treaties()),
        ):
            found = [one for line in lines for one in paragraph(line, "  ")]
            if found:
                yield f"\n{title}"
                yield from found
        yield ""
        if names := ", ".join(self.unknown()):
            yield from paragraph(text("Not known here: {names}", names=names), "")
        said = text("Each fact with its source and who can tell what is not known: `--verbose`.")
        yield from paragraph(f"{said} {words.foot(self.profile)}", "")

    def head(self) -> Iterator[str]:
        words = self.words
        if self.profile.state != self.profile.country:
            yield words.text("{state} answers for it", state=words.name(self.profile.state))
        for one in self.profile.inside:
            yield f"{one.name.upper()}: {words.text(_INSIDE[one.status])}"

    def embargoes(self) -> Iterator[str]:
        """Those in force, in doubt or to come, whole as far as they fit; the others by name."""
        words, text = self.words, self.words.text
        rows = _sorted_embargoes(self.profile)
        held = [row for row in rows if row.phase != "ended"]
        used = 0
        for at, row in enumerate(held):
            exempt = words.exemptions(row)
            line = f"{words.embargo(row)}; {exempt}" if exempt else words.embargo(row)
            used += len(paragraph(line, "  "))
            if at and used > _EMBARGO_LINES:
                yield text("and besides: {rows}", rows=self.some(held[at:]))
                break
            yield line
        if ended := [row for row in rows if row.phase == "ended"]:
            yield text("ended: {rows}", rows=self.some(ended))
        if not rows:
            yield text("no row in the table")
        if names := [words.name(code) for code, _ in self.profile.neighbours]:
            yield text("neighbours under an embargo: {names}", names=words.language.listed(names))

    def some(self, rows: Sequence[Embargo]) -> str:
        said = [self.short(row) for row in rows[:_MOST_SHORT]]
        if more := len(rows) - len(said):
            said.append(self.words.language.count("{n} more row", "{n} more rows", more))
        return "; ".join(said)

    def short(self, row: Embargo) -> str:
        acts = said_text(said_acts(row.legal_act), self.words.language)
        until = f" {self.words.text('until {day}', day=row.until.isoformat())}" if row.until else ""
        days = self.words.text("from {day}", day=row.since.isoformat())
        return f"{self.words.text(row.authority)} {days}{until} ({acts})"

    def goods(self) -> Iterator[str]:
        """What goods meet that triggers a review; those alike together."""
        alike: dict[str, list[str]] = {}
        for probe in self.profile.probes:
            said = self.words.triggers(probe)
            alike.setdefault(said, []).append(
                f"{self.words.text(_GOODS[probe.goods.key])} ({probe.goods.rating})"
            )
        for said, goods in alike.items():
            if len(alike) == 1:
                names = ", ".join(
                    self.words.text(_GOODS[one.goods.key]) for one in self.profile.probes
                )
                yield self.words.text("{status}: each of {goods}", status=said, goods=names)
            else:
                yield f"{said}: {'; '.join(goods)}"

    def series(self) -> Iterator[str]:
        """What a series or a list tells, a criterion a line, each fact once."""
        words, told = self.words, set[str]()
        for criterion, facts in self.profile.criteria.items():
            mine = [one for one in facts if self.is_told(one) and one.fact not in told]
            told |= {one.fact for one in mine}
            if mine:
                said = "; ".join(
                    f"{words.label(one.fact)}: {words.value(one)} ({self.source(one.sources[0])})"
                    for one in mine
                )
                yield f"{criterion}: {said}"

    def source(self, source: Source) -> str:
        """The name of a series, the year and the figure; or since when a row holds."""
        language = self.words.language
        parts: Mapping[str, Any] = {}
        said: Any = source.says
        while isinstance(said, Said):
            parts, said = dict(said.places), dict(said.places).get("said")
        if "series" not in parts:
            if source.table == "mandates":
                return language.text("from {day}", day=parts["day"])
            return source_text(source, language)
        # What the series measures the name of the fact says already.
        name = said_text(parts["series"], language).partition(",")[0]
        if "value" in parts:
            return f"{name}, {parts['year']}: {said_text(parts['value'], language)}"
        return language.text("{series}, since {year}", series=name, year=parts["year"])

    def is_told(self, one: Known) -> bool:
        """Whether a row says something of the country, rather than no row."""
        if one.value is None or one.fact == "destination.conflict_read":
            return False
        table = one.sources[0].table if one.sources else ""
        clean = one.value.hi in ("no", "none")
        return table == "indicators" or (table in ("conflict", "mandates") and not clean)

    def treaties(self) -> Iterator[str]:
        """Names by standing, so that each is said once."""
        words = self.words
        by_status: dict[str, list[str]] = {}
        at_the_head = {one.name.upper() for one in self.profile.inside}
        for one in (*self.profile.treaties, *self.profile.groups):
            if one.name in at_the_head:
                continue
            by_status.setdefault(one.status, []).append(words.group(one.name))
        for status, names in by_status.items():
            yield f"{words.text(_STANDINGS.get(status, status))}: {', '.join(names)}"

    def unknown(self) -> Iterable[str]:
        """What no series and no list tells, by name."""
        return dict.fromkeys(self.words.label(one.fact) for one in self.profile.unknown())


def _text_lines(profile: CountryProfile, words: _Words) -> Iterator[str]:
    yield words.title(profile)
    for line in words.head(profile):
        yield from paragraph(line, "  ", width=_WIDTH)
    for title, lines in _sections(profile, words):
        yield f"\n{title}"
        for line in lines:
            yield from paragraph(line, "  ", width=_WIDTH)
    yield ""
    yield from paragraph(
        f"{words.text('Left out')}: {'; '.join(words.left_out())}.", "", width=_WIDTH
    )
    yield words.foot(profile)


def _sections(profile: CountryProfile, words: _Words) -> Iterator[tuple[str, list[str]]]:
    """The parts of the text that have lines, each with its title."""
    text = words.text
    yield text("Embargoes and restrictions"), _embargo_lines(profile, words)
    yield (
        text("What a few usual goods meet, with nothing else known"),
        [words.probe(probe) for probe in profile.probes],
    )
    for criterion, facts in profile.criteria.items():
        known = [
            f"{words.label(one.fact)}: {words.value(one)}; {words.sources(one)}"
            for one in facts
            if one.value is not None
        ]
        if known:
            yield f"{criterion} {text(CRITERION_TITLES[criterion])}", known
    yield (
        text("Treaties, regimes and lists"),
        [
            f"{words.group(one.name)}: {words.standing(one)}"
            for one in (*profile.treaties, *profile.groups)
        ],
    )
    yield (
        text("Unknown here, and who can answer"),
        [f"{words.label(one.fact)}: {words.who(one)}" for one in profile.unknown()],
    )
    if cautions := [*words.cautions(profile)]:
        yield text("Warnings"), cautions


def _embargo_lines(profile: CountryProfile, words: _Words) -> list[str]:
    lines = []
    for row in _sorted_embargoes(profile):
        exempt = words.exemptions(row)
        lines.append(f"{words.embargo(row)}; {exempt}" if exempt else words.embargo(row))
    for code, rows in profile.neighbours:
        said = words.text("neighbour {country}", country=words.name(code))
        lines.append(f"{said}: " + "; ".join(words.embargo(row) for row in rows))
    return lines or [words.text("no row in the table")]


# --- page ----------------------------------------------------------------------------------------


def country_page(profile: CountryProfile, language: str = "en", *, codes: bool = False) -> str:
    """A profile as a page, with the years of each figure as a small plot.

    Args:
        profile: The profile.
        language: Code of the language.
        codes: Rules and rows by their ids.

    Raises:
        InputError: There is no such language.
    """
    words = _Words(find_language(language), codes=codes)
    return document(
        element("main", *_page_parts(profile, words)),
        title=words.title(profile), language=words.language.code, css=_CSS,
    )  # fmt: skip


def _page_parts(profile: CountryProfile, words: _Words) -> Iterator[Part]:
    text = words.text
    yield element("h1", words.title(profile))
    yield element("ul", [element("li", line) for line in words.head(profile)])
    yield element("h2", text("Embargoes and restrictions"))
    yield _embargo_list(profile, words)
    yield element("h2", text("What a few usual goods meet, with nothing else known"))
    yield _probe_table(profile, words)
    yield element("h2", text("Over the years"))
    said = text("Higher and darker is graver; an outline is as far as sources or errors reach.")
    yield element("p", said, class_="soft")
    yield element("div", _plots(profile, words), class_="plots")
    for criterion, facts in profile.criteria.items():
        known = [one for one in facts if one.value is not None]
        if known:
            yield element("h2", f"{criterion} {text(CRITERION_TITLES[criterion])}")
            yield _fact_table(known, words, criterion)
    yield element("h2", text("Treaties, regimes and lists"))
    rows = [
        (words.group(one.name), words.language.token(one.status),
         source_text(one.source, words.language),
         one.source.as_of, words.language.token(one.source.verified))
        for one in (*profile.treaties, *profile.groups)
    ]  # fmt: skip
    heads = (text("name"), text("status"), text("source"), text("as of"), text("verified"))
    yield table(heads, rows, caption=text("Treaties, regimes and lists"))
    yield element("h2", text("Unknown here, and who can answer"))
    lines = [f"{words.label(one.fact)}: {words.who(one)}" for one in profile.unknown()]
    yield element("ul", [element("li", line) for line in lines])
    cautions = [*words.cautions(profile)]
    if cautions:
        yield element("h2", text("Warnings"))
        yield element("ul", [element("li", line) for line in cautions])
    yield element("h2", text("Left out"))
    yield element("ul", [element("li", line) for line in words.left_out()])
    yield element("p", words.foot(profile))
    yield element("p", " ".join(Reference.load().attributions()), class_="soft")


def _embargo_list(profile: CountryProfile, words: _Words) -> Element:
    items = [
        element("li", words.embargo(row), _below(words.exemptions(row)))
        for row in _sorted_embargoes(profile)
    ]
    for code, rows in profile.neighbours:
        said = words.text("neighbour {country}", country=words.name(code))
        items.append(element("li", f"{said}: " + "; ".join(words.embargo(row) for row in rows)))
    return element("ul", items or [element("li", words.text("no row in the table"))])


def _below(line: str) -> Part:
    return element("ul", element("li", line)) if line else None


def _probe_table(profile: CountryProfile, words: _Words) -> Element:
    text = words.text
    rows = [
        (
            f"{text(_GOODS[probe.goods.key])} ({probe.goods.rating})",
            words.language.token(probe.status),
            words.rules(probe),
        )
        for probe in profile.probes
    ]
    heads = [text("goods and end user"), text("outcome"), text("what is met")]
    return table(heads, rows, caption=text("exporter: a state of the European Union"))


def _fact_table(facts: Sequence[Known], words: _Words, criterion: str) -> Element:
    text = words.text
    rows = [(words.label(one.fact), words.value(one), words.sources(one)) for one in facts]
    heads = [text("fact"), text("value"), text("source")]
    return table(heads, rows, caption=text("facts that rules of criterion {n} read", n=criterion))


def _plots(profile: CountryProfile, words: _Words) -> Iterator[Element]:
    vocabulary = Vocabulary.load()
    for name, figures in profile.series.items():
        levels = (
            ("none", "tension", "minor", "war")
            if name.startswith("conflict.")
            else vocabulary[name].domain
        )
        if name.startswith("conflict.") and all(one.hi == "none" for one in figures):
            continue
        caption = words.text(
            "{fact}, {first} to {last}; last: {value}",
            fact=words.label(name), first=figures[0].year, last=figures[-1].year,
            value=words.interval(figures[-1].lo, figures[-1].hi),
        )  # fmt: skip
        yield element(
            "figure", element("figcaption", caption), _strip(figures, levels, words, caption)
        )


def _strip(
    figures: Sequence[Figure], levels: Sequence[str], words: _Words, caption: str
) -> Element:
    """A column a year: as high and as dark as the level, lighter down to the least it may be."""
    wide, step, floor = 18, 12, 62
    first = figures[0].year
    years = figures[-1].year - first + 1
    shapes: list[Element] = []
    for figure in figures:
        x = (figure.year - first) * wide
        lo, hi = levels.index(figure.lo), levels.index(figure.hi)
        said = f"{figure.year}: {words.interval(figure.lo, figure.hi)}"
        if figure.value:
            said += f" ({figure.value})"
        for rank in range(hi + 1):
            fill = _FILL[min(rank * (len(_FILL) - 1) // max(len(levels) - 1, 1), len(_FILL) - 1)]
            shapes.append(
                element(
                    "rect", element("title", said), x=x + 1, y=floor - step * (rank + 1),
                    width=wide - 2, height=step - 1, fill=fill if rank <= lo else "#ffffff",
                    stroke=fill, stroke_width=1,
                )
            )  # fmt: skip
    labels = [
        element("text", str(year), x=(year - first) * wide, y=floor + 12, font_size=10,
                fill="currentColor")
        for year in range(first, first + years)
        if year % 5 == 0 or (year == first and year % 5 < 3)
    ]  # fmt: skip
    return element(
        "svg", shapes, labels, width=years * wide + 30, height=floor + 18, class_="strip",
        viewBox=f"0 0 {years * wide + 30} {floor + 18}", role="img", aria_label=caption,
    )  # fmt: skip


# --- data ----------------------------------------------------------------------------------------


def country_json(profile: CountryProfile) -> str:
    """A profile as JSON, with its sources; texts are in English."""
    return json.dumps(_data(profile), indent=2, ensure_ascii=False) + "\n"


def _data(profile: CountryProfile) -> dict[str, Any]:
    return {
        "schema": SCHEMA,
        "country": profile.country,
        "name": country_name(profile.country),
        "state": profile.state,
        "as_of": profile.as_of.isoformat(),
        "edition": profile.edition,
        "inside": [_standing(one) for one in profile.inside],
        "groups": [_standing(one) for one in profile.groups],
        "treaties": [_standing(one) for one in profile.treaties],
        "embargoes": [
            {"id": row.id, "authority": row.authority, "phase": row.phase,
             "target_kind": row.target_kind, "target": row.target, "legal_act": row.legal_act,
             "celex": row.celex, "since": row.since.isoformat(),
             "until": row.until.isoformat() if row.until else None, "goods": row.goods,
             "scope": row.scope, "exemptions": row.exemptions, "verified": row.source.verified}
            for row in _sorted_embargoes(profile)
        ],
        "neighbours_under_embargo": {
            code: [row.id for row in rows] for code, rows in profile.neighbours
        },
        "criteria": {
            criterion: [_fact(known) for known in facts]
            for criterion, facts in profile.criteria.items()
        },
        "series": {
            name: [figure._asdict() for figure in figures]
            for name, figures in profile.series.items()
        },
        "usual_goods": [
            {"goods": _GOODS[probe.goods.key], "rating": probe.goods.rating,
             "end_user": probe.goods.end_user, "status": probe.status,
             "met": [met._asdict() for met in probe.met]}
            for probe in profile.probes
        ],
        "stale": list(profile.stale),
        "overdue_tables": list(profile.overdue),
        "left_out": list(_LEFT_OUT),
        "no_permission": NOT_PERMISSION,
    }  # fmt: skip


def _standing(one: Standing) -> dict[str, str]:
    return {"name": one.name, "status": one.status, "source": source_text(one.source),
            "as_of": one.source.as_of, "verified": one.source.verified}  # fmt: skip


def _fact(known: Known) -> dict[str, Any]:
    return {
        "fact": known.fact,
        "value": _known_value(known.value),
        "sources": [
            {"table": one.table, "row": one.row, "text": source_text(one), "as_of": one.as_of,
             "verified": one.verified}
            for one in known.sources
        ],
        "read_by": list(known.rules),
    }  # fmt: skip


def _known_value(value: Value | None) -> str | list[str] | None:
    if value is None:
        return None
    return value.lo if value.lo == value.hi else [value.lo, value.hi]


# --- all of them ---------------------------------------------------------------------------------

FACT_COLUMNS: Final = (
    "country", "name", "as_of", "edition", "criterion", "fact", "least", "most", "source_as_of",
    "verified", "source", "read_by",
)  # fmt: skip


def index_page(codes: Sequence[str], language: str, reference: Reference, on: date) -> str:
    """A page that links to the pages of countries, in the order given."""
    words = _Words(find_language(language))
    listed = [element("li", element("a", words.name(one), href=f"{one}.html")) for one in codes]
    title = words.text("What is known of each country on {day}", day=on.isoformat())
    left_out = "; ".join(words.left_out())
    parts = (
        element("h1", title),
        element("p", f"{words.text('Left out')}: {left_out}"),
        element("p", words.text("Tables of edition {edition}. {permission}",
                                edition=reference.edition, permission=words.text(NOT_PERMISSION))),
        element("ul", listed),
        element("p", " ".join(reference.attributions()), class_="soft"),
    )  # fmt: skip
    return document(element("main", parts), title=title, language=words.language.code)


def fact_rows(profile: CountryProfile) -> Iterator[Sequence[str]]:
    """What is known of a country as rows of `FACT_COLUMNS`, one a fact."""
    name = country_name(profile.country)
    for criterion, facts in profile.criteria.items():
        for known in facts:
            lo, hi = known.value or ("", "")
            yield (
                profile.country, name, profile.as_of.isoformat(), profile.edition, criterion,
                known.fact, lo, hi, max((one.as_of for one in known.sources), default=""),
                " ".join(dict.fromkeys(one.verified for one in known.sources)),
                "; ".join(source_text(one) for one in known.sources[:3]), " ".join(known.rules),
            )  # fmt: skip
