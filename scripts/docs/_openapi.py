"""Writes what FastAPI says of an application, without serving it.

    python _openapi.py --app module:attr --dir APPDIR --workspace ROOT --out FILE [--timeout SECONDS]

Runs under the workspace's own interpreter, so: Python 3.8, standard library only. The answer is one JSON object in
FILE; what the application prints is noise. The file is there whole or not at all; a run that leaves none was killed,
or the application ended the process itself (os._exit, a crash in C).

Every path in the answer is absolute, below ROOT as it was given; bytes that are not UTF-8 are lone surrogates
(PEP 383). An audit hook sees what Python does; what a C library does on its own (libpq's connections) it does not.
"""

import sys

sys.dont_write_bytecode = True

import argparse  # noqa: E402
import errno  # noqa: E402
import importlib  # noqa: E402
import importlib.util  # noqa: E402
import json  # noqa: E402
import os  # noqa: E402
import re  # noqa: E402
import sysconfig  # noqa: E402
import threading  # noqa: E402
import types  # noqa: E402

OWN_FILE = os.path.realpath(__file__)
METHODS = ('get', 'put', 'post', 'delete', 'options', 'head', 'patch', 'trace', 'query')

# Names under which something is imported, where the package to install is called otherwise.
DISTRIBUTIONS = {
    'PIL': 'Pillow',
    'bs4': 'beautifulsoup4',
    'cv2': 'opencv-python-headless',
    'dateutil': 'python-dateutil',
    'decouple': 'python-decouple',
    'dotenv': 'python-dotenv',
    'fitz': 'PyMuPDF',
    'git': 'GitPython',
    'jose': 'python-jose',
    'jwt': 'PyJWT',
    'magic': 'python-magic',
    'multipart': 'python-multipart',
    'MySQLdb': 'mysqlclient',
    'OpenSSL': 'pyOpenSSL',
    'pkg_resources': 'setuptools',
    'psycopg2': 'psycopg2-binary',
    'pydantic_settings': 'pydantic-settings',
    'sentry_sdk': 'sentry-sdk',
    'serial': 'pyserial',
    'sklearn': 'scikit-learn',
    'slugify': 'python-slugify',
    'socketio': 'python-socketio',
    'yaml': 'PyYAML',
    'zmq': 'pyzmq',
}
SINCE = {'graphlib': '3.9', 'zoneinfo': '3.9', 'tomllib': '3.11', 'annotationlib': '3.14', 'compression': '3.14'}


class Refused(OSError):
    """What a machine without a network answers, so that code that can do without one goes on."""

    def __init__(self, what, place):
        super().__init__(errno.ENETUNREACH, 'refused to ' + what)
        self.what = what
        self.place = place


class NoAttr(Exception):
    pass


class NotFastAPI(Exception):
    pass


class Workspace:
    """Which paths are the workspace's, and not its interpreter's environment inside it."""

    def __init__(self, root):
        self.shown = os.path.abspath(root)
        self.root = os.path.realpath(root)
        environment = [sys.prefix, sys.base_prefix, sys.exec_prefix, *sysconfig.get_paths().values()]
        inside = {os.path.realpath(path) for path in environment}
        self.excluded = tuple(path for path in inside if self.holds(path) and path != self.root)
        self.known = {}

    def holds(self, real, folder=None):
        folder = folder or self.root
        return real == folder or real.startswith(folder.rstrip(os.sep) + os.sep)

    def path(self, raw):
        """The path below the root, or None. Only the folder is resolved: a link is itself what was asked for."""
        try:
            full = os.path.join(os.getcwd(), os.fsdecode(raw))
        except (TypeError, OSError):  # not a path; the working folder is gone
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
        if not self.holds(real) or any(self.holds(real, folder) for folder in self.excluded):
            return None
        # The bytes of the name, whatever the locale made of them.
        return os.fsencode(self.shown + real[len(self.root):]).decode('utf-8', 'surrogateescape')

    def source(self, filename):
        """The path of code: none for `<string>`, and none for this file, wherever it stands."""
        if filename.startswith('<') or os.path.realpath(filename) == OWN_FILE:
            return None
        if not os.path.isabs(filename) and not os.path.lexists(filename):  # compiled: `pydantic/env_settings.py`
            return None
        return self.path(filename)

    def asker(self, frame):
        """The innermost line of the workspace's that led to this frame."""
        while frame is not None:
            file = self.source(frame.f_code.co_filename)
            if file:
                return file, frame.f_lineno
            frame = frame.f_back
        return None, None


def address(value):
    if isinstance(value, tuple):
        return ':'.join(str(part) for part in value[:2])
    return os.fsdecode(value) if isinstance(value, bytes) else str(value)


def program(executable, argv):
    """The program alone: its arguments may hold a password."""
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
# Modules of Python that ask `uname` or the linker, and can do without an answer.
CURIOUS = ('platform', 'ctypes.util', 'uuid')
IMPORT_SYSTEM = ('importlib', '_frozen_importlib', 'pkg_resources')


class WatchedStat:
    """`is_file()` and `exists()` raise no audit event, and settings look for their `.env` that way.

    An object and not a function: Python 3.8's pathlib makes it an attribute of a class, and would pass `self`.
    """

    def __init__(self, stat, watch):
        self.stat = stat
        self.watch = watch

    def __call__(self, path, *args, **kwargs):
        try:
            return self.stat(path, *args, **kwargs)
        except (FileNotFoundError, NotADirectoryError):
            if not self.watch.over and not isinstance(path, int) and kwargs.get('dir_fd') is None:
                self.watch.note(self.watch.absent, path)
            raise


class Watch:
    """What anything in this process opens, lists, changes and asks of the outside."""

    def __init__(self, workspace):
        self.workspace = workspace
        self.over = False
        self.opened, self.absent, self.listed, self.writes, self.attempts = {}, {}, {}, {}, {}

    def start(self):
        sys.addaudithook(self.see)
        watched = WatchedStat(os.stat, self)
        for supports in (os.supports_fd, os.supports_dir_fd, os.supports_follow_symlinks):
            if os.stat in supports:
                supports.add(watched)
        os.stat = watched
        sys.meta_path.append(self)

    def find_spec(self, name, path=None, target=None):
        """Last of the finders: an optional module of the workspace's own (`local_settings`) is not there."""
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
            # The import system lists every folder it searches: no dependency on what lies beside a module.
            asker = sys._getframe(1).f_globals.get('__name__', '')
            if not asker.startswith(IMPORT_SYSTEM):
                self.note(self.listed, '.' if args[0] is None else args[0])
        elif event in CHANGES:
            for path in args[:CHANGES[event]]:
                if event != 'os.mkdir' or not os.path.isdir(path):
                    self.note_write(event, path)
        elif event in ('os.link', 'os.symlink'):
            self.note_write(event, args[1])
        elif event == 'sqlite3.connect' and isinstance(args[0], (str, bytes)):
            self.note(self.opened, args[0])

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

    def note(self, where, raw):
        path = None if isinstance(raw, int) else self.workspace.path(raw)
        if path:
            where[path] = None

    def note_write(self, what, raw):
        path = None if isinstance(raw, int) else self.workspace.path(raw)
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
            'listed': sorted(self.listed),
            'writes': [
                {'what': what, 'path': path, 'file': place[0], 'line': place[1]}
                for (what, path), place in self.writes.items()
            ],
            'attempts': [{'what': what, 'file': file, 'line': line} for what, file, line in self.attempts],
        }


def source_of(path):
    """A module that is loaded from `__pycache__` depends on its source."""
    if path.endswith('.pyc') and os.path.basename(os.path.dirname(path)) == '__pycache__':
        folder = os.path.dirname(os.path.dirname(path))
        return os.path.join(folder, os.path.basename(path).split('.')[0] + '.py')
    return path


# What went wrong


def chain(error):
    """The error and what led to it; whether `from` says so, or it merely happened during the handling of another."""
    seen, explicit = set(), True
    while error is not None and id(error) not in seen:
        seen.add(id(error))
        yield error, explicit
        explicit = explicit and error.__cause__ is not None
        error = error.__cause__ or error.__context__


def frames(error):
    trace = error.__traceback__
    while trace is not None:
        yield trace.tb_frame, trace.tb_lineno
        trace = trace.tb_next


def place_of(error, workspace):
    place = (None, None)
    for frame, line in frames(error):
        file = workspace.source(frame.f_code.co_filename)
        if file:
            place = (file, line)
    return place


def text_of(error):
    """One paragraph without the values that were validated: they may be secrets."""
    if hasattr(error, 'errors') and callable(error.errors) and type(error).__name__ == 'ValidationError':
        said = ('%s: %s' % ('.'.join(map(str, entry['loc'])), entry['msg']) for entry in error.errors())
        return 'ValidationError: ' + '; '.join(said)
    text = ' '.join(str(error).split())
    return '%s: %s' % (type(error).__name__, text) if text else type(error).__name__


def say_network(error, context):
    if isinstance(error, Refused):
        remedy = 'move it out of the import, into the lifespan or into the function that needs it'
        return {'kind': 'network', 'message': 'at import the application wants to ' + error.what, 'remedy': remedy,
                'place': error.place}
    return None


def say_missing_module(error, context):
    if isinstance(error, ModuleNotFoundError) and error.name:
        return {'kind': 'missing-module', 'message': "No module named '%s'" % error.name,
                'remedy': module_remedy(error.name, context), 'names': [error.name]}
    said = re.search(r'pip install ["\']?([A-Za-z0-9][\w.\-]*(?:\[[\w,\-]+\])?)', str(error))
    if isinstance(error, (ImportError, RuntimeError)) and said:
        return {'kind': 'missing-module', 'message': text_of(error), 'names': [said.group(1)],
                'remedy': 'install %s into this environment and name it among the requirements' % said.group(1)}
    return None


def module_remedy(name, context):
    top = name.partition('.')[0]
    if top in SINCE:
        return '%s is part of Python %s and later; this is %s' % (top, SINCE[top], version())
    loaded = getattr(sys.modules.get(top), '__path__', None)
    if name != top and loaded and any(context.workspace.path(folder) for folder in loaded):
        return 'the workspace has %s, but not %s: add the file or mend the import' % (top, name)
    folder = os.path.dirname(context.dir)
    while context.workspace.holds(folder):
        if os.path.isfile(os.path.join(folder, top + '.py')) or os.path.isdir(os.path.join(folder, top)):
            return '%s is the workspace\'s own: put %s on sys.path (--dir)' % (top, folder)
        if folder == os.path.dirname(folder):
            break
        folder = os.path.dirname(folder)
    if top == context.module.partition('.')[0]:
        return 'there is no %s.py and no package %s in %s' % (top, top, context.dir)
    package = DISTRIBUTIONS.get(top, top.replace('_', '-'))
    return 'install %s into this environment and name it among the requirements' % package


ENV_NAME = r'\b[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+\b'
ENV_TALK = r'(?i)\benv|must be set|not set|set the|please set|is required|is missing|not found'


def say_missing_env(error, context):
    names = env_names(error)
    if not names:
        return None
    return {'kind': 'missing-env', 'message': 'not in the environment: ' + ', '.join(names), 'names': names,
            'remedy': 'give a default in the code, or a stand-in value for reading the application'}


def env_names(error):
    where = [frame for frame, _ in frames(error)]
    if isinstance(error, KeyError) and where:
        last = where[-1]
        if last.f_globals.get('__name__') == 'os' and last.f_code.co_name == '__getitem__':
            return [name for name in error.args if isinstance(name, str)]  # within it, the same as bytes
        if last.f_globals.get('__name__') == 'starlette.config':
            return re.findall(r"'([^']+)'", str(error.args[0]))[:1]
    if type(error).__name__ == 'ValidationError' and hasattr(error, 'errors'):
        return settings_names(error, where)
    if isinstance(error, (OSError, ImportError, SyntaxError, AttributeError, NameError, TypeError)):
        return []
    text = str(error)
    if not re.search(ENV_TALK, text):
        return []
    return [name for name in dict.fromkeys(re.findall(ENV_NAME, text)) if not os.environ.get(name)]


def settings_names(error, where):
    """Names of the variables that a pydantic BaseSettings (1 or 2) found nowhere."""
    selves = [frame.f_locals['__pydantic_self__'] for frame in where if '__pydantic_self__' in frame.f_locals]
    model = type(selves[-1]) if selves else getattr(error, 'model', None)
    if not any(base.__name__ == 'BaseSettings' for base in getattr(model, '__mro__', ())):
        return []
    missing = [entry['loc'] for entry in error.errors() if entry['type'] in ('missing', 'value_error.missing')]
    fields = getattr(model, 'model_fields', None)
    if fields is None:  # pydantic 1: the place is the field's name or alias
        old = {name: field for field in model.__fields__.values() for name in (field.name, field.alias)}
        return [sorted(old[loc[0]].field_info.extra['env_names'])[0].upper() for loc in missing]
    config = model.model_config
    names = []
    for loc in missing:
        name = (config.get('env_nested_delimiter') or '_').join(str(part) for part in loc)
        if loc[0] in fields and fields[loc[0]].validation_alias is None:
            name = config.get('env_prefix', '') + name
        names.append(name if config.get('case_sensitive') else name.upper())
    return names


def say_syntax(error, context):
    if not isinstance(error, SyntaxError):
        return None
    file = context.workspace.source(error.filename) if error.filename else None
    said = {'kind': 'syntax', 'message': '%s: %s' % (type(error).__name__, error.msg),
            'remedy': 'Python %s cannot read this line: mend it, or use the Python it is written for' % version()}
    if file:
        said['place'] = (file, error.lineno)
    return said


def say_missing_file(error, context):
    path = error.filename if isinstance(error, FileNotFoundError) else None
    if isinstance(error, RuntimeError):  # starlette's StaticFiles
        found = re.fullmatch(r"Directory '(.+)' does not exist", str(error))
        path = found and found.group(1)
    if not isinstance(path, (str, bytes)):
        return None
    shown = context.workspace.path(path) or os.fsdecode(path)
    return {'kind': 'missing-file', 'message': '%s is not there' % os.fsdecode(path), 'names': [shown],
            'remedy': 'commit it, or make the application create it when it starts; it is sought from %s' % os.getcwd()}


def say_own(error, context):
    if isinstance(error, NoAttr):
        return {'kind': 'no-attr', 'message': error.args[0], 'names': error.args[1], 'place': error.args[2],
                'remedy': 'name the one that is meant (--app module:attr)'}
    if isinstance(error, NotFastAPI):
        return {'kind': 'not-fastapi', 'message': error.args[0], 'remedy': error.args[1], 'place': error.args[2]}
    return None


def say_exited(error, context):
    if not isinstance(error, SystemExit):
        return None
    names = [name for cause, _ in chain(error) if cause is not error for name in env_names(cause)]
    code = 'with code %s' % error.code if isinstance(error.code, int) else '(%s)' % error.code if error.code else ''
    return {'kind': 'exited', 'message': ('the application ends its process at import ' + code).strip(), 'names': names,
            'remedy': 'raise an error that says what is missing, or end the process where it is started, not at import'}


def diagnose(error, context):
    said = None
    for cause, explicit in chain(error):
        sure = (say_own, say_exited, say_network, say_missing_env)
        for say in sure + ((say_missing_module, say_syntax, say_missing_file) if explicit else ()):
            said = said or say(cause, context)
        if said:
            said.setdefault('place', place_of(cause, context.workspace))
            break
    by_hand = 'see the whole error: cd %s && python -c "import %s"' % (context.dir, context.module)
    said = said or {'kind': 'error', 'message': text_of(error), 'remedy': by_hand}
    if not said.get('place') or said['place'][0] is None:
        said['place'] = place_of(error, context.workspace)
    said['file'], said['line'] = said.pop('place')
    said.setdefault('names', [])
    return dict(ok=False, **said)


# Reading the application


class Context:
    def __init__(self, args):
        self.dir = os.path.realpath(args.dir)
        self.workspace = Workspace(args.workspace)
        self.module, _, self.attr = args.app.partition(':')
        self.attr = self.attr or 'app'


def fastapi_class():
    return getattr(sys.modules.get('fastapi'), 'FastAPI', ())


def load(context):
    module = importlib.import_module(context.module)
    place = (context.workspace.source(getattr(module, '__file__', None) or '<none>'), None)
    value, call = module, context.attr.endswith('()')
    for part in context.attr[:-2 if call else None].split('.'):
        if not hasattr(value, part):
            found = sorted(name for name, other in vars(module).items() if isinstance(other, fastapi_class()))
            message = "%s has no '%s'; found: %s" % (context.module, part, ', '.join(found) or 'no FastAPI application')
            raise NoAttr(message, found, place)
        value = getattr(value, part)
    if call:
        value = value()
    for inner in ('app', 'other_asgi_app', '_app', 'wrapped_app') * 3:  # wrapped in ASGI middleware
        if not isinstance(value, fastapi_class()):
            value = vars(value).get(inner, value) if hasattr(value, '__dict__') else value
    if not isinstance(value, fastapi_class()):
        remedy = 'name the FastAPI application itself'
        if isinstance(value, types.FunctionType):
            remedy = 'it is a function: if it makes the application, name it %s:%s()' % (context.module, context.attr)
        kind = type(value).__name__
        raise NotFastAPI('%s:%s is no FastAPI application but %s' % (context.module, context.attr, kind), remedy, place)
    return value


def routes_of(app, prefix=''):
    """Every route with its path, through included routers and mounted applications."""
    unfold = getattr(importlib.import_module('fastapi.routing'), 'iter_route_contexts', None)
    for route in unfold(app.routes) if unfold else app.routes:
        path = prefix + (getattr(route, 'path', None) or '')
        mounted = getattr(getattr(route, 'original_route', route), 'app', None)
        if hasattr(mounted, 'routes'):
            yield from routes_of(mounted, path)
        else:
            yield path, route


def websockets_of(app, workspace):
    found = []
    for path, route in routes_of(app):
        kinds = [kind.__name__ for kind in type(getattr(route, 'original_route', route)).__mro__]
        if 'WebSocketRoute' not in kinds:
            continue
        endpoint = route.endpoint
        while hasattr(endpoint, '__wrapped__'):
            endpoint = endpoint.__wrapped__
        code = getattr(getattr(endpoint, '__call__', None), '__code__', None)
        code = getattr(endpoint, '__code__', code)
        file = workspace.source(code.co_filename) if code else None
        found.append({'path': path, 'name': route.name, 'file': file, 'line': code.co_firstlineno if file else None})
    return found


def packages():
    metadata = importlib.import_module('importlib.metadata')
    versions = {}
    for name in ('fastapi', 'pydantic', 'starlette'):
        try:
            versions[name] = metadata.version(name)
        except metadata.PackageNotFoundError:  # vendored
            continue
    return versions


def version():
    return '.'.join(str(part) for part in sys.version_info[:3])


def read(context):
    app = load(context)
    document = app.openapi()
    json.dumps(document, allow_nan=False)  # what FastAPI itself could not serve is the application's error
    count = sum(
        method in METHODS and isinstance(item[method], dict)
        for item in document.get('paths', {}).values() for method in item
    )
    websockets = websockets_of(app, context.workspace)
    return {'ok': True, 'openapi': document, 'packages': packages(), 'websockets': websockets, 'operations': count}


# The answer

answering = threading.Lock()


def answer(result, watch, out):
    """Writes the file and ends the process: neither threads nor atexit hooks of the application keep it."""
    answering.acquire()  # never released: whoever comes second waits for the end
    watch.over = True
    result = dict(result, python=version(), **watch.report())
    part = '%s.%d.tmp' % (out, os.getpid())
    text = json.dumps(result)
    with open(part, 'w', encoding='ascii') as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    os.replace(part, out)
    os._exit(0)


def limit(seconds, watch, out):
    main = threading.get_ident()

    def expire():
        file, line = watch.workspace.asker(sys._current_frames().get(main))
        message = 'the import did not end within %g seconds' % seconds
        answer({'ok': False, 'kind': 'timeout', 'message': message, 'file': file, 'line': line, 'names': [],
                'remedy': 'do the slow work in the lifespan, not at import'}, watch, out)

    timer = threading.Timer(seconds, expire)
    timer.daemon = True
    timer.start()


def main():
    parser = argparse.ArgumentParser()
    for name in ('app', 'dir', 'workspace', 'out'):
        parser.add_argument('--' + name, required=True)
    parser.add_argument('--timeout', type=float)
    args = parser.parse_args()
    out = os.path.abspath(args.out)
    context = Context(args)
    watch = Watch(context.workspace)

    os.chdir(context.dir)
    sys.path[:] = [context.dir] + [path for path in sys.path if os.path.realpath(path) != os.path.dirname(OWN_FILE)]
    sys.argv[:] = ['turnaround']
    os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
    if args.timeout:
        limit(args.timeout, watch, out)
    watch.start()
    try:
        result = read(context)
    except BaseException as error:  # SystemExit and whatever else an application may raise is the answer
        watch.over = True
        result = diagnose(error, context)
    answer(result, watch, out)


if __name__ == '__main__':
    main()
