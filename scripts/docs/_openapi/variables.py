"""Environment variables: which were read, and which an error asks for."""

import linecache
import os
import re
import sys

from _openapi.shapes import fields_of, shape_of, shape_of_field

ENV_NAME = r'\b[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+\b'
ENV_TALK = r'(?i)\benv|must be set|not set|set the|please set|is required|is missing|not found'
# Messages that mark even a name of one word as a variable: decouple, environs, django-environ.
ENV_WORD = (
    r'(?i:environment variable|env(?:ironment)? var)s?:? ["\'`]?([A-Z][A-Z0-9_]*)\b',
    r'["\'`]?\b([A-Z][A-Z0-9_]*)["\'`]? (?:not found\. Declare it|(?:environment|env) variable)',
)
# Clients of SDKs whose errors name no variable.
BY_ERROR = {'NoRegionError': 'AWS_DEFAULT_REGION'}


class WatchedEnviron(os._Environ):
    """The unset variables that were read: name → whether there is a default, and which code read it."""

    sought = {}
    workspace = None

    def __getitem__(self, key):
        try:
            return super().__getitem__(key)
        except KeyError:
            self.note(key, False, sys._getframe(1))
            raise

    def get(self, key, default=None):
        try:
            return super().__getitem__(key)
        except KeyError:
            self.note(key, default is not None, sys._getframe(1))
            return default

    @classmethod
    def note(cls, key, has_default, frame):
        while frame is not None and frame.f_globals.get('__name__') in ('os', '_collections_abc'):
            frame = frame.f_back
        file = frame and cls.workspace.source(frame.f_code.co_filename)
        place = (file, frame.f_lineno) if file else cls.workspace.asker(frame)
        if place[0] and isinstance(key, str):
            cls.sought.setdefault(key, {'name': key, 'default': has_default, 'direct': bool(file),
                                        'file': place[0], 'line': place[1]})


def watch_environment(workspace):
    WatchedEnviron.workspace = workspace
    os.environ.__class__ = WatchedEnviron


# What an error asks for


def need(name, place=(None, None), shape=None, rejected=False):
    return {'name': name, 'shape': shape or {}, 'rejected': rejected, 'file': place[0], 'line': place[1]}


def needs_of(error, frames, workspace):
    """The variables that are missing or have a wrong value, as far as this error shows."""
    if isinstance(error, KeyError) and frames:
        last = frames[-1]
        if last.f_globals.get('__name__') == 'os' and last.f_code.co_name == '__getitem__':
            # Inside of it, the name is bytes.
            return [need(name) for name in error.args if isinstance(name, str)]
    if frames and any(frame.f_globals.get('__name__') == 'starlette.config' for frame in frames):
        return starlette_needs(error, frames)
    if type(error).__name__ == 'ValidationError' and hasattr(error, 'errors'):
        model = model_of(error, frames)
        if any(base.__name__ == 'BaseSettings' for base in getattr(model, '__mro__', ())):
            return settings_needs(error, model, frames, workspace)
    if type(error).__name__ == 'SettingsError' or 'error parsing value for field' in str(error):
        return unparsed_needs(error, frames, workspace)
    if type(error).__name__ in BY_ERROR:
        return [need(BY_ERROR[type(error).__name__])]
    if isinstance(error, (OSError, ImportError, SyntaxError, AttributeError, NameError, TypeError)):
        return []
    return [need(name) for name in spoken(str(error))]


def spoken(text):
    """The names in a message that asks for variables."""
    words = [name for pattern in ENV_WORD for name in re.findall(pattern, text)]
    if not words and not re.search(ENV_TALK, text):
        return []
    sought = [name for name in WatchedEnviron.sought if re.search(r'\b%s\b' % re.escape(name), text)]
    found = dict.fromkeys(words + re.findall(ENV_NAME, text) + sought)
    return [name for name in found if not os.environ.get(name)]


def starlette_needs(error, frames):
    said = re.match(r"['\"]?Config '([^']+)' (is missing|has value)", str(error.args[0] if error.args else ''))
    if not said:
        return []
    casts = [frame.f_locals['cast'] for frame in frames if frame.f_locals.get('cast') is not None]
    return [need(said.group(1), shape=shape_of(casts[0]) if casts else None, rejected=said.group(2) == 'has value')]


def model_of(error, frames):
    selves = [frame.f_locals['__pydantic_self__'] for frame in frames if '__pydantic_self__' in frame.f_locals]
    return type(selves[-1]) if selves else getattr(error, 'model', None)


def settings_needs(error, model, frames, workspace):
    """The variables that a pydantic BaseSettings (1 or 2) did not find or could not convert."""
    found = {}
    for entry in error.errors():
        loc = entry['loc']
        if not loc:  # from a validator of the whole model: use the variables that it names
            names = [name for name in re.findall(ENV_NAME, entry['msg']) if name in variables_of(model)]
            for name in names:
                found[name] = need(name, rejected=bool(os.environ.get(name)))
            continue
        name, field, parts = variable(model, loc)
        missing = entry['type'] in ('missing', 'value_error.missing')
        shape = dict(shape_of_field(field) if field is not None else {})
        if not missing or len(parts) < len(loc):
            shape['said'] = entry['msg']
        found.setdefault(name, need(name, line_of(model, str(loc[0]), frames, workspace), shape, not missing))
    return list(found.values())


def variables_of(model):
    return {variable(model, (name,))[0] for name in fields_of(model)}


def variable(model, loc):
    """The variable that a location in a model is read from, its field, and how much of the location that is."""
    fields = fields_of(model)
    if getattr(model, 'model_fields', None) is None:  # pydantic 1: the location is the field's name or alias
        old = {name: field for field in fields.values() for name in (field.name, field.alias)}
        field = old.get(loc[0])
        names = field.field_info.extra.get('env_names') if field else None
        return (sorted(names)[0] if names else str(loc[0])).upper(), field, loc[:1]
    config = model.model_config
    delimiter = config.get('env_nested_delimiter')
    parts = [str(part) for part in (loc if delimiter else loc[:1])]
    field = fields.get(loc[0])
    aliased = field is None or field.validation_alias is not None
    name = (delimiter or '').join(parts)
    if not aliased:
        name = config.get('env_prefix', '') + name
    if field is None:
        field = next((one for one in fields.values() if str(loc[0]) in aliases(one)), None)
    for part in parts[1:]:
        inner = fields_of(getattr(field, 'annotation', None)) if field is not None else {}
        field = inner.get(part)
    return name if config.get('case_sensitive') else name.upper(), field, parts


def aliases(field):
    alias = field.validation_alias
    return [str(one) for one in getattr(alias, 'choices', [alias])]


def line_of(model, name, frames, workspace):
    """Where a field is declared. Its module is not in sys.modules yet if its own import failed."""
    known = [frame.f_globals for frame in frames] + [vars(sys.modules.get(model.__module__, sys))]
    files = [one.get('__file__') for one in known if one.get('__name__') == model.__module__]
    file = workspace.source(files[0]) if files and files[0] else None
    inside = False
    for index, line in enumerate(linecache.getlines(files[0]) if file else ()):
        if re.match(r'\s*class\s', line):
            inside = bool(re.match(r'\s*class\s+%s\b' % re.escape(model.__name__), line))
        elif inside and re.match(r'\s+%s\s*:|.*alias\w*=.*["\']%s["\']' % (re.escape(name), re.escape(name)), line):
            return file, index + 1
    return None, None


def unparsed_needs(error, frames, workspace):
    """A list or a model that pydantic-settings expects as JSON."""
    said = re.search(r'for field "(\w+)"|env var "(\w+)"', str(error))
    for frame in reversed(frames) if said else ():
        source = frame.f_locals.get('self')
        model = getattr(source, 'settings_cls', None)
        if said.group(1) and model is not None and said.group(1) in fields_of(model):
            name, field, _ = variable(model, (said.group(1),))
            return [need(name, line_of(model, said.group(1), frames, workspace), shape_of_field(field), True)]
    return [need((said.group(1) or said.group(2)).upper(), rejected=True)] if said else []
