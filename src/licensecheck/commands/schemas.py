"""What `schema` is asked for: one schema as text, or those of what people write as files."""

from __future__ import annotations

from pathlib import Path

from licensecheck.errors import InputError, Problem
from licensecheck.outputs import write_folder
from licensecheck.report.schemas import SCHEMAS, schema_files, schema_text

__all__ = ["schemas_asked"]


def schemas_asked(which: str | None, folder: Path | None) -> str:
    """A schema, or what was written to a folder.

    Args:
        which: Name of one schema.
        folder: Where to write those of what people write.

    Raises:
        InputError: Neither or both are given, no schema has the name, or the folder cannot be
            written to.
    """
    if (which is None) == (folder is None):
        what = "name one schema, or a folder for those of what people write"
        raise InputError(Problem("", what, f"one of: {', '.join(SCHEMAS)}; or `--folder schemas`"))
    if which is not None:
        return schema_text(which)
    files = schema_files()
    write_folder(Path(folder or ""), files, "--folder")
    return "\n".join(f"wrote {Path(folder or '') / name}" for name in files)
