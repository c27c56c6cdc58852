"""What the model allows where: the types that stand below a type."""

from __future__ import annotations

from types import NoneType, UnionType
from typing import Annotated, Any, Union, get_args, get_origin

from pydantic import BaseModel


def inner(shape: Any, key: str | int) -> Any:
    """The type of what stands under `key` in something of type `shape`; None if nothing is known of it."""
    if is_model(shape):
        field = shape.model_fields.get(key)
        return plain(field.annotation) if field else None
    arguments = get_args(shape)
    if is_map(shape) and len(arguments) == 2:
        return plain(arguments[1])
    if is_list(shape) and arguments:
        return plain(arguments[0])
    return None


def is_model(shape: Any) -> bool:
    """Whether it is a model: a map with fields of fixed names."""
    return isinstance(shape, type) and issubclass(shape, BaseModel)


def is_map(shape: Any) -> bool:
    """Whether it is a map with names of the maintainers' own."""
    return get_origin(shape) is dict


def is_list(shape: Any) -> bool:
    """Whether it is a list."""
    return get_origin(shape) in (tuple, list, frozenset)


def plain(annotation: Any) -> Any:
    """An annotation without its constraints, and without `None` as an alternative."""
    if get_origin(annotation) is Annotated:
        return plain(get_args(annotation)[0])
    if get_origin(annotation) in (Union, UnionType):
        alternatives = [one for one in get_args(annotation) if one is not NoneType]
        return plain(alternatives[0]) if len(alternatives) == 1 else annotation
    return annotation
