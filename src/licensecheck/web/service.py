"""The service: takes an application as sent, screens it within bounds, and keeps nothing of it.

In: a document and choices. Out: a `Result`, or the errors of the library, or `Busy`, `Overdue` and
`TooMuch` where a bound is met.
"""

from __future__ import annotations

import asyncio
import threading
from collections import OrderedDict
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from typing import Any, Final, Literal, TypeVar

from licensecheck.application.models import Application
from licensecheck.application.read import read_application, read_application_text
from licensecheck.errors import InputError, Problem, told
from licensecheck.facts.denials import Denials, read_denials
from licensecheck.facts.destination import Depth
from licensecheck.facts.lists.parties import PartyLists
from licensecheck.language import SOURCE_LANGUAGE, Language
from licensecheck.reference.ratings import read_ratings
from licensecheck.reference.reference import Reference
from licensecheck.rules.alliances import find_alliances, load_alliance, packaged_alliances
from licensecheck.screening.editions import EngineChoice, find_rulesets, words_of_rulesets
from licensecheck.vocabulary import Vocabulary
from licensecheck.web.labels import LAST_TIME
from licensecheck.web.sent import SentText, faults_of_file
from licensecheck.web.settings import Settings
from licensecheck.wording.replay import Replay, recorded_text, replay
from licensecheck.wording.result import Result
from licensecheck.wording.screener import Screener
from licensecheck.wording.sources import said_text

__all__ = ["Busy", "Choices", "Overdue", "ScreeningService", "Supplied", "TooMuch", "transfers_of"]

T = TypeVar("T")

_MOST_SCREENERS: Final = 24


class Busy(Exception):
    """As many screenings run and wait as there may be."""


class Overdue(Exception):
    """The answer took longer than a client is let wait."""


class TooMuch(Exception):
    """The application unfolds to more transfers than are screened in one request."""

    def __init__(self, transfers: int) -> None:
        self.transfers = transfers
        super().__init__(told("{n} transfers", n=f"{transfers:,}"))


@dataclass(frozen=True, slots=True)
class Choices:
    """What a request chooses.

    Attributes:
        alliances: Names of alliances that this server has.
        depth: Whether allied destinations are screened in full.
        language: Code of the language of texts.
        engine: `bitset` for a look at what an answer would change; `checked` for a result.
    """

    alliances: tuple[str, ...] = ("nato",)
    depth: Depth = "light"
    language: str = SOURCE_LANGUAGE
    engine: EngineChoice = "checked"


@dataclass(frozen=True, slots=True, eq=False)
class Supplied:
    """What parties and goods are compared with: denials, and lists of names; None for none."""

    denials: Denials | None = None
    lists: PartyLists | None = None

    def words(self, language: Language) -> str:
        """What it is, as a page says it: no name of a party; "" for nothing."""
        parts = [said_text(self.lists.says, language)] if self.lists else []
        if self.denials is not None:
            count = len(self.denials.entries)
            parts.append(language.count("{n} denial", "{n} denials", count))
        return "; ".join(parts)


class ScreeningService:
    """Screens applications; one serves all requests.

    Args:
        settings: What bounds a request, and what the office supplies for all of them.

    Raises:
        InputError: The file of denials or of an alliance cannot be read.
    """

    def __init__(self, settings: Settings) -> None:
        self._limits = settings.limits
        self._house = settings.house
        self._lists = settings.lists
        self._denials = settings.denials
        own = find_alliances(settings.alliances, Reference.load()) if settings.alliances else ()
        self.alliances: Mapping[str, str] = {
            name: load_alliance(path).title for name, path in packaged_alliances().items()
        } | {one.name: one.title for one in own}
        self._paths = {one.name: path for one, path in zip(own, settings.alliances, strict=True)}
        self._pool_lock = threading.Lock()
        self._screeners: OrderedDict[Choices, Screener] = OrderedDict()
        self._screeners_lock = threading.Lock()
        self._pool: ThreadPoolExecutor | None = None
        self._running = 0

    def close(self) -> None:
        """Let go of what waits; a server that starts again begins with a fresh pool."""
        with self._pool_lock:
            pool, self._pool = self._pool, None
        if pool is not None:
            pool.shutdown(wait=False, cancel_futures=True)

    async def run(self, work: Callable[[], T]) -> T:
        """Do work beside the server's own, within the bounds of time and number.

        Work that has begun cannot be stopped; it keeps its place until it is done, so that no
        number of impatient clients can pile it up.

        Raises:
            Busy: Too much is running and waiting.
            Overdue: It takes too long.
        """
        with self._pool_lock:
            if self._running >= self._limits.at_once + self._limits.waiting:
                raise Busy
            if self._pool is None:
                self._pool = ThreadPoolExecutor(
                    self._limits.at_once, thread_name_prefix="screening"
                )
            future = self._pool.submit(work)
            self._running += 1
        # Counted down when the work itself has ended, not when nobody waits for it any more.
        future.add_done_callback(self._done)
        try:
            async with asyncio.timeout(self._limits.seconds):
                return await asyncio.wrap_future(future)
        except TimeoutError:
            raise Overdue from None

    def _done(self, _future: Future[Any]) -> None:
        with self._pool_lock:
            self._running -= 1

    @cached_property
    def vocabulary(self) -> Vocabulary:
        """The facts that a form may state: those of the office's own rules among them."""
        return words_of_rulesets(find_rulesets(None, self._house))

    @cached_property
    def supplied(self) -> Supplied:
        """What the office supplies beside what a request brings."""
        return Supplied(self._denials, self._lists)

    def with_files(self, denials: SentText | None, lists: Sequence[SentText]) -> Supplied:
        """What the office supplies, and what somebody sent for one request alone.

        Raises:
            InputError: A file cannot be read; every fault is listed.
        """
        if denials is None and not lists:
            return self.supplied
        problems: list[Problem] = []
        own_denials, own_lists = self._denials, self._lists
        try:
            if denials is not None:
                read = read_denials(denials.path(), Reference.load())
                own_denials = read.beside(own_denials)
        except InputError as error:
            problems += faults_of_file("text:denials", error)
        try:
            if lists:
                own_lists = PartyLists([one.path() for one in lists]).beside(own_lists)
        except InputError as error:
            problems += faults_of_file("text:lists:0", error)
        if problems:
            raise InputError(problems)
        return Supplied(own_denials, own_lists)

    def screener(self, choices: Choices, supplied: Supplied | None = None) -> Screener:
        """The Screener for some choices; the last used are kept, as they hold built engines.

        One serves all languages.

        Args:
            choices: What a request chooses.
            supplied: What is compared; the office's own if None. One that holds what somebody
                sent is used once and never kept.
        """
        choices = replace(choices, language=SOURCE_LANGUAGE)
        unknown = set(choices.alliances) - set(self.alliances)
        if unknown:
            # INVARIANT: no name of an alliance from a request is ever taken for a path.
            message = f"not an alliance of this server: {sorted(unknown)}"
            raise ValueError(message)
        if supplied is not None and supplied is not self.supplied:
            return self._built(choices, supplied)
        with self._screeners_lock:
            screener = self._screeners.get(choices)
        # Built outside of any lock: it takes long, and no other request waits for it. Two that
        # build the same at once cost a little work and no answer.
        screener = screener or self._built(choices, self.supplied)
        with self._screeners_lock:
            screener = self._screeners.setdefault(choices, screener)
            self._screeners.move_to_end(choices)
            while len(self._screeners) > _MOST_SCREENERS:
                self._screeners.popitem(last=False)
        return screener

    def _built(self, choices: Choices, supplied: Supplied) -> Screener:
        return Screener(
            alliances=[self._paths.get(name, name) for name in choices.alliances],
            depth=choices.depth, engine=choices.engine,
            denials=supplied.denials, lists=supplied.lists or (), house=self._house,
        )  # fmt: skip

    def read_text(
        self, text: str, format: Literal["json", "yaml"], choices: Choices
    ) -> Application:
        """Read an application from a document.

        Raises:
            InputError: It cannot be read; every problem is listed.
        """
        words = self.screener(choices).word_check()
        return read_application_text(text, name="", format=format, words=words)

    def read(self, document: Mapping[str, Any], choices: Choices) -> Application:
        """Read an application from its fields.

        Raises:
            InputError: It cannot be read; every problem is listed.
        """
        return read_application(document, words=self.screener(choices).word_check())

    def alliances_of(self, last: str) -> tuple[str, ...]:
        """The alliances of last time that this server has.

        Raises:
            InputError: It is neither a result nor a receipt.
        """
        named = recorded_text(last, LAST_TIME).receipt.options.get("alliances", "")
        return tuple(name for name in named.split(",") if name in self.alliances)

    def compare(self, last: str, application: Application, supplied: Supplied) -> Replay:
        """What differs between last time and now.

        Args:
            last: A result or its receipt, as JSON.
            application: The application, which has been screened within the bounds.
            supplied: What parties and goods are compared with.

        Raises:
            InputError: It is neither, or names alliances or rules that are not here.
        """
        recorded = recorded_text(last, LAST_TIME)
        named = recorded.receipt.options.get("alliances", "").split(",")
        own = [self._paths.get(name, name) for name in named] if set(named) & {*self._paths} else []
        return replay(
            recorded, application, alliances=own, house=self._house, denials=supplied.denials,
            lists=supplied.lists or (),
        )  # fmt: skip

    def screen(
        self, application: Application, choices: Choices, supplied: Supplied | None = None
    ) -> Result:
        """Screen an application that has been read.

        Raises:
            TooMuch: It is more than one request may cost.
            InputError: No edition of the rules was in force.
            EngineDisagreement: The engines differ, so there is no answer.
        """
        count = transfers_of(application)
        if count > self._limits.transfers:
            raise TooMuch(count)
        return self.screener(choices, supplied).open(application).in_language(choices.language)


def transfers_of(application: Application) -> int:
    """How many transfers an application unfolds to: ratings of its items x end users."""
    on = application.facts_as_of or application.as_of or date.today()
    onward = application.end_use.onward if application.end_use else None
    users = max(1, len(application.every_end_user()))
    users += len(onward) if isinstance(onward, tuple) else 0
    return users * sum(len(read_ratings(item.rating, on=on)) for item in application.items)
