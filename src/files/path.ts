// Paths are bytes everywhere, because a name that is not UTF-8 would be damaged as a string.

const SLASH = 0x2f;
const slash = Buffer.from('/');
export const nothing = Buffer.alloc(0);

export function joined(folder: Buffer, name: Buffer): Buffer {
  if (folder.length === 0) return name;
  return name.length === 0 ? folder : Buffer.concat([folder, slash, name]);
}

/** The absolute path of something relative to `root`. */
export function absolute(root: string, path: Buffer): Buffer {
  return path.length === 0 ? Buffer.from(root) : Buffer.concat([Buffer.from(root), slash, path]);
}

export function parentOf(path: Buffer): Buffer {
  const at = path.lastIndexOf(SLASH);
  return at < 0 ? nothing : path.subarray(0, at);
}

export function baseOf(path: Buffer): Buffer {
  return path.subarray(path.lastIndexOf(SLASH) + 1);
}

/** The folders above a relative path, nearest first, down to the empty path of the root. */
export function* foldersAbove(path: Buffer): Generator<Buffer> {
  for (let at = path; at.length > 0;) {
    at = parentOf(at);
    yield at;
  }
}

export function parts(path: Buffer): string[] {
  return path.toString('latin1').split('/');
}

/** Whether `path` is `folder` or in it; both are absolute and resolved. */
export function isWithin(path: Buffer, folder: Buffer): boolean {
  if (path.length < folder.length || path.compare(folder, 0, folder.length, 0, folder.length) !== 0) return false;
  return path.length === folder.length || path[folder.length] === SLASH || folder[folder.length - 1] === SLASH;
}
