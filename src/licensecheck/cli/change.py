"""`licensecheck change`; see `developing`."""

from __future__ import annotations

from licensecheck.cli.developing import change as command

__all__ = ["command"]
