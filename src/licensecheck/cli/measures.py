"""`licensecheck measures`; see `developing`."""

from __future__ import annotations

from licensecheck.cli.developing import measures as command

__all__ = ["command"]
