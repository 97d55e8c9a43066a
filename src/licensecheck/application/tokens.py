"""The closed sets an application may choose from, as types; the same words as the vocabulary.

In: nothing. Out: one `Literal` per fact of `rulesets/vocabulary.yaml` that an applicant or an
officer states; a test holds the two equal.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final, Literal

__all__ = [
    "ASSESSMENTS",
    "HANDS_WITHOUT_GOODS",
    "MEANT",
    "Certificate",
    "Consent",
    "EndUseCategory",
    "EndUsePlace",
    "Exemption",
    "ItemBan",
    "ItemForm",
    "ItemKind",
    "LicenceKind",
    "LicenceStage",
    "Mtcr",
    "Novelty",
    "OnwardWord",
    "PartyKind",
    "PartyRole",
    "Reach",
    "Regime",
    "Screening",
    "YesNo",
]

YesNo = Literal["yes", "no"]

LicenceKind = Literal[
    "export",
    "temporary_export",
    "transit",
    "transhipment",
    "brokering",
    "technical_assistance",
    "intangible_transfer",
    "licensed_production",
]
LicenceStage = Literal["proposed", "granted"]

PartyKind = Literal[
    "armed_forces",
    "police",
    "internal_security",
    "interior_ministry",
    "border_guard",
    "presidential_guard",
    "prison_service",
    "intelligence",
    "coast_guard",
    "government_civil",
    "international_organisation",
    "peacekeeping_mission",
    "company",
    "private_security",
    "dealer",
    "individual",
    "non_state_armed_group",
]
PartyRole = Literal[
    "broker",
    "agent",
    "intermediate_consignee",
    "freight_forwarder",
    "carrier",
    "storage",
]
# A broker arranges the deal and never holds the goods; an agent may, so it counts as a hand. A
# buyer who receives them is named as consignee as well.
HANDS_WITHOUT_GOODS: frozenset[str] = frozenset({"broker", "buyer"})
Screening = Literal["not_screened", "clear", "no_match", "name_match", "confirmed"]

ItemForm = Literal[
    "complete",
    "component",
    "spare_part",
    "ammunition",
    "production_equipment",
    "software",
    "technology",
    "service",
]
ItemKind = Literal[
    "tank",
    "armoured_vehicle",
    "artillery",
    "combat_aircraft",
    "attack_helicopter",
    "armed_uav",
    "recon_uav",
    "warship",
    "submarine",
    "missile",
    "manpads",
    "atgm",
    "small_arm",
    "light_weapon",
    "riot_agent",
    "crowd_control",
    "surveillance",
    "interception",
    "intrusion_software",
    "radar",
    "night_vision",
    "body_armour",
    "precursor",
    "demining",
    "other",
]
ItemBan = Literal[
    "none",
    "ap_mine",
    "cluster_munition",
    "chemical_agent",
    "biological_agent",
    "blinding_laser",
    "ccw_other",
]
Reach = Literal["short", "medium", "long"]
Novelty = Literal["replacement", "upgrade", "new_capability"]
Mtcr = Literal["none", "cat2", "cat1"]
Regime = Literal["none", "australia_group", "nsg", "zangger", "wassenaar"]

EndUseCategory = Literal[
    "national_defence",
    "internal_security",
    "border_control",
    "peacekeeping",
    "counter_terrorism",
    "disaster_relief",
    "demining",
    "protection",
    "training",
    "exhibition",
    "repair_return",
    "incorporation",
    "resale",
]
EndUsePlace = Literal["destination", "third_country", "contested_area"]
# The third token of `end_use.onward`, `named`, is said by naming the places.
OnwardWord = Literal["none_declared", "expected_unnamed"]

Certificate = Literal["none", "unsigned", "signed", "verified"]
Consent = Literal["not_needed", "not_asked", "asked", "given", "refused"]
Exemption = Literal["not_claimed", "claimed", "approved"]

_RISK = ("no_clear_risk", "risk", "clear_risk")
_BAR = ("none", "risk", "bar")
_YES_NO = ("yes", "no")
ASSESSMENTS: dict[str, tuple[str, ...]] = {
    "c2a": _RISK,
    "c2b": _RISK,
    "c2c": _RISK,
    "gbv": _RISK,
    "c3": _RISK,
    "c4": _RISK,
    "att6": _BAR,
    "att7": _BAR,
    "permitted_purpose": _YES_NO,
    "protective_only": _YES_NO,
}

# Words that are often written for one of the above: a message proposes it, nothing is read so.
MEANT: Final[Mapping[str, str]] = {
    written: token
    for token, words in {
        "armed_forces": "army navy air_force military marines ministry_of_defence defence_ministry "
        "ministry_of_defense defence forces soldiers",
        "police": "police_force law_enforcement",
        "interior_ministry": "ministry_of_the_interior ministry_of_interior home_office",
        "prison_service": "prison prisons",
        "border_guard": "border_police frontier_guard",
        "intelligence": "intelligence_service secret_service",
        "coast_guard": "coastguard",
        "peacekeeping_mission": "un un_mission united_nations peacekeepers peacekeeping "
        "un_peacekeepers",
        "international_organisation": "international_organization igo",
        "private_security": "security_company private_security_company security_firm guards",
        "company": "firm business manufacturer industry",
        "dealer": "trader gun_shop shop wholesaler arms_dealer",
        "individual": "person private_person hunter",
        "non_state_armed_group": "rebels militia armed_group",
        "spare_part": "spares spare_parts spare",
        "component": "part parts components",
        "ammunition": "shells rounds cartridges munitions",
        "production_equipment": "tooling machinery",
        "technology": "know_how drawings technical_data",
        "service": "services training maintenance repair",
        "complete": "whole system end_item finished",
    }.items()
    for written in words.split()
}
