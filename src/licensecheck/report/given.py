"""The case as given: who, what, how much, by which way, with which papers.

In: a result whose application is at hand. Out: rows of a label and lines, in the words of the
application, its tokens in the words of the report. Nothing is added that nobody stated.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any, Final, NamedTuple

from licensecheck.facts.subjects import about, entries_of
from licensecheck.language import Language
from licensecheck.messages import MASK
from licensecheck.report.decision_log import mask_names
from licensecheck.wording.fact_words import fact_words
from licensecheck.wording.result import Result
from licensecheck.wording.sources import name_of_country

__all__ = ["GivenRow", "given_rows", "says_more"]

# What the line of the transfer tells already: the two states, the entries, the kind of end user.
_TOLD: Final = frozenset(("country", "kind", "rating", "destination", "as_of", "reference"))


class GivenRow(NamedTuple):
    """One line of the case: what it is, and what was said of it."""

    label: str
    said: tuple[str, ...]


def given_rows(result: Result, language: Language, *, masked: bool = False) -> list[GivenRow]:
    """The case as given; nothing of a result that was read back from JSON.

    Args:
        result: Whose application it is.
        language: To say it in.
        masked: Without names, addresses and free text.
    """
    document = _document(result, masked)
    return [] if document is None else [*_Given(document, language, result).rows()]


def says_more(result: Result) -> bool:
    """Whether the application says more than the line of its transfer tells."""
    document = _document(result, masked=False)
    return document is not None and not set(_keys(document)) <= _TOLD


def _document(result: Result, masked: bool) -> Mapping[str, Any] | None:
    if result.case is None:
        return None
    document: dict[str, Any] = result.case.application.document()
    return mask_names(document)[0] if masked else document


def _keys(value: Any) -> Iterator[str]:
    """The names of the fields that hold something, at any depth."""
    if isinstance(value, Mapping):
        for key, entry in value.items():
            if isinstance(entry, Mapping | list | tuple):
                yield from _keys(entry) if key not in ("facts", "route") else [key] * bool(entry)
            elif entry is not None:
                yield key
    elif isinstance(value, list | tuple):
        for entry in value:
            yield from _keys(entry)


class _Given:
    def __init__(self, document: Mapping[str, Any], language: Language, result: Result) -> None:
        self.document = document
        self.language = language
        self.result = result

    def rows(self) -> Iterator[GivenRow]:
        text, document = self.language.text, self.document
        for label, said in (
            (text("Licence"), self.licence()),
            (text("Exporter"), self.parties("exporter")),
            (text("Buyer"), self.parties("buyer")),
            (text("Intermediaries"), self.parties("intermediaries")),
            (text("Consignee"), self.parties("consignee")),
            (text("End user"), [*self.parties("end_user"), *self.parties("end_users")]),
            (text("Destination"), self.places(document.get("destination"))),
            (text("Route"), self.places(document.get("route"), " → ")),
            (text("Goods"), [*self.items()]),
            (text("Total price"), [_money(document.get("value"), self.language)]),
            (text("End use"), self.end_use()),
            (text("Documents"), self.documents()),
            (text("Judgements"), [*self.judged()]),
            (text("Facts supplied"), [*self.supplied()]),
        ):
            kept = tuple(one.replace(MASK, text(MASK)) for one in said if one)
            if kept:
                yield GivenRow(label, kept)

    def licence(self) -> list[str]:
        document, text = self.document, self.language.text
        # The reference stands beside the day at the head of each report.
        parts = [self.token(document.get("kind")), self.token(document.get("stage"))]
        days = document.get("validity") or {}
        if days.get("from"):
            parts.append(text("valid from {day}", day=days["from"]))
        if days.get("until"):
            parts.append(text("valid until {day}", day=days["until"]))
        return [_joined(parts)]

    def token(self, word: Any) -> str:
        return self.language.token(str(word)) if word else ""

    def parties(self, field: str) -> list[str]:
        found = self.document.get(field)
        listed: Sequence[Any] = found if isinstance(found, list) else [found] if found else []
        numbered = len(listed) > 1
        return [f"{at}. {self.party(one)}" if numbered else self.party(one)
                for at, one in enumerate(listed, 1)]  # fmt: skip

    def party(self, party: Mapping[str, Any]) -> str:
        screening = party.get("screening")
        said = [
            party.get("name"),
            self.token(party.get("role")),
            self.place(party.get("country")),
            self.token(party.get("kind")),
            party.get("address"),
            party.get("registration"),
            self.language.text("sanctions lists: {found}", found=self.token(screening))
            if screening
            else "",
        ]
        return _joined(said)

    def place(self, written: Any) -> str:
        """A place as written; of a bare code with its name."""
        said = str(written or "")
        name = name_of_country(said.upper(), self.language)
        return said if name in (said, said.upper()) else f"{name} ({said.upper()})"

    def places(self, written: Any, between: str = ", ") -> list[str]:
        listed = written if isinstance(written, list | tuple) else [written] if written else []
        return [between.join(map(self.place, listed))] if listed else [""]

    def items(self) -> Iterator[str]:
        items = self.document.get("items") or []
        for number, item in enumerate(items, 1):
            amount = item.get("quantity")
            many = (
                ""
                if amount is None
                else f"{_number(amount, self.language)} {item.get('unit') or '×'} "
            )
            said = _joined([
                f"{many}{item.get('description') or ''}".strip(),
                item.get("rating"),
                self.language.text("for {entry}", entry=item["for"]) if item.get("for") else "",
                *(self.token(item.get(key)) for key in ("form", "kind", "novelty", "reach")),
                *(f"{name}: {self.token(item[key])}" for key, name in self.item_words()
                  if item.get(key)),
                self.language.text("origin {place}", place=self.place(item["origin"]))
                if item.get("origin") else "",
                _money(item.get("value"), self.language),
            ])  # fmt: skip
            yield f"{number}. {said}" if len(items) > 1 else said

    def item_words(self) -> Iterator[tuple[str, str]]:
        for key in ("ban", "mtcr", "regime"):
            yield key, fact_words(f"item.{key}", self.language)

    def end_use(self) -> list[str]:
        end_use, text = self.document.get("end_use") or {}, self.language.text
        onward = end_use.get("onward")
        said = self.token(onward) if isinstance(onward, str) else self.places(onward)[0]
        place = end_use.get("place")
        return [_joined([
            self.token(end_use.get("category")),
            text("place of use: {place}", place=self.token(place)) if place else "",
            text("onward transfer: {places}", places=said) if said else "",
        ])]  # fmt: skip

    def documents(self) -> list[str]:
        text, papers = self.language.text, self.document.get("documents") or {}
        said = []
        if found := papers.get("end_user_certificate"):
            said.append(text("end-user certificate: {state}", state=self.token(found)))
        if found := papers.get("reexport_clause"):
            said.append(text("undertaking not to re-export: {answer}", answer=self.token(found)))
        if found := papers.get("origin_consent"):
            said.append(text("consent of the state of origin: {answer}", answer=self.token(found)))
        if found := self.document.get("contract_date"):
            said.append(text("contract of {day}", day=found))
        if found := (self.document.get("embargo") or {}).get("exemption"):
            said.append(text("exemption from the embargo: {state}", state=self.token(found)))
        return ["; ".join(said)]

    def judged(self) -> Iterator[str]:
        for name, one in (self.document.get("assessments") or {}).items():
            words = fact_words(f"assessment.{name.removeprefix('assessment.')}", self.language)
            by = _joined([one.get("by"), one.get("on"), one.get("ground")])
            yield f"{words}: {self.token(one.get('value'))} ({by})"

    def supplied(self) -> Iterator[str]:
        stated = (self.document.get("facts") or {}).items()
        each = [(name, one) for name, given in stated for _, one in entries_of(name, given)]
        for name, one in each:
            value = one.get("value")
            if isinstance(value, Mapping):
                said = self.language.text(
                    "{least} to {greatest}",
                    least=self.token(value.get("from")), greatest=self.token(value.get("to")),
                )  # fmt: skip
            else:
                said = self.token(value)
            words = fact_words(name, self.language, self.result)
            words = self.of_one(name, one.get("of"), words)
            yield f"{words}: {said} ({_joined([one.get('source'), one.get('on')])})"

    def of_one(self, fact: str, of: Any, words: str) -> str:
        """A fact with the item, end user or state that it is said of alone."""
        if of is None:
            return words
        if not str(of).isdecimal():
            return f"{self.place(of)}, {words}"
        text = self.language.text
        said = text("item {n}", n=of) if about(fact) == "item" else text("end user {n}", n=of)
        return f"{said}, {words}"


def _joined(parts: Sequence[Any]) -> str:
    return ", ".join(str(part) for part in parts if part)


def _number(amount: Any, language: Language) -> str:
    number = Decimal(str(amount))
    return language.number(number, places=0 if number == number.to_integral_value() else None)


def _money(value: Any, language: Language) -> str:
    if not isinstance(value, Mapping):
        return str(value or "")
    amount = Decimal(str(value["amount"]))
    # An amount has no decimals or, as money is written, two at least.
    cents = max(2, -int(amount.normalize().as_tuple().exponent))
    whole = amount == amount.to_integral_value()
    said = language.number(amount, places=0 if whole else cents)
    return f"{value.get('currency') or ''} {said}".strip()
