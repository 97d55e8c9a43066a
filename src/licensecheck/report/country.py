"""What is known of a country as text: on one page, or all of it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, Final

from licensecheck.language import find_language
from licensecheck.messages import Said
from licensecheck.reference.embargoes import Embargo
from licensecheck.reference.source import Source
from licensecheck.report.country_words import GOODS, STANDINGS, CountryWords, sorted_embargoes
from licensecheck.rules.model import CRITERION_TITLES
from licensecheck.screening.country import CountryProfile, Goods, Known
from licensecheck.wording.columns import paragraph
from licensecheck.wording.sources import said_text, source_text

__all__ = ["country_text"]

_WIDTH: Final = 88
# Lines of embargoes that are said whole on the short page, and how many others are named.
_EMBARGO_LINES: Final = 10
_MOST_SHORT: Final = 2


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
    words = CountryWords(find_language(language), codes=codes)
    lines = _Brief(profile, words).lines() if brief else _text_lines(profile, words)
    return "\n".join(lines) + "\n"


class _Brief:
    """What an officer reads first, on one page."""

    def __init__(self, profile: CountryProfile, words: CountryWords) -> None:
        self.profile = profile
        self.words = words

    def lines(self) -> Iterator[str]:
        words, text = self.words, self.words.text
        yield words.title(self.profile)
        yield from paragraph("; ".join(words.head(self.profile, sources=False)), "  ")
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

    def embargoes(self) -> Iterator[str]:
        """Those in force, in doubt or to come, whole as far as they fit; the others by name."""
        words, text = self.words, self.words.text
        rows = sorted_embargoes(self.profile)
        held = [row for row in rows if row.phase != "ended"]
        used = 0
        for at, row in enumerate(held):
            line = words.whole_embargo(row)
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
        words = self.words
        return f"{words.text(row.authority)} {words.days(row)} ({words.acts(row)})"

    def goods(self) -> Iterator[str]:
        """What goods meet that triggers a review; those alike together."""
        words = self.words
        alike: dict[str, list[Goods]] = {}
        for probe in self.profile.probes:
            alike.setdefault(words.triggers(probe), []).append(probe.goods)
        for said, goods in alike.items():
            if len(alike) == 1:
                names = ", ".join(words.text(GOODS[one.key]) for one in goods)
                yield words.text("{status}: each of {goods}", status=said, goods=names)
            else:
                yield f"{said}: {'; '.join(map(words.goods, goods))}"

    def series(self) -> Iterator[str]:
        """What a series or a list tells, a criterion a line, each fact once."""
        words, before = self.words, set[str]()
        for criterion, facts in self.profile.criteria.items():
            mine = [one for one in facts if self.is_reported(one) and one.fact not in before]
            before |= {one.fact for one in mine}
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

    def is_reported(self, one: Known) -> bool:
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
            yield f"{words.text(STANDINGS.get(status, status))}: {', '.join(names)}"

    def unknown(self) -> Iterable[str]:
        """What no series and no list tells, by name."""
        return dict.fromkeys(self.words.label(one.fact) for one in self.profile.unknown())


def _text_lines(profile: CountryProfile, words: CountryWords) -> Iterator[str]:
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


def _sections(profile: CountryProfile, words: CountryWords) -> Iterator[tuple[str, list[str]]]:
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


def _embargo_lines(profile: CountryProfile, words: CountryWords) -> list[str]:
    lines = [*map(words.whole_embargo, sorted_embargoes(profile)), *words.neighbours(profile)]
    return lines or [words.text("no row in the table")]
