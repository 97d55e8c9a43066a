"""Facts of one item line under one rating: what the entry allows, narrowed by form and kind.

An entry of the control list tells bounds only (a vehicle of ML6.a may be armed or not, whole or
a part), so what depends on form and kind is an interval until they are stated. What is stated
narrows the bounds of the entry and never goes beyond them.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from typing import Final

from licensecheck.application.models import Item
from licensecheck.facts.observation import Observation
from licensecheck.reference.embargoes import PART_FORMS
from licensecheck.reference.ratings import Rating
from licensecheck.reference.source import Source
from licensecheck.vocabulary import UNKNOWN, Value, Vocabulary

__all__ = ["changed_by", "item_facts"]

WEAPON_KINDS: Final = frozenset(
    ("tank", "artillery", "combat_aircraft", "attack_helicopter", "armed_uav", "warship",
     "submarine", "missile", "manpads", "atgm", "small_arm", "light_weapon")
)  # fmt: skip
SUPPORT_KINDS: Final = frozenset(
    ("recon_uav", "surveillance", "interception", "intrusion_software", "radar", "night_vision")
)
ADVANCED_KINDS: Final = frozenset(
    ("combat_aircraft", "armed_uav", "submarine", "missile", "radar")
)  # fmt: skip
# Kinds of which the missile regime lists none: what people carry or ride, and what sails.
NO_MISSILE_KINDS: Final = frozenset(
    ("tank", "armoured_vehicle", "combat_aircraft", "attack_helicopter", "warship", "submarine",
     "manpads", "atgm", "small_arm", "light_weapon", "riot_agent", "crowd_control", "surveillance",
     "interception", "intrusion_software", "night_vision", "body_armour", "demining")
)  # fmt: skip
# Kinds that carry submunitions, mines or agents; and those of which the trade knows none.
CARRYING_KINDS: Final = frozenset(("artillery", "missile"))
OPEN_KINDS: Final = frozenset(("other", None))
# Entries of helmets and body armour.
PROTECTIVE_ENTRIES: Final = ("ML13.c", "ML13.d")
PROTECTIVE_KINDS: Final = frozenset(("body_armour", "demining"))
SALW_KINDS: Final = frozenset(("small_arm", "light_weapon", "manpads", "atgm"))
SURVEILLANCE_KINDS: Final = frozenset(("surveillance", "interception", "intrusion_software"))
CROWD_KINDS: Final = frozenset(("riot_agent", "crowd_control"))
# Kinds that serve against people at home by their nature, and those that may.
REPRESSION_KINDS: Final = frozenset((*CROWD_KINDS, *SURVEILLANCE_KINDS))
FORCE_KINDS: Final = frozenset(
    ("armoured_vehicle", "attack_helicopter", "armed_uav", "recon_uav", "small_arm", "light_weapon")
)
_HOSTILITIES: Final = ("none", "support", "direct")
_REPRESSION: Final = ("none", "possible", "typical")
Bounds = tuple[str, str]


def item_facts(item: Item, rating: Rating, vocabulary: Vocabulary) -> dict[str, Observation]:
    """Facts named `item.*` of one item line under one of its ratings."""
    entry = Source.said(
        "control_list", rating.code, "{code}: {title}", verified=rating.verified,
        code=rating.code, title=rating.basis,
    )  # fmt: skip
    declared = Source.said("application", "", "stated in the application")
    facts: dict[str, Observation] = {}

    def put(name: str, lo: str, hi: str | None, *sources: Source) -> None:
        value = Value(lo, lo if hi is None else hi)
        if value != vocabulary[name].unknown:
            facts[name] = Observation(name, value, sources)

    form = rating.fixed_form or item.form
    kind = item.kind
    put("item.listed", rating.listed, None, entry)
    if rating.category:
        put("item.category", rating.category, None, entry)
        put("item.entry", rating.entry, None, entry)
    if form:
        put("item.form", form, None, entry if rating.fixed_form else declared)
    if kind:
        put("item.kind", kind, None, declared)
    both = (entry, declared) if form or kind else (entry,)
    put("item.hostilities", *_hostilities(rating, form, kind), *both)
    put("item.repression", *_repression(rating, kind), *both)
    put("item.salw", _by_kind(rating.salw, kind, SALW_KINDS), None, *both)
    put("item.terror_use", _by_kind(rating.terror_use, kind, SALW_KINDS), None, *both)
    put("item.surveillance", _by_kind(rating.surveillance, kind, SURVEILLANCE_KINDS), None, *both)
    put("item.crowd_control", _by_kind(rating.crowd_control, kind, CROWD_KINDS), None, *both)
    put("item.precursor", _by_kind(rating.precursor, kind, frozenset(("precursor",))), None, *both)
    told = (*_stated_facts(item, rating), *_kinds_tell(item, rating))
    for name, lo, hi, by_entry in told:
        put(name, lo, hi, entry if by_entry else declared)
    return facts


@lru_cache(maxsize=4096)
def changed_by(item: Item, rating: Rating, part: str, vocabulary: Vocabulary) -> frozenset[str]:
    """The facts of an item line that some form, or some kind, would change if it were stated."""
    before = {name: seen.value for name, seen in item_facts(item, rating, vocabulary).items()}
    changed: set[str] = set()
    for token in vocabulary[f"item.{part}"].domain:
        after = item_facts(item.model_copy(update={part: token}), rating, vocabulary)
        changed |= {
            name
            for name in before.keys() | after.keys()
            if before.get(name) != (after[name].value if name in after else None)
        }
    return frozenset(changed)


def _kinds_tell(item: Item, rating: Rating) -> Iterator[tuple[str, str, str | None, bool]]:
    """What entry, form and kind tell together; no where the entry does not say so."""
    yield "item.ban_possible", _ban_possible(item, rating), None, True
    # By the entry alone, which is never unknown: what is stated later may raise or confirm, and
    # never takes a trigger away.
    yield "item.naval", "yes" if rating.category == "ML9" else "no", None, True
    bare = rating.entry in PROTECTIVE_ENTRIES or rating.hostilities == ("none", "none")
    yield "item.protective", "yes" if bare else "no", None, True
    if item.kind in ADVANCED_KINDS:
        # Such systems carry advanced technology by their kind; an officer grades it.
        yield "item.technology", "medium", "high", False


def _stated_facts(item: Item, rating: Rating) -> Iterator[tuple[str, str, str | None, bool]]:
    """Ban, missile technology, regime, reach, novelty: the entry's word, else the applicant's.

    Where the entry says none and the applicant states one, the goods are what he states: the entry
    may be the wrong one, and a bar is not lost by it.
    """
    if rating.ban != UNKNOWN and (rating.ban != "none" or item.ban in (None, "none")):
        yield "item.ban", rating.ban, None, True
    elif item.ban:
        yield "item.ban", item.ban, None, False
    if rating.mtcr_possible == "no" and item.mtcr in (None, "none"):
        yield "item.mtcr", "none", None, True
    elif item.kind in NO_MISSILE_KINDS and not item.mtcr:
        yield "item.mtcr", "none", None, False
    elif item.mtcr:
        yield "item.mtcr", item.mtcr, None, False
    if item.regime:
        yield "item.regime", item.regime, None, False
    elif rating.listed == "cml":
        # A military-list entry is presumed to stand on no other regime's list (RULES.md §1).
        yield "item.regime", "none", None, True
    if item.reach:
        yield "item.reach", item.reach, None, False
    if item.novelty:
        yield "item.novelty", item.novelty, None, False


def _ban_possible(item: Item, rating: Rating) -> str:
    """Whether goods of the entry, narrowed by form and kind, are such as a ban can reach.

    Parts and know-how are none of the weapons themselves; of an entry that holds a banned weapon
    of one kind only, that kind must be stated. A ban that the applicant states counts by itself.
    """
    form = rating.fixed_form or item.form
    if rating.ban not in (UNKNOWN, "none") or item.ban not in (None, "none"):
        return "yes"
    if form in PART_FORMS or item.kind not in CARRYING_KINDS | OPEN_KINDS:
        return "no"
    if rating.ban_held == "by_kind":
        return "yes" if item.kind in CARRYING_KINDS and form in ("ammunition", "complete") else "no"
    return rating.ban_held


def _by_kind(flag: str, kind: str | None, kinds: frozenset[str]) -> str:
    """The entry's flag where it decides; otherwise whether the kind stated is one of a set."""
    if flag in ("yes", "no"):
        return flag
    if kind is None:
        return UNKNOWN
    return "yes" if kind in kinds else "no"


def _repression(rating: Rating, kind: str | None) -> Bounds:
    lo, hi = rating.repression
    if kind in REPRESSION_KINDS and (hi == "typical" or rating.listed == "dual_use"):
        # A code of the dual-use list names its goods by their technology, and their kind by none.
        return "typical", "typical"
    if rating.listed == "dual_use" and kind is not None:
        return lo, "possible"
    if kind in FORCE_KINDS | REPRESSION_KINDS and hi != "none":
        return max(lo, "possible", key=_REPRESSION.index), hi
    return lo, hi


def _hostilities(rating: Rating, form: str | None, kind: str | None) -> Bounds:
    bounds = rating.hostilities
    if form == "complete":
        bounds = _narrow(bounds, rating.hostilities_complete)
    elif form == "ammunition":
        bounds = _narrow(bounds, ("direct", "direct"))
    elif form in PART_FORMS:
        bounds = _narrow(bounds, ("none", "support"))
    if kind in WEAPON_KINDS:
        bounds = _narrow(bounds, ("support", "direct"))
        if form in ("complete", "ammunition"):
            bounds = _narrow(bounds, ("direct", "direct"))
    elif kind in SUPPORT_KINDS:
        bounds = _narrow(bounds, ("support", "support"))
    elif kind in PROTECTIVE_KINDS:
        bounds = _narrow(bounds, ("none", "none"))
    return bounds


def _narrow(outer: Bounds, inner: Bounds) -> Bounds:
    """The overlap of two intervals; where they have none, the outer one stands."""
    rank = _HOSTILITIES.index
    lo = max(outer[0], inner[0], key=rank)
    hi = min(outer[1], inner[1], key=rank)
    return (lo, hi) if rank(lo) <= rank(hi) else outer
