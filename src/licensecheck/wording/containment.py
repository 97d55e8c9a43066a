"""What containment says: each party, border and place, and why it is inside or not."""

from __future__ import annotations

from datetime import date
from typing import Final

from licensecheck.language import Language
from licensecheck.messages import message
from licensecheck.screening.result import Basis, Contained, Touch
from licensecheck.wording.places import place_text
from licensecheck.wording.result import Containment, Touchpoint
from licensecheck.wording.sources import source_text

__all__ = ["containment_in_words"]

_ALL_STATES: Final = {
    "inside": message("all {n} states inside"),
    "outside": message("all {n} states outside"),
    "unknown": message("all {n} states unknown"),
}
# Why it is not known where the goods are used.
_ABROAD: Final = {
    "third_country": message("to be used in another country, which is not named"),
    "contested_area": message("to be used in a contested area, which is not named"),
}
_WHY: Final = {
    "named": message("named in the definition"),
    "not_known": message("membership on {day} not known"),
    "not_in": message("not in {alliance} on {day}"),
    "arguable": message("whether it lies in the treaty area is arguable"),
    "outside_area": message("a member's, outside the treaty area"),
}


def containment_in_words(found: Contained, language: Language) -> Containment:
    """Containment in one alliance as it is published."""
    title, on = language.text(found.definition.title), found.membership_as_of

    def said(touch: Touch) -> Touchpoint:
        if touch.places is not None:
            place = place_text(touch.places, language)
        elif touch.basis.why in _ABROAD:
            place = language.text("not named")
        else:
            place = language.text("not stated")
        basis = _basis(touch.basis, title, on, language)
        return Touchpoint(touch.role, place, touch.countries, touch.inside, basis, touch.axis)

    return Containment(
        alliance=found.alliance, title=title, membership_as_of=on, verdict=found.verdict,
        axes=found.axes, qualifiers=found.qualifiers,
        touchpoints=tuple(map(said, found.touchpoints)),
        weakest=said(found.weakest) if found.weakest else None,
    )  # fmt: skip


def _basis(basis: Basis, alliance: str, on: date, language: Language) -> str:
    text = language.text
    if basis.why == "no_country":
        return text("no country stated")
    if basis.why in _ABROAD:
        return text(_ABROAD[basis.why])
    if basis.why == "all":
        return text(_ALL_STATES[basis.inside], n=basis.n)
    if basis.why == "some":
        return text("{n} of {of} states inside", n=basis.n, of=basis.of)
    name = basis.code
    if basis.state != basis.code:
        name = text("{territory} (of {state})", territory=basis.code, state=basis.state)
    if basis.source is not None:
        return f"{name}: {source_text(basis.source, language)}"
    return f"{name}: {text(_WHY[basis.why], alliance=alliance, day=on)}"
