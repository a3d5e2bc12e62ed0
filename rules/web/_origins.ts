import { attribute, type Fact, type View } from 'turnaround/rule';
import { bareImage, builtIn } from '../_built.ts';
import { serviceOf } from '../_image.ts';

export interface Allowed {
  readonly at: Fact;
  readonly ports: readonly number[];
}

/** The origins that variables set. */
export function originsSet(view: View): Allowed[] {
  const set = view.about('variable.set').filter((at) => isAbout(at) && isOwn(view, at));
  return set.map((at) => ({ at, ports: portsOf(attribute(at, 'value') ?? '') }));
}

/** Whether a variable is for the workspace's own image, not for a third-party image with a page of its own. */
function isOwn(view: View, at: Fact): boolean {
  const service = serviceOf(view, at);
  const image = service === undefined ? undefined : attribute(service, 'image');
  if (service === undefined || image === undefined || attribute(service, 'context') !== undefined) return true;
  return builtIn(view).some(({ images }) => images.has(bareImage(image))) || /\$/.test(image);
}

/** The fact of a variable has no default list; its ports are in the lines below, up to the next variable. */
export function originsByDefault(view: View): Allowed[] {
  const read = view.about('variable.read').filter((fact) => fact.file.endsWith('.py'));
  return read
    .filter((fact) => isAbout(fact))
    .map((fact) => {
      const text = attribute(fact, 'default');
      if (text !== undefined) return { at: fact, ports: portsOf(text) };
      const next = read.filter(({ file, line }) => file === fact.file && line > fact.line).map(({ line }) => line);
      const named = listedBelow(view, fact, Math.min(...next));
      return { at: named[0] ?? fact, ports: named.map(({ value }) => Number(value)) };
    });
}

/** Origins in consecutive lines below a variable, up to the next variable. */
function listedBelow(view: View, { file, line }: Fact, next: number): Fact[] {
  const below = view.about('port.named').filter((one) => one.file === file && one.line >= line && one.line < next);
  let end = line + 6;
  return below
    .toSorted((x, y) => x.line - y.line)
    .filter((one) => {
      const isListed = one.line < end;
      if (isListed) end = Math.max(end, one.line + 2);
      return isListed;
    });
}

function isAbout({ value }: Fact): boolean {
  const name = String(value);
  return /CORS|ALLOWED_ORIGIN/i.test(name) && !/REGEX|METHOD|HEADER|CREDENTIAL/i.test(name);
}

/** The ports of origins if all are on this machine; else empty. */
function portsOf(text: string): number[] {
  const origins = text.match(/https?:\/\/[^\s,"'\]]+/g) ?? [];
  const local = origins.map((origin) => /^https?:\/\/(?:localhost|127\.0\.0\.1):(\d+)\/?$/.exec(origin)?.[1]);
  return local.every((port) => port !== undefined) ? local.map(Number) : [];
}
