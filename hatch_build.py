"""Puts the law (`rulesets/`) into a wheel as `licensecheck/_law`, with a manifest of hashes.

The law goes in as it is written and as it was read, so that what was installed reads no YAML.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import sys
import tempfile
import types
from collections.abc import Iterator
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


@contextlib.contextmanager
def _package(root: Path) -> Iterator[None]:
    """The package without its public names, which need more than is there at build time."""
    before = dict(sys.modules)
    package = types.ModuleType("licensecheck")
    package.__path__ = [str(root / "src" / "licensecheck")]
    sys.modules["licensecheck"] = package
    try:
        yield
    finally:
        for name in [n for n in sys.modules if n.partition(".")[0] == "licensecheck"]:
            del sys.modules[name]
        sys.modules.update(before)


class LawHook(BuildHookInterface[Any]):
    """Adds the rule files to a wheel, but not to an editable install."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Add the law; a checkout reads `rulesets/` itself, where a copy would grow stale."""
        if version == "editable":
            return
        self._made = tempfile.TemporaryDirectory()
        path = Path(self._made.name) / "manifest.json"
        path.write_text(manifest(Path(self.root) / "rulesets"), encoding="utf-8")
        with _package(Path(self.root)):
            from licensecheck.rules.load import keep_law

            kept = path.with_name("_compiled.bin")
            keep_law(kept, for_wheel=True)
        build_data["force_include"][str(kept)] = "licensecheck/_compiled.bin"
        build_data["force_include"]["rulesets"] = "licensecheck/_law"
        build_data["force_include"][str(path)] = "licensecheck/_law/manifest.json"

    def finalize(self, version: str, *_: Any) -> None:
        """Take away what was made for the wheel."""
        if version != "editable":
            self._made.cleanup()
