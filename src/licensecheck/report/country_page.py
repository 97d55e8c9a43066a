"""What is known of a country as a page with small plots, and a page that links to all of them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Final

from licensecheck.language import find_language
from licensecheck.reference import Reference
from licensecheck.report.country_words import CountryWords, sorted_embargoes
from licensecheck.report.elements import Element, Part, element
from licensecheck.report.pages import document, listing, table
from licensecheck.rules.model import CRITERION_TITLES
from licensecheck.screening.country import CountryProfile, Figure, Known
from licensecheck.vocabulary import Vocabulary
from licensecheck.wording.result import NOT_PERMISSION
from licensecheck.wording.sources import source_text

__all__ = ["country_page", "index_page"]

_FILL: Final = ("#e8edf2", "#a9bdd0", "#5f86a8", "#12395b")
_CSS: Final = """
.strip { display: block; }
.plots { display: grid; grid-template-columns: repeat(auto-fill, minmax(26rem, 1fr)); }
@media (max-width: 30rem) { .plots { display: block; } }
figure { border: none; padding: 0; background: none; margin: .4rem 0 1rem; }
figcaption { font-size: .95rem; }
"""


def country_page(profile: CountryProfile, language: str = "en", *, codes: bool = False) -> str:
    """A profile as a page, with the years of each figure as a small plot.

    Args:
        profile: The profile.
        language: Code of the language.
        codes: Rules and rows by their ids.

    Raises:
        InputError: There is no such language.
    """
    words = CountryWords(find_language(language), codes=codes)
    return document(
        element("main", *_page_parts(profile, words)),
        title=words.title(profile), language=words.language.code, css=_CSS,
    )  # fmt: skip


def _page_parts(profile: CountryProfile, words: CountryWords) -> Iterator[Part]:
    text = words.text
    yield element("h1", words.title(profile))
    yield listing(words.head(profile))
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
    yield listing(f"{words.label(one.fact)}: {words.who(one)}" for one in profile.unknown())
    cautions = [*words.cautions(profile)]
    if cautions:
        yield element("h2", text("Warnings"))
        yield listing(cautions)
    yield element("h2", text("Left out"))
    yield listing(words.left_out())
    yield element("p", words.foot(profile))
    yield element("p", " ".join(Reference.load().attributions()), class_="soft")


def _embargo_list(profile: CountryProfile, words: CountryWords) -> Element:
    items = [
        element("li", words.embargo(row), listing(filter(None, [words.exemptions(row)])))
        for row in sorted_embargoes(profile)
    ]
    items += [element("li", line) for line in words.neighbours(profile)]
    return element("ul", items or [element("li", words.text("no row in the table"))])


def _probe_table(profile: CountryProfile, words: CountryWords) -> Element:
    text = words.text
    rows = [
        (
            words.goods(probe.goods),
            words.language.token(probe.status),
            words.rules(probe),
        )
        for probe in profile.probes
    ]
    heads = [text("goods and end user"), text("outcome"), text("what is met")]
    return table(heads, rows, caption=text("exporter: a state of the European Union"))


def _fact_table(facts: Sequence[Known], words: CountryWords, criterion: str) -> Element:
    text = words.text
    rows = [(words.label(one.fact), words.value(one), words.sources(one)) for one in facts]
    heads = [text("fact"), text("value"), text("source")]
    return table(heads, rows, caption=text("facts that rules of criterion {n} read", n=criterion))


def _plots(profile: CountryProfile, words: CountryWords) -> Iterator[Element]:
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
    figures: Sequence[Figure], levels: Sequence[str], words: CountryWords, caption: str
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


def index_page(codes: Sequence[str], language: str, reference: Reference, on: date) -> str:
    """A page that links to the pages of countries, in the order given."""
    words = CountryWords(find_language(language))
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
