"""Puts the law (`rulesets/`) into a built wheel as `licensecheck/_law`."""

from __future__ import annotations

from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class LawHook(BuildHookInterface[Any]):
    """Adds the rule files to a wheel, but not to an editable install."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Add the law; a checkout reads `rulesets/` itself, where a copy would grow stale."""
        if version != "editable":
            build_data["force_include"]["rulesets"] = "licensecheck/_law"
