"""Write the pages of the rules into a folder, and take away those of files that are gone.

python -m tools.write_rule_pages [FOLDER]
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path

from licensecheck.report.rule_pages import rule_pages

FOLDER = Path(__file__).resolve().parent.parent / "docs" / "rules"


def main(arguments: Sequence[str]) -> int:
    """Write all pages; FOLDER is `docs/rules` by default."""
    folder = Path(arguments[0]) if arguments else FOLDER
    folder.mkdir(parents=True, exist_ok=True)
    pages = rule_pages()
    for path in folder.glob("*.md"):
        if path.name not in pages:
            path.unlink()
    for name, text in pages.items():
        (folder / name).write_text(text, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
