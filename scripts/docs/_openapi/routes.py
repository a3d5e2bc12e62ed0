"""The application, its document, and its routes that are in no document."""

import functools
import importlib
import inspect
import json
import linecache
import re
import sys
import types

from _openapi.failure import NoAttr, NotFastAPI

METHODS = ('get', 'put', 'post', 'delete', 'options', 'head', 'patch', 'trace', 'query')
WRAPPED = ('app', 'other_asgi_app', '_app', 'wrapped_app')


class Mounts:
    """Where each `mount()` is called; a route does not store it."""

    def __init__(self, workspace):
        self.workspace = workspace
        self.made = {}

    def watch(self):
        try:
            routing = importlib.import_module('starlette.routing')
        except Exception:  # the application itself will raise a clearer error
            return
        for kind in (routing.Mount, getattr(routing, 'Host', None)):
            if kind is not None:
                self.wrap(kind)

    def wrap(self, kind):
        real = kind.__init__

        @functools.wraps(real)
        def made(route, *args, **kwargs):
            self.made[id(route)] = (route, self.workspace.asker(sys._getframe(1)))
            real(route, *args, **kwargs)

        kind.__init__ = made

    def place(self, route):
        return self.made.get(id(route), (None, (None, None)))[1]


def fastapi_class():
    return getattr(sys.modules.get('fastapi'), 'FastAPI', ())


def load(context):
    """The FastAPI application that was named, and the ASGI applications that wrap it."""
    module = importlib.import_module(context.module)
    place = (context.workspace.source(getattr(module, '__file__', None) or '<none>'), None)
    value, call = module, context.attr.endswith('()')
    for part in context.attr[:-2 if call else None].split('.'):
        if not hasattr(value, part):
            found = sorted(name for name, other in vars(module).items() if isinstance(other, fastapi_class()))
            message = "%s has no '%s'; found: %s" % (context.module, part, ', '.join(found) or 'no FastAPI application')
            raise NoAttr(message, found, place)
        value = getattr(value, part)
    if call or is_factory(value):
        value = value()
    wrappers = []
    for inner in WRAPPED * 3:  # ASGI middleware may wrap it several times
        if not isinstance(value, fastapi_class()) and hasattr(value, '__dict__') and inner in vars(value):
            wrappers.append(value)
            value = vars(value)[inner]
    if not isinstance(value, fastapi_class()):
        remedy = 'name the FastAPI application itself'
        if isinstance(value, types.FunctionType):
            remedy = 'it is a function: if it creates the application, name it %s:%s()' % (context.module, context.attr)
        kind = type(value).__name__
        raise NotFastAPI('%s:%s is not a FastAPI application but %s' % (context.module, context.attr, kind), remedy, place)
    around = [(one, (place[0], None)) for one in wrappers]
    return value, around + [pair for pair in around_it(value, module, place[0]) if pair[0] not in wrappers]


def is_factory(value):
    """What uvicorn's `--factory` would call: a function without required arguments that creates one."""
    if not isinstance(value, types.FunctionType) or inspect.iscoroutinefunction(value):
        return False
    parameters = inspect.signature(value).parameters.values()
    if any(one.default is one.empty and one.kind not in (one.VAR_POSITIONAL, one.VAR_KEYWORD) for one in parameters):
        return False
    returns = value.__annotations__.get('return')
    said = returns if isinstance(returns, str) else getattr(returns, '__name__', '')
    return 'FastAPI' in said or (not said and bool({'FastAPI', 'create_app'} & set(value.__code__.co_names)))


def around_it(app, module, file):
    """Globals of its module that wrap the application: `socketio.ASGIApp(sio, app)`."""
    for name, value in list(vars(module).items()):
        inner = value
        for attr in WRAPPED * 2:
            if inner is not app and hasattr(inner, '__dict__') and not isinstance(inner, (type, types.ModuleType)):
                inner = vars(inner).get(attr, inner)
        if value is not app and inner is app:
            yield value, (file, line_of(module, name))


def line_of(module, name):
    for index, line in enumerate(linecache.getlines(getattr(module, '__file__', None) or '')):
        if re.match(r'%s\s*(:[^=]+)?=[^=]' % re.escape(name), line):
            return index + 1
    return None


def unfolded(app):
    unfold = getattr(importlib.import_module('fastapi.routing'), 'iter_route_contexts', None)
    return unfold(app.routes) if unfold else app.routes


def routes_of(app, prefix=''):
    """Every route with its full path, through included routers and mounts; a mount comes before its routes."""
    for route in unfolded(app):
        path = prefix + (getattr(route, 'path', None) or '')
        yield path, route
        mounted = getattr(own(route), 'app', None)
        if is_mount(route) and hasattr(mounted, 'routes'):
            yield from routes_of(mounted, path)


def own(route):
    return getattr(route, 'original_route', route)


def kinds_of(route):
    return [kind.__name__ for kind in type(own(route)).__mro__]


def is_mount(route):
    return not {'Mount', 'Host'}.isdisjoint(kinds_of(route))


def place_of(endpoint, workspace):
    while hasattr(endpoint, '__wrapped__'):
        endpoint = endpoint.__wrapped__
    if isinstance(endpoint, functools.partial):
        endpoint = endpoint.func
    code = getattr(getattr(endpoint, '__call__', None), '__code__', None)
    code = getattr(endpoint, '__code__', code)
    file = workspace.source(code.co_filename) if code else None
    return {'file': file, 'line': code.co_firstlineno if file else None}


def websockets_of(routes, workspace):
    return [
        dict(path=path, name=route.name, **place_of(route.endpoint, workspace))
        for path, route in routes if 'WebSocketRoute' in kinds_of(route)
    ]


def hidden_of(routes, workspace):
    """Routes that answer but are in no document, without FastAPI's own pages."""
    found = []
    for path, route in routes:
        kinds = kinds_of(route)
        if 'Route' not in kinds or ('APIRoute' in kinds and route.include_in_schema):
            continue
        endpoint = route.endpoint
        if getattr(endpoint, '__module__', '') == 'fastapi.applications':
            continue
        place = place_of(endpoint, workspace)
        methods = set(route.methods or ['GET'])
        for method in sorted(methods - ({'HEAD'} if 'GET' in methods else set())):
            found.append(dict(method=method, path=path, **place))
    return found


def mounts_of(routes, around, mounts):
    found = []
    for path, route in routes:
        if is_mount(route):
            app = own(route).app
            found.append(mount(getattr(own(route), 'host', '') + path, app, mounts.place(own(route))))
    for wrapper, place in around:
        path = getattr(wrapper, 'engineio_path', None) or getattr(wrapper, 'socketio_path', None)
        if isinstance(path, str):
            found.append(mount('/' + path.strip('/'), wrapper, place))
    return found


def mount(path, app, place):
    kind = type(app)
    known = {'socketio': 'socket.io', 'engineio': 'socket.io'}.get(kind.__module__.partition('.')[0])
    if isinstance(app, fastapi_class()):
        known = 'fastapi'
    by_name = {'StaticFiles': 'static', 'Starlette': 'starlette', 'Router': 'starlette'}
    known = known or by_name.get(kind.__name__, 'asgi')
    return {'path': path, 'kind': known, 'app': '%s.%s' % (kind.__module__, kind.__qualname__),
            'file': place[0], 'line': place[1]}


def document_of(app):
    document = app.openapi()
    json.dumps(document, allow_nan=False)  # if FastAPI could not serve it, it is an error of the application
    return document


def count(document):
    items = document.get('paths', {}).values()
    return sum(method in METHODS and isinstance(item[method], dict) for item in items for method in item)


def packages():
    metadata = importlib.import_module('importlib.metadata')
    versions = {}
    for name in ('fastapi', 'pydantic', 'starlette'):
        try:
            versions[name] = metadata.version(name)
        except metadata.PackageNotFoundError:  # vendored
            continue
    return versions


def read(context):
    mounts = Mounts(context.workspace)
    mounts.watch()
    app, around = load(context)
    document = document_of(app)
    routes = list(routes_of(app))
    inner = [(path, own(route).app) for path, route in routes if is_mount(route)]
    mounted = [
        {'path': path, 'openapi': document_of(one)} for path, one in inner if isinstance(one, fastapi_class())
    ]
    return {
        'ok': True, 'openapi': document, 'mounted': mounted, 'packages': packages(), 'operations': count(document),
        'websockets': websockets_of(routes, context.workspace), 'hidden': hidden_of(routes, context.workspace),
        'mounts': mounts_of(routes, around, mounts), 'served': getattr(app, 'openapi_url', None),
    }
