"""The desk: takes an application as sent, screens it within bounds, and keeps nothing of it.

In: a document and choices. Out: a `Result`, or the errors of the library, or `Busy`, `Overdue` and
`TooMuch` where a bound is met.
"""

from __future__ import annotations

import asyncio
import threading
from collections import OrderedDict
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any, Final, Literal, TypeVar

from licensecheck.application.models import Application
from licensecheck.application.read import read_application, read_application_text
from licensecheck.facts.destination import Depth
from licensecheck.facts.lists.parties import PartyLists
from licensecheck.language import SOURCE_LANGUAGE
from licensecheck.reference.ratings import read_ratings
from licensecheck.rules.alliances import packaged_alliances
from licensecheck.screening.editions import find_rulesets, words_of_rulesets
from licensecheck.vocabulary import Vocabulary
from licensecheck.web.settings import Limits
from licensecheck.wording.replay import Replay, recorded_text, replay
from licensecheck.wording.result import Result
from licensecheck.wording.screener import Screener

__all__ = ["Busy", "Choices", "Desk", "Overdue", "TooMuch"]

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
        super().__init__(f"{transfers:,} transfers")


@dataclass(frozen=True, slots=True)
class Choices:
    """What a request chooses: names of packaged alliances, the depth, the language of texts."""

    alliances: tuple[str, ...] = ("nato",)
    depth: Depth = "light"
    language: str = SOURCE_LANGUAGE


class Desk:
    """Screens applications; one serves all requests.

    Args:
        limits: What a request may cost.
        lists: What parties are compared with; None for no list.
        house: Rule files of the office's own, beside all other rules.
    """

    def __init__(
        self, limits: Limits, lists: PartyLists | None = None, house: Sequence[str] = ()
    ) -> None:
        self._limits = limits
        self._house = tuple(house)
        self._lists = lists
        self._lock = threading.Lock()
        self._screeners: OrderedDict[Choices, Screener] = OrderedDict()
        self._kept = threading.Lock()
        self._pool: ThreadPoolExecutor | None = None
        self._running = 0

    def close(self) -> None:
        """Let go of what waits; a server that starts again begins with a fresh pool."""
        with self._lock:
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
        with self._lock:
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
        with self._lock:
            self._running -= 1

    @cached_property
    def vocabulary(self) -> Vocabulary:
        """The facts that a form may state: those of the office's own rules among them."""
        return words_of_rulesets(find_rulesets(None, self._house))

    def screener(self, choices: Choices) -> Screener:
        """The Screener for some choices; the last used are kept, as they hold built engines."""
        unknown = set(choices.alliances) - set(packaged_alliances())
        if unknown:
            # INVARIANT: no name of an alliance from a request is ever taken for a path.
            message = f"not packaged: {sorted(unknown)}"
            raise ValueError(message)
        with self._kept:
            screener = self._screeners.get(choices)
        # Built outside of any lock: it takes long, and no other request waits for it. Two that
        # build the same at once cost a little work and no answer.
        screener = screener or Screener(
            alliances=choices.alliances, depth=choices.depth, language=choices.language,
            lists=self._lists or (), house=self._house,
        )  # fmt: skip
        with self._kept:
            screener = self._screeners.setdefault(choices, screener)
            self._screeners.move_to_end(choices)
            while len(self._screeners) > _MOST_SCREENERS:
                self._screeners.popitem(last=False)
        return screener

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

    def compare(self, last: str, application: Application) -> Replay:
        """What differs between last time and now.

        Args:
            last: A result or its receipt, as JSON.
            application: The application, which has been screened within the bounds.

        Raises:
            InputError: It is neither, or names alliances or rules that are not here.
        """
        return replay(recorded_text(last, "last time"), application, house=self._house)

    def screen(self, application: Application, choices: Choices) -> Result:
        """Screen an application that has been read.

        Raises:
            TooMuch: It is more than one request may cost.
            InputError: No edition of the rules was in force.
            EngineDisagreement: The engines differ, so there is no answer.
        """
        count = _transfers(application)
        if count > self._limits.transfers:
            raise TooMuch(count)
        return self.screener(choices).screen(application)


def _transfers(application: Application) -> int:
    on = application.facts_as_of or application.as_of or date.today()
    onward = application.end_use.onward if application.end_use else None
    users = max(1, len(application.every_end_user()))
    users += len(onward) if isinstance(onward, tuple) else 0
    return users * sum(len(read_ratings(item.rating, on=on)) for item in application.items)
