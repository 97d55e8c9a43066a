"""`licensecheck possibilities`; see `developing`."""

from __future__ import annotations

from licensecheck.cli.developing import possibilities as command

__all__ = ["command"]
