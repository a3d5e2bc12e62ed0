"""Redirects writes outside of the allowed folders into a scratch folder."""

import builtins
import io
import os
import stat

real_stat = os.stat


def is_folder(path):
    """Whether it is a real folder of this machine; `os.path.isdir` would also see the redirected ones."""
    try:
        return stat.S_ISDIR(real_stat(path).st_mode)
    except (OSError, ValueError):
        return False


class Outside:
    def __init__(self, workspace, writable, folder):
        self.workspace = workspace
        self.writable = tuple(os.path.realpath(path) for path in writable)
        self.folder = folder and os.path.realpath(folder)
        self.written = {}
        self.over = False

    def is_ours(self, raw):
        full = os.path.realpath(os.fsdecode(raw))
        if full.startswith(('/dev/', '/proc/')):
            return True
        return any(full == folder or full.startswith(folder.rstrip(os.sep) + os.sep) for folder in self.writable)

    def note(self, raw, frame):
        full = os.path.abspath(os.fsdecode(raw))
        self.written.setdefault(full, self.workspace.asker(frame))

    def stand_in(self, raw):
        """The redirected path for a path outside, or None if no redirection is needed."""
        if self.over or not self.folder or not isinstance(raw, (str, bytes, os.PathLike)):
            return None
        if self.is_ours(raw):
            return None
        return self.folder + os.path.abspath(os.fsdecode(raw))

    def existing(self, raw):
        place = self.stand_in(raw)
        return place if place and os.path.lexists(place) else None


class RedirectedOpen:
    """Replaces `open` and `io.open`. An object, because a function would become a method as an attribute of a class."""

    def __init__(self, real, outside, frame):
        self.real, self.outside, self.frame = real, outside, frame

    def __call__(self, file, mode='r', *args, **kwargs):
        writes = isinstance(mode, str) and not set(mode).isdisjoint('wax+')
        place = self.outside.stand_in(file) if writes else self.outside.folder and self.outside.existing(file)
        if place:
            if writes:
                self.outside.note(file, self.frame(1))
                os.makedirs(os.path.dirname(place), exist_ok=True)
            kwargs.pop('opener', None)  # Python 3.9's pathlib would open the path itself
            file = place
        return self.real(file, mode, *args, **kwargs)


class RedirectedMkdir:
    def __init__(self, real, outside, frame):
        self.real, self.outside, self.frame = real, outside, frame

    def __call__(self, path, *args, **kwargs):
        place = None if kwargs.get('dir_fd') is not None else self.outside.stand_in(path)
        if place is None or is_folder(path):
            return self.real(path, *args, **kwargs)
        self.outside.note(path, self.frame(1))
        os.makedirs(os.path.dirname(place), exist_ok=True)
        return self.real(place, *args, **kwargs)


def redirect(outside, frame):
    builtins.open = io.open = RedirectedOpen(io.open, outside, frame)
    real, redirected = os.mkdir, RedirectedMkdir(os.mkdir, outside, frame)
    if real in os.supports_dir_fd:
        os.supports_dir_fd.add(redirected)
    os.mkdir = redirected
