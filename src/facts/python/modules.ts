import { dirname } from 'node:path/posix';

/** Finds the file of a Python import, using only the list of the workspace's files. */
export class Modules {
  /** Files by their last part: `main.py` → every path that ends with it. */
  readonly #byName = new Map<string, string[]>();
  readonly #byTail = new Map<string, ReadonlyMap<string, string>>();
  readonly #files: ReadonlySet<string>;
  /** Folders that contain Python files, directly or one level below. */
  readonly #folders = new Set<string>();

  constructor(files: readonly string[]) {
    this.#files = new Set(files);
    for (const path of files) {
      if (!path.endsWith('.py')) continue;
      const parts = path.split('/');
      this.#folders.add(parts.slice(0, -1).join('/'));
      if (parts.at(-1) === '__init__.py') this.#folders.add(parts.slice(0, -2).join('/'));
      const name = path.slice(path.lastIndexOf('/') + 1);
      const key = name === '__init__.py' ? (path.split('/').at(-2) ?? '') : name.slice(0, -'.py'.length);
      const known = this.#byName.get(key);
      if (known === undefined) this.#byName.set(key, [path]);
      else known.push(path);
    }
  }

  /** The file of a module as `from` would import it (`.sibling`, `app.main`): the nearest where several fit. */
  fileOf(module: string, from: string): string | undefined {
    const dots = /^\.*/.exec(module)?.[0].length ?? 0;
    const parts = module.slice(dots).split('.').filter(Boolean);
    if (dots > 0) {
      const base = from.split('/').slice(0, -dots);
      return [[...base, ...parts, '__init__.py'].join('/'), `${[...base, ...parts].join('/')}.py`].find((path) =>
        this.#files.has(path),
      );
    }
    const nearest = this.#nearest(parts);
    for (let folder = dirname(from); ; folder = dirname(folder)) {
      const path = nearest.get(folder);
      if (path !== undefined || folder === '.') return path;
    }
  }

  /** For each folder that has a file of this module below it, the one with the shortest path; `.` is the root. */
  #nearest(parts: readonly string[]): ReadonlyMap<string, string> {
    const tail = parts.join('/');
    const known = this.#byTail.get(tail);
    if (known !== undefined) return known;
    const nearest = new Map<string, string>();
    for (const path of this.#byName.get(parts.at(-1) ?? '') ?? []) {
      const bare = path.replace(/(\/__init__)?\.py$/, '');
      if (bare !== tail && !bare.endsWith(`/${tail}`)) continue;
      for (let folder = dirname(path); ; folder = dirname(folder)) {
        const before = nearest.get(folder);
        if (before === undefined || isBefore(path, before)) nearest.set(folder, path);
        if (folder === '.') break;
      }
    }
    this.#byTail.set(tail, nearest);
    return nearest;
  }

  /**
   * The folder that must be on `sys.path` to import the file: above its outermost `__init__.py`, unless more of its imports are
   * found from elsewhere (a namespace package `app/` without one; a stray `__init__.py`).
   */
  folderOf(file: string, imports: readonly string[], dots: number, said?: string): string {
    const parts = file.split('/').slice(0, -1);
    const above = Array.from({ length: parts.length + 1 }, (_, up) => parts.slice(0, parts.length - up));
    let usual = 0;
    while (usual < above.length - 1 && this.#files.has([...(above[usual] ?? []), '__init__.py'].join('/'))) usual += 1;
    const least = Math.min(dots, above.length - 1);
    const found = (up: number): number =>
      imports.filter((name) => this.#holds([...(above[up] ?? []), name].join('/'))).length;
    const given = above.findIndex((folder) => folder.join('/') === said);
    let best = given === -1 ? Math.max(usual, least) : given;
    for (let up = least; up < above.length; up += 1) if (found(up) > found(best)) best = up;
    return (above[best] ?? []).join('/');
  }

  /** A module, or a package with or without `__init__.py`. */
  #holds(path: string): boolean {
    return this.#files.has(`${path}.py`) || this.#folders.has(path);
  }
}

/** The shorter path; of a package and a module beside it Python takes the package. */
function isBefore(path: string, other: string): boolean {
  const [own, known] = [path, other].map((each) => each.replace(/(\/__init__)?\.py$/, '').length);
  return own === known ? path.endsWith('__init__.py') : (own ?? 0) < (known ?? 0);
}

/** The module of a file as it is imported from `folder`. */
export function moduleOf(file: string, folder: string): string {
  const inside = folder === '' ? file : file.slice(folder.length + 1);
  return inside.replace(/(\/__init__)?\.py$/, '').replaceAll('/', '.');
}
