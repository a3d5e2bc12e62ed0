"""Which paths belong to the workspace, and their names in the answer."""

import os
import sys
import sysconfig

OWN_FOLDER = os.path.dirname(os.path.realpath(__file__))


def within(real, folder):
    return real == folder or real.startswith(folder.rstrip(os.sep) + os.sep)


class Workspace:
    """The folder that is read, without its interpreter's environment; `original` is the folder it is a copy of."""

    def __init__(self, root, original=None):
        self.shown = os.path.abspath(original or root)
        self.root = os.path.realpath(root)
        self.original = os.path.realpath(original or root)
        self.roots = tuple(dict.fromkeys((self.root, self.original)))
        environment = [sys.prefix, sys.base_prefix, sys.exec_prefix, *sysconfig.get_paths().values()]
        inside = {os.path.realpath(path) for path in environment}
        self.excluded = tuple(path for path in inside if self.holds(path) and path not in self.roots)
        self.known = {}

    def holds(self, real):
        return any(within(real, root) for root in self.roots)

    def path(self, raw):
        """The path below the root, or None. Only the folder is resolved: a link stands for itself."""
        try:
            full = os.path.join(os.getcwd(), os.fsdecode(raw))
        except (TypeError, OSError):  # not a path, or the working directory no longer exists
            return None
        if full not in self.known:
            self.known[full] = self.resolve(full)
        return self.known[full]

    def resolve(self, full):
        if '\0' in full:
            return None
        folder, name = os.path.split(full)
        real = os.path.realpath(full) if name in ('', '.', '..') else os.path.join(os.path.realpath(folder), name)
        if not self.holds(real):
            real = os.path.realpath(real)
        if not self.holds(real) or any(within(real, folder) for folder in self.excluded):
            return None
        root = next(root for root in self.roots if within(real, root))
        # The bytes of the name, whatever the locale made of them.
        return os.fsencode(self.shown + real[len(root):]).decode('utf-8', 'surrogateescape')

    def copied(self, raw):
        """The copy of a path of the original, if there is one and it is not in the environment."""
        if len(self.roots) == 1 or not isinstance(raw, str) or not os.path.isabs(raw):
            return None
        real = os.path.realpath(raw)
        if within(real, self.root) or not within(real, self.original):
            return None
        if any(within(real, folder) for folder in self.excluded):
            return None
        copy = self.root + real[len(self.original):]
        return copy if os.path.lexists(copy) else None

    def source(self, filename):
        """The path of a piece of code; None for `<string>` and for these files themselves."""
        if filename.startswith('<') or within(os.path.realpath(filename), OWN_FOLDER):
            return None
        if not os.path.isabs(filename) and not os.path.lexists(filename):  # compiled: `pydantic/env_settings.py`
            return None
        return self.path(filename)

    def asker(self, frame):
        """The innermost line of the workspace's code that led to this frame."""
        while frame is not None:
            file = self.source(frame.f_code.co_filename)
            if file:
                return file, frame.f_lineno
            frame = frame.f_back
        return None, None

    def renamed(self, text):
        """The text with paths of the copy replaced by paths of the original."""
        return text if len(self.roots) == 1 else text.replace(self.root, self.shown)
