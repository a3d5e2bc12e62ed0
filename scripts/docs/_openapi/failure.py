"""Why an application cannot be read, with a remedy for its owner."""

import os
import re
import sys

from _openapi.variables import needs_of
from _openapi.watch import Refused

# Modules whose package has another name.
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
PIP_INSTALL = (
    r'pip3? install (?:(?:-U|-q|--upgrade|--quiet|--user) )*'
    r'["\']?([A-Za-z0-9][\w.\-]*(?:\[[\w,\-]+\])?)'
)
SINCE = {'graphlib': '3.9', 'zoneinfo': '3.9', 'tomllib': '3.11', 'annotationlib': '3.14', 'compression': '3.14'}


def version():
    return '.'.join(str(part) for part in sys.version_info[:3])


class NoAttr(Exception):
    pass


class NotFastAPI(Exception):
    pass


def chain(error):
    """The error and its causes, whether chained with `from` or raised while handling another error."""
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
    """One paragraph without the validated values, because they may be secrets."""
    if hasattr(error, 'errors') and callable(error.errors) and type(error).__name__ == 'ValidationError':
        said = ('%s: %s' % ('.'.join(map(str, entry['loc'])), entry['msg']) for entry in error.errors())
        return 'ValidationError: ' + '; '.join(said)
    text = ' '.join(str(error).split())
    return '%s: %s' % (type(error).__name__, text) if text else type(error).__name__


def say_network(error, context):
    if isinstance(error, Refused):
        remedy = 'move it out of the import, into the lifespan or the function that needs it'
        return {'kind': 'network', 'message': 'at import, the application tries to ' + error.what, 'remedy': remedy,
                'place': error.place}
    return None


def say_missing_module(error, context):
    if isinstance(error, ModuleNotFoundError) and error.name:
        return {'kind': 'missing-module', 'message': "No module named '%s'" % error.name,
                'remedy': module_remedy(error.name, context), 'names': [error.name],
                'package': DISTRIBUTIONS.get(error.name.partition('.')[0])}
    said = re.search(PIP_INSTALL, str(error))
    if isinstance(error, (ImportError, RuntimeError)) and said:
        return {'kind': 'missing-module', 'message': text_of(error), 'names': [said.group(1)],
                'remedy': 'install %s into this environment and add it to the requirements' % said.group(1)}
    return None


def module_remedy(name, context):
    top = name.partition('.')[0]
    if top in SINCE:
        return '%s is part of Python %s and later; this is %s' % (top, SINCE[top], version())
    loaded = getattr(sys.modules.get(top), '__path__', None)
    if name != top and loaded and any(context.workspace.path(folder) for folder in loaded):
        return 'the workspace has %s, but not %s: add the file or correct the import' % (top, name)
    folder = os.path.dirname(context.dir)
    while context.workspace.holds(folder):
        if os.path.isfile(os.path.join(folder, top + '.py')) or os.path.isdir(os.path.join(folder, top)):
            return '%s belongs to the workspace: put %s on sys.path (--dir)' % (top, folder)
        if folder == os.path.dirname(folder):
            break
        folder = os.path.dirname(folder)
    if top == context.module.partition('.')[0]:
        return '%s.py or a package %s does not exist in %s' % (top, top, context.dir)
    package = DISTRIBUTIONS.get(top, top.replace('_', '-'))
    return 'install %s into this environment and add it to the requirements' % package


def say_missing_env(error, context):
    needs = needs_of(error, [frame for frame, _ in frames(error)], context.workspace)
    names = list(dict.fromkeys(one['name'] for one in needs if not one['rejected']))
    if not names:  # a refused value is an ordinary error, unless it was a stand-in
        said = {'kind': 'error', 'message': text_of(error), 'remedy': by_hand(context), 'needs': needs}
        return said if needs else None
    return {'kind': 'missing-env', 'message': 'these variables are not set: ' + ', '.join(names), 'names': names,
            'needs': needs, 'remedy': 'give a default in the code, or a stand-in value in turnaround.yaml'}


def by_hand(context):
    return 'to see the whole error, run: cd %s && python -c "import %s"' % (context.dir, context.module)


def say_syntax(error, context):
    if not isinstance(error, SyntaxError):
        return None
    file = context.workspace.source(error.filename) if error.filename else None
    said = {'kind': 'syntax', 'message': '%s: %s' % (type(error).__name__, error.msg),
            'remedy': 'Python %s cannot parse this line: correct it, or use the Python it is written for' % version()}
    if file:
        said['place'] = (file, error.lineno)
    return said


def say_missing_file(error, context):
    path = error.filename if isinstance(error, FileNotFoundError) else None
    if isinstance(error, RuntimeError):  # raised by starlette's StaticFiles
        found = re.fullmatch(r"Directory '(.+)' does not exist", str(error))
        path = found and found.group(1)
    if not isinstance(path, (str, bytes)):
        return None
    shown = context.workspace.path(path) or os.fsdecode(path)
    return {'kind': 'missing-file', 'message': '%s does not exist' % os.fsdecode(path), 'names': [shown],
            'folder': isinstance(error, RuntimeError),
            'remedy': 'commit it, or create it when the application starts; it was looked up from %s' % os.getcwd()}


def say_own(error, context):
    if isinstance(error, NoAttr):
        return {'kind': 'no-attr', 'message': error.args[0], 'names': error.args[1], 'place': error.args[2],
                'remedy': 'name the application (--app module:attr)'}
    if isinstance(error, NotFastAPI):
        return {'kind': 'not-fastapi', 'message': error.args[0], 'remedy': error.args[1], 'place': error.args[2]}
    return None


def say_exited(error, context):
    if not isinstance(error, SystemExit):
        return None
    causes = [cause for cause, _ in chain(error) if cause is not error or isinstance(error.code, str)]
    needs = [one for cause in causes
             for one in needs_of(cause, [frame for frame, _ in frames(cause)], context.workspace)]
    names = [one['name'] for one in needs]
    code = 'with code %s' % error.code if isinstance(error.code, int) else '(%s)' % error.code if error.code else ''
    return {'kind': 'exited', 'message': ('the application ends its process at import ' + code).strip(),
            'names': names, 'needs': needs,
            'remedy': 'raise an error that names what is missing, or end the process elsewhere than at import'}


def diagnose(error, context):
    said = None
    for cause, explicit in chain(error):
        sure = (say_own, say_exited, say_network, say_missing_env)
        for say in sure + ((say_missing_module, say_syntax, say_missing_file) if explicit else ()):
            said = said or say(cause, context)
        if said:
            said.setdefault('place', place_of(cause, context.workspace))
            break
    said = said or {'kind': 'error', 'message': text_of(error), 'remedy': by_hand(context)}
    if not said.get('place') or said['place'][0] is None:
        said['place'] = place_of(error, context.workspace)
    said['file'], said['line'] = said.pop('place')
    said.setdefault('names', [])
    said.setdefault('needs', [])
    for one in said['needs']:
        if one['file'] is None:
            one['file'], one['line'] = said['file'], said['line']
    return dict(ok=False, **said)
