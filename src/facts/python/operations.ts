import { attribute, type Fact } from '../fact.ts';
import type { Facts } from '../read-facts.ts';
import { Modules } from './modules.ts';

/** A route with its full path, as the code states it; nothing was run. */
export interface Operation {
  readonly kind: 'http' | 'websocket' | 'mount';
  /** In upper case; empty for a WebSocket and a mount. */
  readonly method: string;
  readonly path: string;
  readonly file: string;
  readonly line: number;
  readonly handler: string | undefined;
  readonly hidden: boolean;
  /** What is mounted there, as the code names it. */
  readonly what: string | undefined;
}

export interface Surface {
  readonly operations: readonly Operation[];
  /** Places whose path is unknown: a prefix that is created at run time, a router that was not found. */
  readonly open: readonly Fact[];
}

/** What hangs on a router or an application. */
type Hung = Declared | Fact<'router.included' | 'router.open'>;
type Declared = Fact<'route' | 'route.websocket' | 'route.mount'>;

const HUNG: ReadonlySet<string> = new Set<Hung['subject']>([
  'route',
  'route.websocket',
  'route.mount',
  'router.included',
  'router.open',
]);

function isHung(fact: Fact): fact is Hung {
  return HUNG.has(fact.subject);
}

/** A router or an application: the file that makes it, and its name there. */
interface Node {
  readonly file: string;
  readonly name: string;
}

/** What applies to all routes of a router. */
interface Below {
  readonly prefix: string;
  readonly above: ReadonlySet<string>;
  readonly hidden: boolean;
}

interface Walk extends Surface {
  readonly operations: Operation[];
  readonly open: Fact[];
}

const key = ({ file, name }: Node): string => `${file}\n${name}`;

/** Follows routers from application to application through the imports between files. */
export class Routes {
  readonly #modules: Modules;
  readonly #imports = new Map<string, Fact<'router.import'>>();
  readonly #made = new Map<string, Fact<'application' | 'router'>>();
  readonly #on = new Map<string, Hung[]>();
  readonly #constants = new Map<string, Set<string>>();
  /** Parameters of factories, with the arguments of their only call. */
  readonly #handed = new Map<string, Node | undefined>();
  /** Functions that take an application or a router as a parameter. */
  readonly #functions = new Map<string, Fact<'router.function'>>();
  /** The names of parameters that are an application or a router. */
  readonly #also = new Map<string, Node[]>();
  /** Calls that pass one to code that is not read: a method, or a function of a function. */
  readonly #lost = new Map<string, Fact[]>();

  constructor({ facts, files }: Pick<Facts, 'facts' | 'files'>) {
    this.#modules = new Modules(files);
    for (const fact of facts) {
      const { subject, file } = fact;
      const name = String(fact.value);
      if (subject === 'router.import') this.#imports.set(key({ file, name }), fact);
      else if (subject === 'constant')
        this.#constants.set(name, (this.#constants.get(name) ?? new Set()).add(attribute(fact, 'text') ?? ''));
      else if (subject === 'application' || subject === 'router') this.#made.set(key({ file, name }), fact);
      else if (subject === 'router.function') this.#functions.set(key({ file, name }), fact);
    }
    for (const fact of facts) {
      if (fact.subject === 'router.given') this.#give(fact);
      if (!isHung(fact)) continue;
      const place = this.#placeOf({ file: fact.file, name: attribute(fact, 'on') ?? attribute(fact, 'into') ?? '' });
      add(this.#on, place, fact);
    }
    this.#hand(facts);
  }

  /** What a route belongs to: an object of the file, a parameter, or an object of the file that it is imported from. */
  #placeOf(node: Node): string {
    const own = key(node);
    if (this.#made.has(own) || !this.#imports.has(key({ ...node, name: node.name.split('.')[0] ?? '' }))) return own;
    return key(this.#resolve(node) ?? node);
  }

  /** `register(app)`: routes that the function adds to its parameter belong to the application. */
  #give(call: Fact<'router.given'>): void {
    const { file, value } = call;
    const definition = this.#resolve({ file, name: value }, this.#functions);
    const made = definition && this.#functions.get(key(definition))?.attributes;
    const parameters = made?.parameters;
    const paths = made === undefined ? [] : Object.entries(call.attributes?.paths ?? {});
    for (const [name, path] of Object.entries({
      ...made?.paths,
      ...Object.fromEntries(paths.map(([place, text]) => [parameters?.[Number(place)] ?? place, text])),
    }))
      this.#constants.set(name, (this.#constants.get(name) ?? new Set()).add(path));
    for (const [place, name] of Object.entries(call.attributes?.given ?? {})) {
      const at = this.#placeOf({ file, name });
      if (definition === undefined || parameters === undefined) {
        if (this.#isOurs(file, value)) add(this.#lost, at, call);
      } else add(this.#also, at, { file: definition.file, name: parameters[Number(place)] ?? place });
    }
  }

  /** Whether what is called is imported from a module of the workspace. */
  #isOurs(file: string, name: string): boolean {
    const imported = this.#imports.get(key({ file, name: name.split('.')[0] ?? '' }));
    const module = imported === undefined ? undefined : (attribute(imported, 'module') ?? '');
    return module !== undefined && this.#modules.fileOf(module, file) !== undefined;
  }

  /** `create_app(router)` in one file, `app.include_router(router)` in the other; undefined where calls disagree. */
  #hand(facts: readonly Fact[]): void {
    const factories = new Map(
      facts.filter((fact) => fact.subject === 'application.factory').map((fact) => [fact.value, fact]),
    );
    for (const fact of facts) {
      if (fact.subject !== 'application.made') continue;
      const factory = factories.get(attribute(fact, 'call') ?? '');
      if (factory === undefined) continue;
      const parameters = factory.attributes?.parameters ?? [];
      for (const [name, value] of Object.entries(fact.attributes?.given ?? {})) {
        const place = key({ file: factory.file, name: parameters[Number(name)] ?? name });
        this.#handed.set(place, this.#handed.has(place) ? undefined : { file: fact.file, name: value });
      }
    }
  }

  /** Everything that is reachable from an application. */
  of(file: string, name: string): Surface {
    const walk: Walk = { operations: [], open: [] };
    this.#collect({ file, name }, { prefix: '', above: new Set(), hidden: false }, walk);
    return walk;
  }

  #collect(node: Node, { prefix, above, hidden }: Below, walk: Walk): void {
    const at = key(node);
    if (above.has(at)) return;
    for (const fact of this.#on.get(at) ?? []) {
      const isHidden =
        hidden || (fact.attributes !== undefined && 'hidden' in fact.attributes && fact.attributes.hidden);
      const below = { prefix, above: new Set([...above, at]), hidden: isHidden };
      if (fact.subject === 'router.open') walk.open.push(fact);
      else if (fact.subject === 'router.included') this.#included(fact, below, walk);
      else this.#declared(fact, below, walk);
    }
    walk.open.push(...(this.#lost.get(at) ?? []));
    for (const one of this.#also.get(at) ?? [])
      this.#collect(one, { prefix, above: new Set([...above, at]), hidden }, walk);
  }

  #included(fact: Fact<'router.included'>, below: Below, walk: Walk): void {
    const router = this.#resolve({ file: fact.file, name: fact.value });
    const more = this.#text(fact.attributes?.prefix);
    const made = router && this.#made.get(key(router));
    const own = made && this.#text(made.subject === 'router' ? made.attributes?.prefix : undefined);
    if (router === undefined || more === undefined || own === undefined) walk.open.push(fact);
    else this.#collect(router, { ...below, prefix: `${below.prefix}${more}${own}` }, walk);
  }

  #declared(fact: Declared, below: Below, walk: Walk): void {
    const { file, line, subject, value } = fact;
    const kind = subject === 'route' ? 'http' : subject === 'route.websocket' ? 'websocket' : 'mount';
    const [method, declared] = kind === 'http' ? split(value) : ['', value];
    const path = this.#text(declared);
    if (path === undefined) {
      walk.open.push(fact);
      return;
    }
    const whole = `${below.prefix}${path}`;
    const handler = subject === 'route.mount' ? undefined : attribute(fact, 'handler');
    const what = subject === 'route.mount' ? attribute(fact, 'what') : undefined;
    walk.operations.push({ kind, method, path: whole, file, line, handler, hidden: below.hidden, what });
    const mounted = kind === 'mount' && what !== undefined ? this.#resolve({ file, name: what }) : undefined;
    if (mounted !== undefined) this.#collect(mounted, { ...below, prefix: whole.replace(/\/$/, '') }, walk);
  }

  /** The meaning of a name in a file: a router or application of that file, or of the file that it is imported from. */
  #resolve({ file, name }: Node, among: ReadonlyMap<string, Fact> = this.#made, depth = 0): Node | undefined {
    if (among.has(key({ file, name }))) return { file, name };
    const [first = '', ...rest] = name.split('.');
    const imported = this.#imports.get(key({ file, name: first }));
    if (depth > 9) return undefined;
    const handed = this.#handed.get(key({ file, name }));
    if (handed !== undefined) return this.#resolve(handed, among, depth + 1);
    if (imported === undefined) {
      // A module of a package becomes an attribute of it once it is imported anywhere.
      const part =
        file.endsWith('__init__.py') && rest.length > 0 ? this.#modules.fileOf(`.${first}`, file) : undefined;
      return part === undefined ? undefined : this.#resolve({ file: part, name: rest.join('.') }, among, depth + 1);
    }
    const module = attribute(imported, 'module') ?? '';
    const there = attribute(imported, 'name') ?? '';
    const whole = this.#modules.fileOf(there === '' ? module : join(module, there), file);
    if (whole !== undefined && rest.length > 0)
      return this.#resolve({ file: whole, name: rest.join('.') }, among, depth + 1);
    const part = this.#modules.fileOf(module, file);
    if (part === undefined || there === '') return undefined;
    return this.#resolve({ file: part, name: [there, ...rest].join('.') }, among, depth + 1);
  }

  /** A path with its constants filled in; undefined if a constant has several values or an unknown one. */
  #text(path: string | undefined): string | undefined {
    if (path === undefined) return '';
    if (path.includes('<?>')) return undefined;
    let isWhole = true;
    const filled = path.replaceAll(/<([\w.]+)>/g, (_, name: string) => {
      const values = this.#constants.get(name.split('.').at(-1) ?? '');
      const [value] = values ?? [];
      isWhole &&= values?.size === 1 && value !== '<?>';
      return value ?? '';
    });
    return isWhole ? filled : undefined;
  }
}

function add<V>(map: Map<string, V[]>, at: string, value: V): void {
  const known = map.get(at);
  if (known === undefined) map.set(at, [value]);
  else known.push(value);
}

function split(route: string): [string, string] {
  const at = route.indexOf(' ');
  return at === -1 ? [route, ''] : [route.slice(0, at), route.slice(at + 1)];
}

function join(module: string, name: string): string {
  return module.endsWith('.') || module === '' ? `${module}${name}` : `${module}.${name}`;
}
