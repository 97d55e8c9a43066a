"""The parsed tables of a folder, each read when first asked for.

In: a `Folder`. Out: one object for each table, shared by every `Reference` on that folder.
"""

from __future__ import annotations

import functools

from licensecheck.reference.conflict import Conflict
from licensecheck.reference.embargoes import Embargoes
from licensecheck.reference.groups import Memberships
from licensecheck.reference.indicators import Indicators
from licensecheck.reference.mandates import Mandates
from licensecheck.reference.tables import Folder
from licensecheck.reference.territories import Borders, Territories
from licensecheck.reference.treaties import Treaties

__all__ = ["Tables"]


class Tables:
    """The tables of a folder, each read when first asked for; shared by what withholds some."""

    def __init__(self, folder: Folder) -> None:
        self.folder = folder

    @functools.cached_property
    def memberships(self) -> Memberships:
        """Groups and their rows."""
        return Memberships(self.folder.rows("groups"), self.folder.rows("memberships"))

    @functools.cached_property
    def embargoes(self) -> Embargoes:
        """Embargoes and restrictions."""
        return Embargoes(self.folder.rows("embargoes"))

    @functools.cached_property
    def mandates(self) -> Mandates:
        """Mandates, listings and regimes."""
        return Mandates(self.folder.rows("mandates"))

    @functools.cached_property
    def borders(self) -> Borders:
        """Land borders."""
        return Borders(self.folder.rows("borders"))

    @functools.cached_property
    def conflict(self) -> Conflict:
        """The conflict series."""
        return Conflict(
            self.folder.sorted_table("conflict"),
            self.folder.rows("conflict_own"),
            self.folder.rows("un_missions"),
        )

    @functools.cached_property
    def indicators(self) -> Indicators:
        """The indicator series."""
        return Indicators(
            self.folder.sorted_table("indicators"), self.folder.rows("indicator_sources")
        )

    @functools.cached_property
    def territories(self) -> Territories:
        """Territories and who answers for them."""
        return Territories(self.folder.rows("territories"))

    @functools.cache  # noqa: B019 - one object for each folder, kept for as long as the process
    def treaties(self, *, rows: bool, lists: bool) -> Treaties:
        """Treaties, with or without their rows and the lists of members."""
        return Treaties(
            self.folder.rows("instruments"),
            self.folder.rows("treaties") if rows else (),
            self.memberships if lists else None,
        )
