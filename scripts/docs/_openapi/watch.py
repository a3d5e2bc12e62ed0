"""Records what this process opens, lists, changes and requests from outside.

An audit hook sees what Python does, but not what a C library does by itself (connections of libpq).
"""

import errno
import os
import sys
import types

from _openapi.outside import is_folder, redirect
from _openapi.variables import WatchedEnviron, watch_environment


class Refused(OSError):
    """The error of a machine without a network, so that code that works without one continues."""

    def __init__(self, what, place):
        super().__init__(errno.ENETUNREACH, 'not allowed to ' + what)
        self.what = what
        self.place = place


def address(value):
    if isinstance(value, tuple):
        return ':'.join(str(part) for part in value[:2])
    return os.fsdecode(value) if isinstance(value, bytes) else str(value)


def program(executable, argv):
    """The program only: its arguments may contain a password."""
    words = [os.fsdecode(word) for word in ([argv] if isinstance(argv, (str, bytes)) else list(argv or []))]
    if len(words) > 2 and words[1] == '-c' and os.path.basename(words[0]) in ('sh', 'bash'):
        words = words[2].split()
    words = [word for word in words if '=' not in word]
    return words[0] if words else os.fsdecode(executable or 'a program')


REFUSED = {
    'socket.connect': lambda args: 'connect to ' + address(args[1]),
    'socket.sendto': lambda args: 'send to ' + address(args[1]),
    'socket.sendmsg': lambda args: args[1] and 'send to ' + address(args[1]),
    'socket.getaddrinfo': lambda args: 'look up ' + address(args[0]),
    'socket.gethostbyname': lambda args: 'look up ' + address(args[0]),
    'socket.gethostbyaddr': lambda args: 'look up ' + address(args[0]),
    'socket.getnameinfo': lambda args: 'look up ' + address(args[0]),
    'subprocess.Popen': lambda args: 'start ' + program(args[0], args[1]),
    'os.exec': lambda args: 'start ' + program(args[0], args[1]),
    'os.posix_spawn': lambda args: 'start ' + program(args[0], args[1]),
    'os.spawn': lambda args: 'start ' + program(args[1], args[2]),
    'os.system': lambda args: 'start ' + program('sh', ['sh', '-c', os.fsdecode(args[0])]),
    'os.fork': lambda args: 'start a process (fork)',
    'os.forkpty': lambda args: 'start a process (fork)',
}
# Which arguments of an event are paths that it changes.
CHANGES = {
    'os.mkdir': 1, 'os.rmdir': 1, 'os.remove': 1, 'os.rename': 2, 'os.truncate': 1,
    'os.chmod': 1, 'os.chown': 1, 'os.utime': 1,
}
# Python's own modules that ask `uname` or the linker, and work without an answer.
CURIOUS = ('platform', 'ctypes.util', 'uuid')
IMPORT_SYSTEM = ('importlib', '_frozen_importlib', 'pkg_resources', '_openapi')


class WatchedStat:
    """Reports `is_file()` and `exists()`, which raise no audit event; settings look for their `.env` with them.

    An object, because Python 3.8's pathlib makes it an attribute of a class and would pass `self` to a function.
    """

    def __init__(self, stat, watch):
        self.stat = stat
        self.watch = watch

    def __call__(self, path, *args, **kwargs):
        try:
            return self.stat(path, *args, **kwargs)
        except (FileNotFoundError, NotADirectoryError):
            place = None if self.watch.over else self.watch.outside.existing(path)
            if place:
                return self.stat(place, *args, **kwargs)
            if not self.watch.over and not isinstance(path, int) and kwargs.get('dir_fd') is None:
                self.watch.note(self.watch.absent, path)
            raise


class Watch:
    """Records what this process opens, lists, changes and requests from outside."""

    def __init__(self, workspace, outside):
        self.workspace = workspace
        self.outside = outside
        self.over = False
        self.opened, self.absent, self.listed, self.writes, self.attempts = {}, {}, {}, {}, {}

    def start(self):
        self.before = set(sys.modules)
        sys.addaudithook(self.see)
        watched = WatchedStat(os.stat, self)
        for supports in (os.supports_fd, os.supports_dir_fd, os.supports_follow_symlinks):
            if os.stat in supports:
                supports.add(watched)
        os.stat = watched
        redirect(self.outside, sys._getframe)
        watch_environment(self.workspace)
        sys.meta_path.append(self)

    def end(self):
        self.over = self.outside.over = True

    def find_spec(self, name, path=None, target=None):
        """The last finder: records optional modules of the workspace (`local_settings`) that do not exist."""
        importer = sys._getframe(1)
        while importer is not None and importer.f_globals.get('__name__', '').startswith(IMPORT_SYSTEM):
            importer = importer.f_back
        ours = importer is not None and self.workspace.source(importer.f_code.co_filename)
        if not self.over and (path is not None or ours):
            for place in path if path is not None else sys.path:
                for tail in ('.py', os.sep + '__init__.py'):
                    self.note(self.absent, os.path.join(place or '.', name.rpartition('.')[2] + tail))
        return None

    def see(self, event, args):
        if event in REFUSED:
            self.refuse(REFUSED[event](args))
        elif self.over:
            return
        elif event == 'open':
            self.see_open(*args)
        elif event in ('os.listdir', 'os.scandir'):
            # The import system lists every folder that it searches; the files beside a module do not matter.
            asker = sys._getframe(1).f_globals.get('__name__', '')
            if not asker.startswith(IMPORT_SYSTEM):
                self.note(self.listed, '.' if args[0] is None else args[0])
        elif event in CHANGES:
            for path in args[:CHANGES[event]]:
                if event != 'os.mkdir' or not is_folder(path):
                    self.note_write(event, path)
        elif event in ('os.link', 'os.symlink'):
            self.note_write(event, args[1])
        elif event == 'sqlite3.connect' and isinstance(args[0], (str, bytes)):
            self.see_database(os.fsdecode(args[0]))

    def refuse(self, what):
        if what:
            frame = sys._getframe(2)
            place = self.workspace.asker(frame)
            while frame is not None and frame.f_globals.get('__name__') not in CURIOUS:
                frame = frame.f_back
            if frame is None:
                self.attempts[(what, *place)] = None
            raise Refused(what, place)

    def see_open(self, path, mode, flags):
        if isinstance(path, int) or path is None:
            return
        if isinstance(mode, str):
            reads, writes = 'r' in mode, not set(mode).isdisjoint('wax+')
        else:
            access = flags & (os.O_RDONLY | os.O_WRONLY | os.O_RDWR)
            reads, writes = access != os.O_WRONLY, access != os.O_RDONLY
        if reads:
            self.note(self.opened, path)
        if writes:
            self.note_write('open', path)

    def see_database(self, path):
        if path.startswith('file:'):
            path = path[len('file:'):].partition('?')[0]
        if path and not path.startswith(':memory:'):
            self.note(self.opened, path)
            if not os.path.exists(path):
                self.note_write('open', path)

    def note(self, where, raw):
        path = None if isinstance(raw, int) else self.workspace.path(raw)
        if path:
            where[path] = None

    def note_write(self, what, raw):
        if isinstance(raw, int):
            return
        if self.outside.folder and not self.outside.is_ours(raw):
            self.outside.note(raw, sys._getframe(2))
            raise PermissionError(errno.EACCES, 'not allowed to write outside of the workspace', os.fsdecode(raw))
        path = self.workspace.path(raw)
        if path:
            self.writes.setdefault((what, path), self.workspace.asker(sys._getframe(2)))

    def report(self):
        opened = set()
        written = {path for _, path in self.writes}
        for path in list(self.opened) + [path for path in self.absent if path not in written]:
            opened.add(source_of(path))
        for module in list(sys.modules.values()):
            file = vars(module).get('__file__') if isinstance(module, types.ModuleType) else None
            path = self.workspace.source(file) if isinstance(file, str) else None
            if path:
                opened.add(source_of(path))
        return {
            'opened': sorted(opened),
            'shadows': sorted(set(self.shadows()) - opened),
            'listed': sorted(self.listed),
            'writes': [
                {'what': what, 'path': path, 'file': place[0], 'line': place[1]}
                for (what, path), place in self.writes.items()
            ],
            'outside': [
                {'path': path, 'file': place[0], 'line': place[1]} for path, place in self.outside.written.items()
            ],
            'sought': list(WatchedEnviron.sought.values()),
            'attempts': [{'what': what, 'file': file, 'line': line} for what, file, line in self.attempts],
        }


    def shadows(self):
        """Files that do not exist, and would be imported instead of an imported one if they did."""
        for name, module in list(sys.modules.items()):
            file = vars(module).get('__file__') if isinstance(module, types.ModuleType) else None
            if not isinstance(file, str):
                continue
            own = self.workspace.source(file)
            if own and os.path.basename(own) != '__init__.py':
                yield os.path.join(os.path.splitext(own)[0], '__init__.py')
            elif not own and '.' not in name and name[0] != '_' and name not in self.before:
                for place in sys.path:
                    if file.startswith(os.path.join(place, '')):
                        break
                    for tail in (name + '.py', os.path.join(name, '__init__.py')):
                        path = self.workspace.path(os.path.join(place or '.', tail))
                        if path:
                            yield path


def source_of(path):
    """A module that is loaded from `__pycache__` depends on its source."""
    if path.endswith('.pyc') and os.path.basename(os.path.dirname(path)) == '__pycache__':
        folder = os.path.dirname(os.path.dirname(path))
        return os.path.join(folder, os.path.basename(path).split('.')[0] + '.py')
    return path
