"""A mapping that cannot be changed, so that a frozen model is frozen all the way down."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Generic, NoReturn, TypeVar

__all__ = ["FrozenMap"]

V = TypeVar("V")


class FrozenMap(dict[str, V], Generic[V]):
    """A dict by type (pydantic and json write it as one): sorted, hashable, unchangeable."""

    __slots__ = ()

    def __init__(self, values: Mapping[str, V] | None = None) -> None:
        # Sorted: the order in which a document states its keys must not show in any output.
        super().__init__(sorted((values or {}).items()))

    def __hash__(self) -> int:  # type: ignore[override]
        return hash(tuple(self.items()))

    def __reduce__(self) -> tuple[Any, ...]:
        return type(self), (dict(self),)

    def __deepcopy__(self, memo: dict[int, Any]) -> FrozenMap[V]:
        return self

    def _refuse(self, *_args: Any, **_kwargs: Any) -> NoReturn:
        raise TypeError("an application cannot be changed; make a new one")

    __setitem__ = __delitem__ = __ior__ = _refuse
    update = clear = pop = popitem = setdefault = _refuse
