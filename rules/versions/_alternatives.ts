import { dirname } from 'node:path/posix';
import { locationOf, type Contradiction } from 'turnaround/rule';
import type { Runtime } from './_runtime.ts';
import type { Use } from './_uses.ts';

/** Dockerfiles in one folder that build the same project with different versions, and do not say so in their names. */
export function* alternativesOf(runtime: Runtime, images: readonly Use[]): Generator<Contradiction> {
  const plain = images.filter(
    ({ fact }) => fact.sure === 'stated' && fact.attributes?.['final'] === true && !NAMED.test(fact.file),
  );
  const [first] = plain;
  const other = plain.find(
    ({ key, fact }) => key !== first?.key && dirname(fact.file) === dirname(first?.fact.file ?? ''),
  );
  if (first === undefined || other === undefined) return;
  yield {
    message: `${first.fact.file} builds the same project with ${runtime.name} ${first.key}, but ${other.fact.file} uses ${other.key}`,
    at: locationOf(other.fact, other.says),
    against: plain
      .filter(({ key }) => key !== other.key)
      .slice(0, 3)
      .map(({ fact, says }) => locationOf(fact, says)),
    remedy: `use one version, or put the version into the name of the Dockerfile`,
    severity: 'confusing',
  };
}

/** A version or a platform in the name shows that the difference is intended. */
const NAMED = /\d|windows|gpu|cuda|rocm|alpine|arm|legacy|slim|ubi|lambda/i;
