"""Which goods, and whose use of them, a row of the embargo table reaches.

In: a rating and the kind of the end user. Out: an `Aim`, of which there are few, and whether a row
reaches it: yes, no or unclear. Source: the columns `goods` and `users` of `embargoes.csv`.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final, Literal, NamedTuple

from licensecheck.reference.ratings import Rating

__all__ = ["AIMS_BY_RATING", "PART_FORMS", "Aim", "Reach", "aim_at", "goods_of", "reaches"]

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


class Aim(NamedTuple):
    """Goods and their user, as far as rows tell them apart.

    Attributes:
        goods: One of `AIMS_BY_RATING`, or `none` for goods on no list.
        user: A kind of end user that a row names; "" for any other, or none stated.
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


def aim_at(rating: Rating, form: str | None, user: str | None) -> Aim:
    """The goods of a rating for a kind of end user; None where form or kind is not known."""
    named = any(user in kinds for kinds in _USERS.values())
    return Aim(goods_of(rating, form), user if user and named else "")


def reaches(goods: str, users: str, aim: Aim) -> Reach:
    """Whether a row reaches goods and their user.

    Args:
        goods: Its column `goods`.
        users: Its column `users`; "" where it names none.
        aim: The goods and their user.
    """
    found: Reach = _GOODS[goods].get(aim.goods, "no")
    if found == "yes" and users in _USERS and aim.user not in _USERS[users]:
        return "unclear"
    return found
