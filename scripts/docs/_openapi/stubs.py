"""Stubs for missing modules, so that a diagnosis can go on and find further errors. No document is made with them."""

import importlib.machinery
import importlib.util
import os
import sys


class AnyClass(type):
    """A class that has every attribute."""

    def __getattr__(cls, name):
        return invented(name)

    def __call__(cls, *args, **kwargs):
        if cls is not Anything:
            return super().__call__(*args, **kwargs)
        function = args[0] if len(args) == 1 and not kwargs and callable(args[0]) else None
        return function or super().__call__()  # a decorator returns what it decorates

    def __getitem__(cls, key):
        return cls

    def __or__(cls, other):
        return other

    __ror__ = __or__

    def __iter__(cls):
        return iter(())


class Anything(metaclass=AnyClass):
    def __init__(self, *args, **kwargs):
        pass

    def __getattr__(self, name):
        return invented(name)

    def __call__(self, *args, **kwargs):
        return Anything(*args, **kwargs)

    def __getitem__(self, key):
        return self

    def __iter__(self):
        return iter(())

    def __enter__(self):
        return self

    def __exit__(self, *error):
        return False

    def __bool__(self):
        return True

    @classmethod
    def __get_pydantic_core_schema__(cls, source, handler):
        return {'type': 'any'}

    @classmethod
    def __get_validators__(cls):
        return iter(())


def invented(name):
    if name.startswith('__'):
        raise AttributeError(name)
    if name.endswith(('Error', 'Exception', 'Warning', 'Exists', 'NotFound', 'Expired')):
        return type(name, (Exception,), {})
    return Anything


class Finder:
    """The first finder: leads from the original to its copy and, in a diagnosis, replaces unreadable modules."""

    def __init__(self, workspace, stubs, unreadable):
        self.workspace = workspace
        self.stubs = frozenset(stubs)
        self.unreadable = frozenset(os.path.realpath(path) for path in unreadable)

    def find_spec(self, name, path=None, target=None):
        if name in self.stubs or any(name.startswith(stub + '.') for stub in self.stubs):
            return importlib.machinery.ModuleSpec(name, self, is_package=True)
        for finder in list(sys.meta_path):
            spec = finder.find_spec(name, path, target) if finder is not self and hasattr(finder, 'find_spec') else None
            if spec is not None:
                return self.copied(name, spec)
        return None

    def copied(self, name, spec):
        """The spec of the copy, because an editable install leads to the original."""
        if spec.origin and os.path.realpath(spec.origin) in self.unreadable:
            return importlib.machinery.ModuleSpec(name, self, is_package=True)
        copy = self.workspace.copied(spec.origin) if spec.has_location else None
        if copy is None:
            return spec
        folders = spec.submodule_search_locations
        inside = None if folders is None else [self.workspace.copied(folder) or folder for folder in folders]
        return importlib.util.spec_from_file_location(name, copy, submodule_search_locations=inside)

    def create_module(self, spec):
        return None

    def exec_module(self, module):
        module.__getattr__ = invented
        module.__file__ = None
        module.__all__ = []
