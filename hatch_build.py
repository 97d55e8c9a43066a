"""Puts the law (`rulesets/`) into a wheel as `licensecheck/_law`, with a manifest of hashes."""

from __future__ import annotations

import hashlib
import json
import tempfile
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


def manifest(folder: Path) -> str:
    """SHA-256 of each file of the law by its path, as JSON."""
    paths = sorted(path for path in folder.rglob("*") if path.is_file())
    digests = {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in paths
    }
    return json.dumps(digests, indent=0) + "\n"


class LawHook(BuildHookInterface[Any]):
    """Adds the rule files to a wheel, but not to an editable install."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Add the law; a checkout reads `rulesets/` itself, where a copy would grow stale."""
        if version == "editable":
            return
        self._made = tempfile.TemporaryDirectory()
        path = Path(self._made.name) / "manifest.json"
        path.write_text(manifest(Path(self.root) / "rulesets"), encoding="utf-8")
        build_data["force_include"]["rulesets"] = "licensecheck/_law"
        build_data["force_include"][str(path)] = "licensecheck/_law/manifest.json"

    def finalize(self, version: str, *_: Any) -> None:
        """Take away what was made for the wheel."""
        if version != "editable":
            self._made.cleanup()
