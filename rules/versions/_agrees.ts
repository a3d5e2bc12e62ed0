import { dirname } from 'node:path/posix';
import type { Contradiction, View } from 'turnaround/rule';
import { alternativesOf } from './_alternatives.ts';
import { differenceOf } from './_difference.ts';
import { projectsOf } from './_projects.ts';
import { isRuledOut } from './_ranges.ts';
import type { Runtime } from './_runtime.ts';
import type { Use } from './_uses.ts';

/** What projects are tested and developed with, against what their images have; what several share is said once. */
export function* differencesOf(view: View, runtime: Runtime): Generator<Contradiction> {
  const said = new Map<string, Contradiction>();
  for (const one of allOf(view, runtime)) {
    // A line that differs from several places in the same way is mended once.
    const key = `${one.at.file}:${one.at.line} ${one.remedy}`;
    const known = said.get(key);
    const more = one.against.filter(({ says }) => known?.against.every((other) => other.says !== says) === true);
    said.set(key, known === undefined ? one : { ...known, against: [...known.against, ...more] });
  }
  yield* said.values();
}

function* allOf(view: View, runtime: Runtime): Generator<Contradiction> {
  for (const { folder, uses, ranges } of projectsOf(view, runtime)) {
    // What others install runs on every version of its range: which one its image has decides nothing.
    const isInstalled = view
      .about('package.script')
      .some(({ file }) => dirname(file) === folder && file.endsWith('.toml'));
    if (isInstalled && ranges.length > 0 && !uses.some((use) => isRuledOut(use, ranges))) continue;
    const images = uses.filter(({ kind }) => kind === 'image');
    const [image] = images;
    if (image === undefined) {
      yield* withoutImage(view, runtime, uses);
      continue;
    }
    // An image that the manifest rules out is the one to mend, and is said of that.
    if (images.some((use) => isRuledOut(use, ranges))) continue;
    // A matrix that contains what the image has is fine, and so is a second job beside one that does.
    const tested = uses.filter(({ kind }) => kind === 'workflow');
    const agreeing = tested.filter(({ key }) => images.some((one) => one.key === key));
    const isTested = agreeing.length > 0;
    const others = uses.filter(({ kind }) => kind !== 'image' && !(kind === 'workflow' && isTested));
    yield* alternativesOf(runtime, images);
    // Several Dockerfiles that differ are alternatives.
    const isOne =
      new Set(images.map(({ fact }) => fact.file)).size === 1 || new Set(images.map(({ key }) => key)).size === 1;
    const [odd, ...more] = !isOne ? [] : oddOf([...images, ...agreeing.slice(0, 1), ...others]);
    if (odd !== undefined && more[0] !== undefined) {
      yield differenceOf(view, runtime, odd, more[0], more);
      continue;
    }
    for (const other of others)
      // What the manifest rules out is said of that.
      if (images.every(({ key }) => key !== other.key) && !isRuledOut(other, ranges))
        yield differenceOf(view, runtime, other, image, []);
  }
}

/** Where nothing is shipped in an image: the file that says what to use, against what the tests run on. */
function* withoutImage(view: View, runtime: Runtime, uses: readonly Use[]): Generator<Contradiction> {
  const [file, ...files] = uses.filter(({ kind }) => kind === 'file');
  const tested = uses.filter(({ kind }) => kind === 'workflow');
  if (file === undefined || files.some(({ key }) => key !== file.key) || tested.some(({ key }) => key === file.key))
    return;
  for (const other of tested) yield differenceOf(view, runtime, other, file, []);
}

/** The one that differs from all others, which agree and are two at least; then those others. */
function oddOf(uses: readonly Use[]): Use[] {
  const odd = uses.filter((use) => uses.filter(({ key }) => key === use.key).length === 1);
  const rest = uses.filter((use) => !odd.includes(use));
  const isAgreed = odd.length === 1 && rest.length > 1 && new Set(rest.map(({ key }) => key)).size === 1;
  // What runs in production is changed only where the image itself says two things.
  const isImage = odd[0]?.kind === 'image' && !rest.some(({ kind }) => kind === 'image');
  return isAgreed && !isImage ? [...odd, ...rest] : [];
}
