"""Writes the document that FastAPI makes of an application, without serving it.

    python _openapi --app module:attr --dir APPDIR --workspace ROOT --out FILE [--timeout SECONDS]

It runs with the workspace's own interpreter, so it needs only Python 3.8 and the standard library. The answer is one
JSON object in FILE; what the application prints is ignored. FILE is written as a whole or not at all. If it is missing, the
process was killed, or the application ended it (os._exit, a crash in C).

Every path in the answer is absolute: below ROOT as given, or below the original of which ROOT is a copy (--original).
Bytes that are not UTF-8 are lone surrogates (PEP 383). With --scratch, files written outside of it and ROOT go there.
"""

import sys

sys.dont_write_bytecode = True

import argparse  # noqa: E402
import json  # noqa: E402
import os  # noqa: E402
import tempfile  # noqa: E402
import threading  # noqa: E402

OWN_FOLDER = os.path.dirname(os.path.realpath(__file__))
sys.path.insert(0, os.path.dirname(OWN_FOLDER))
from _openapi.failure import diagnose, version  # noqa: E402
from _openapi.outside import Outside  # noqa: E402
from _openapi.places import Workspace  # noqa: E402
from _openapi.routes import read  # noqa: E402
from _openapi.stubs import Finder  # noqa: E402
from _openapi.watch import Watch  # noqa: E402

del sys.path[0]
answering = threading.Lock()


class Context:
    def __init__(self, args):
        self.dir = os.path.realpath(args.dir)
        self.workspace = Workspace(args.workspace, args.original)
        self.module, _, self.attr = args.app.partition(':')
        self.attr = self.attr or 'app'


def answer(result, watch, out):
    """Writes the file and ends the process; threads and atexit hooks of the application cannot prevent that."""
    answering.acquire()  # never released: a second caller waits for the end of the process
    watch.end()
    result = dict(result, python=version(), **watch.report())
    part = '%s.%d.tmp' % (out, os.getpid())
    text = watch.workspace.renamed(json.dumps(result))
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
        message = 'the import did not finish within %g seconds' % seconds
        refused = [what for what, _, _ in watch.attempts]
        if refused:
            message += '; it was not allowed to ' + ', to '.join(dict.fromkeys(refused))
        answer({'ok': False, 'kind': 'timeout', 'message': message, 'file': file, 'line': line, 'names': [],
                'needs': [], 'remedy': 'move the slow work from the import into the lifespan'}, watch, out)

    timer = threading.Timer(seconds, expire)
    timer.daemon = True
    timer.start()


def arguments():
    parser = argparse.ArgumentParser()
    for name in ('app', 'dir', 'workspace', 'out'):
        parser.add_argument('--' + name, required=True)
    parser.add_argument('--original', help='the workspace of which this is a copy')
    parser.add_argument('--scratch', help='a folder that may be written to')
    parser.add_argument('--noise', help='a file for what the application prints')
    parser.add_argument('--stub', action='append', default=[], help='a module to replace by a stub')
    parser.add_argument('--unreadable', action='append', default=[], help='a file whose module is replaced by a stub')
    parser.add_argument('--timeout', type=float)
    return parser.parse_args()


def search_path(context):
    """The application's folder, then the environment's; if that leads to the original, the copy comes first."""
    found = [context.dir]
    for path in sys.path:
        if os.path.realpath(path) in (OWN_FOLDER, os.path.dirname(OWN_FOLDER)):
            continue
        copy = context.workspace.copied(path)
        found += [copy, path] if copy else [path]
    return found


def silence(file):
    os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
    if file:
        noise = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
        os.dup2(noise, 1)
        os.dup2(noise, 2)


def main():
    args = arguments()
    out = os.path.abspath(args.out)
    context = Context(args)
    scratch = args.scratch and os.path.abspath(args.scratch)
    apart = scratch and tempfile.mkdtemp(prefix='outside.', dir=scratch)  # one per run
    outside = Outside(context.workspace, [context.workspace.root, scratch or '/'], apart)
    watch = Watch(context.workspace, outside)
    unreadable = [os.path.join(context.workspace.root, path) for path in args.unreadable]

    os.chdir(context.dir)
    sys.path[:] = search_path(context)
    sys.argv[:] = ['turnaround']
    silence(args.noise)
    if args.timeout:
        limit(args.timeout, watch, out)
    watch.start()
    if args.original:
        sys.meta_path.insert(0, Finder(context.workspace, args.stub, unreadable))
    try:
        result = read(context)
    except BaseException as error:  # SystemExit, or anything else that an application raises, is the answer
        watch.end()
        result = diagnose(error, context)
    answer(result, watch, out)


if __name__ == '__main__':
    main()
