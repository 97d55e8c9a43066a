"""Facts of the end user, the end use, the papers and the chain of hands, as declared."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

from licensecheck.application.models import Application, Documents, Party
from licensecheck.facts.observation import Observation
from licensecheck.messages import message, word
from licensecheck.reference.source import Source
from licensecheck.vocabulary import UNKNOWN_VALUE, Value

__all__ = [
    "INTERGOVERNMENTAL",
    "NOBODY_WORDS",
    "SCREENING",
    "UNSTATED_WORDS",
    "chain_screening",
    "declared_facts",
    "end_user_facts",
    "letters_of",
    "names_nobody",
    "unscreened",
]

# Kinds of end user with an internal security role; armed forces and coast guards may have one, so
# they are asked.
SECURITY_KINDS: Final = frozenset(
    ("police", "internal_security", "interior_ministry", "border_guard", "presidential_guard",
     "prison_service", "intelligence")
)  # fmt: skip
SECURITY_UNKNOWN: Final = frozenset(("armed_forces", "coast_guard"))
# Organs of organisations of states, and of no state alone.
INTERGOVERNMENTAL: Final = frozenset(("international_organisation", "peacekeeping_mission"))
STATE_KINDS: Final = frozenset(
    (*SECURITY_KINDS, *SECURITY_UNKNOWN, *INTERGOVERNMENTAL, "government_civil")
)
# From least to most grave; a party nobody screened outweighs one that came out clear.
SCREENING: Final = ("clear", "no_match", "not_screened", "name_match", "confirmed")

_SIGNS: Final = re.compile(r"[\W_]+")
# What is written where a name or number is not known or is withheld, without points and blanks.
UNSTATED_WORDS: Final = frozenset((
    "unknown", "notknown", "notyetknown", "notstated", "notnamed", "notavailable",
    "notapplicable", "unnamed", "undisclosed", "withheld", "confidential", "none", "nobody", "na",
    "nil", "tbd", "tba", "tbc", "tobedetermined", "tobeconfirmed", "onbekend", "nietbekend",
    "nognietbekend", "nietvermeld", "nvt", "nietvantoepassing", "ntb", "natebepalen",
    "naderetebepalen", "nadertebepalen", "vertrouwelijk", "geen", "unbekannt", "nichtbekannt",
    "keine", "keineangabe", "ka", "inconnu", "nonconnu", "aucun", "confidentiel", "desconocido",
    "sconosciuto", "xxx",
))  # fmt: skip
# What is written where several are meant, and none is named.
_SEVERAL: Final = frozenset((
    "various", "several", "multiple", "diverse", "diversen", "verschillende", "verschiedene",
    "divers", "varios", "vari",
))  # fmt: skip
# What is written where nobody is named.
NOBODY_WORDS: Final = UNSTATED_WORDS | _SEVERAL

_NOT_SCREENED: Final = message("{role}: not screened")
_DECLARED: Final = Source.said("application", "", "stated in the application")


def _known(name: str, token: str, source: Source = _DECLARED, *, assumed: bool = False
           ) -> Observation:  # fmt: skip
    return Observation(name, Value(token, token), (source,), assumed)


def names_nobody(name: str | None) -> bool:
    """Whether nobody is named: no text, one without a letter or digit, or a word that says so."""
    said = letters_of(name or "")
    return not said or said in NOBODY_WORDS


def letters_of(text: str) -> str:
    """The letters and digits of a text without case, as the words for what is not stated stand."""
    return _SIGNS.sub("", text).casefold()


def end_user_facts(party: Party | None) -> dict[str, Observation]:
    """Facts named `end_user.*` of one end user; without one, or its kind, nothing is known."""
    facts: dict[str, Observation] = {}
    if party is None:
        return facts
    if party.screening:
        facts["end_user.screening"] = _known("end_user.screening", party.screening)
    kind = party.kind
    if kind is None:
        return facts
    facts["end_user.kind"] = _known("end_user.kind", kind)
    source = Source.said("application", "", "the end user is {token}", token=word(kind))
    government = "yes" if kind in STATE_KINDS else "no"
    facts["end_user.government"] = _known("end_user.government", government, source)
    if kind not in SECURITY_UNKNOWN:
        role = "yes" if kind in SECURITY_KINDS else "no"
        facts["end_user.security_role"] = _known("end_user.security_role", role, source)
    return facts


def declared_facts(application: Application, *, named: str) -> dict[str, Observation]:
    """Facts of the licence, the end use and the papers.

    Args:
        application: The application.
        named: What is said of onward use where places are listed for it; "" where none is.
    """
    facts = {
        "licence.kind": _known("licence.kind", application.kind,
                               assumed="kind" not in application.model_fields_set),
        "licence.stage": _known("licence.stage", application.stage,
                                assumed="stage" not in application.model_fields_set),
    }  # fmt: skip
    end_use = application.end_use
    onward = None
    if end_use is not None:
        if end_use.category:
            facts["end_use.category"] = _known("end_use.category", end_use.category)
        if end_use.place:
            facts["end_use.place"] = _known("end_use.place", end_use.place)
        onward = end_use.onward
    if named:
        facts["end_use.onward"] = _known("end_use.onward", named)
    elif onward in ("none_declared", "expected_unnamed"):
        facts["end_use.onward"] = _known("end_use.onward", onward)
    if application.buyer is not None:
        facts |= _buyer_facts(application.buyer)
    if application.documents is not None:
        facts |= _papers(application.documents)
    if application.embargo is not None and application.embargo.exemption:
        facts["embargo.exemption"] = _known("embargo.exemption", application.embargo.exemption)
    return facts


def _papers(documents: Documents) -> dict[str, Observation]:
    """Facts of the papers that go with the application."""
    found: dict[str, str | None] = {
        "docs.euc": documents.end_user_certificate,
        "docs.reexport_clause": documents.reexport_clause,
    }
    if consent := documents.origin_consent:
        found["docs.origin_consent"] = consent
        found["docs.origin_refusal"] = "yes" if consent == "refused" else "no"
    return {name: _known(name, token) for name, token in found.items() if token}


def _buyer_facts(buyer: Party) -> dict[str, Observation]:
    """Of a buyer that is named, silence on its kind is unknown; without one the end user buys."""
    kind = buyer.kind
    group = None if kind is None else "yes" if kind == "non_state_armed_group" else "no"
    found = {"buyer.kind": kind, "buyer.armed_group": group}
    return {
        name: _known(name, token) if token else Observation(name, UNKNOWN_VALUE, (_DECLARED,))
        for name, token in found.items()
    }


def chain_screening(parties: Iterable[tuple[str, Party]]) -> dict[str, Observation]:
    """The gravest screening result of all parties, and whether one was not screened.

    Args:
        parties: Each with its role.

    Returns:
        Facts named `chain.*`; none where no party states a result.
    """
    results = [(role, party.screening or "not_screened") for role, party in parties]
    if not any(party.screening for _, party in parties):
        return {}
    worst = max((result for _, result in results), key=SCREENING.index)
    sources = [
        Source.said("application", "", _NOT_SCREENED, role=word(role))
        for role, result in results
        if result == "not_screened"
    ]
    gravest = _known("chain.screening", worst)
    return {gravest.fact: gravest, "chain.unscreened": unscreened(sources, gravest)}


def unscreened(sources: Iterable[Source], gravest: Observation) -> Observation:
    """Whether a party was not screened, which the gravest result does not tell.

    Args:
        sources: What says so of each that was not.
        gravest: The gravest result of all parties.
    """
    found = tuple(dict.fromkeys(sources))
    token = "yes" if found else "no"
    return Observation("chain.unscreened", Value(token, token), found or gravest.sources)
