"""The type that a variable is converted to, so that a fitting stand-in value can be made."""

import collections.abc
import datetime
import decimal
import enum
import os
import typing
import uuid

CONSTRAINTS = ('min_length', 'max_length', 'ge', 'gt', 'le', 'lt', 'multiple_of', 'pattern', 'regex', 'min_items')
PLAIN = (
    (bool, 'bool'), (int, 'int'), (float, 'float'), (decimal.Decimal, 'float'), (datetime.datetime, 'datetime'),
    (datetime.date, 'date'), (datetime.timedelta, 'int'), (uuid.UUID, 'uuid'), (os.PathLike, 'path'),
)
KNOWN = ('pydantic', 'starlette', 'ipaddress')
NAMED = (
    ('EmailStr', 'email'), ('NameEmail', 'email'), ('IPv', 'ip'), ('FilePath', 'file'), ('DirectoryPath', 'folder'),
    ('DatabaseURL', 'dsn'), ('CommaSeparatedStrings', 'str'), ('ImportString', 'import'), ('PyObject', 'import'),
    ('Json', 'object'), ('UUID', 'uuid'), ('Secret', 'str'),
)


def shape_of_field(field):
    shape = shape_of(declared_type(field))
    constrain(shape, getattr(field, 'metadata', None) or [getattr(field, 'field_info', None)])
    return shape


def declared_type(field):
    """In pydantic 1 the outer type: that of a list, not that of its items."""
    return getattr(field, 'outer_type_', None) or getattr(field, 'annotation', None)


def constrain(shape, metadata):
    for entry in metadata:
        schemes = getattr(entry, 'allowed_schemes', None)
        if schemes:
            shape.update(type='url', schemes=[str(one) for one in schemes])
        for name in CONSTRAINTS:
            value = getattr(entry, name, None)
            if isinstance(value, (int, float, str)) and not isinstance(value, bool):
                shape[{'regex': 'pattern', 'min_items': 'min_length'}.get(name, name)] = value


def shape_of(annotation, depth=0):
    shape = bare_shape(annotation, depth)
    metadata = getattr(annotation, '__metadata__', None)
    constrain(shape, metadata or ([annotation] if isinstance(annotation, type) else []))
    return shape


def bare_shape(annotation, depth):
    origin, args = getattr(annotation, '__origin__', None), getattr(annotation, '__args__', ())
    if getattr(annotation, '__metadata__', None):
        return shape_of(origin, depth)
    if str(origin).endswith('Literal'):
        return {'type': 'choice', 'choices': [plain(one) for one in args]}
    if origin is typing.Union or type(annotation).__name__ == 'UnionType':
        known = [one for one in args if one is not type(None)]
        return shape_of(known[0], depth) if known else {}
    kind = origin if isinstance(origin, type) else annotation
    if not isinstance(kind, type):
        return {}
    if issubclass(kind, enum.Enum):
        return {'type': 'choice', 'choices': [plain(one.value) for one in kind]}
    constraints = getattr(kind, '_constraints', kind)  # pydantic 2.10 and later
    schemes = getattr(constraints, 'allowed_schemes', None)
    if schemes:
        return {'type': 'url', 'schemes': sorted(str(one) for one in schemes)}
    known = [base.__name__ for base in kind.__mro__ if base.__module__.startswith(KNOWN)]
    for name, word in NAMED:
        if any(name in base for base in known):
            return {'type': word}
    if kind.__name__.lower().endswith(('url', 'uri', 'dsn')):
        return {'type': 'url'}
    if fields_of(kind) and depth < 4:
        return {'type': 'object', 'fields': {
            getattr(field, 'alias', None) or name: shape_of(declared_type(field), depth + 1)
            for name, field in fields_of(kind).items() if is_required(field)}}
    for base, word in PLAIN:
        if issubclass(kind, base):
            return {'type': word}
    if issubclass(kind, (str, bytes)):
        return {'type': 'str'}
    if issubclass(kind, collections.abc.Mapping):
        return {'type': 'object', 'fields': {}}
    if issubclass(kind, collections.abc.Iterable):
        return {'type': 'list', 'items': shape_of(args[0], depth + 1) if args else {}}
    return {}


def is_required(field):
    asked = getattr(field, 'is_required', None)
    return asked() if asked else bool(field.required)


def plain(value):
    return value if isinstance(value, (str, int, float)) else str(value)


def fields_of(model):
    fields = getattr(model, 'model_fields', None)
    return getattr(model, '__fields__', {}) if fields is None else fields
