import { dirname } from 'node:path/posix';
import type { Contradiction, View } from 'turnaround/rule';
import { alternativesOf } from './_alternatives.ts';
import { differenceOf } from './_difference.ts';
import { projectsOf } from './_projects.ts';
import { isRuledOut } from './_ranges.ts';
import type { Runtime } from './_runtime.ts';
import type { Use } from './_uses.ts';

/** The versions for tests and development, compared with the images; a shared difference is reported once. */
export function* differencesOf(view: View, runtime: Runtime): Generator<Contradiction> {
  const said = new Map<string, Contradiction>();
  for (const one of allOf(view, runtime)) {
    // A line that differs from several places in the same way has one fix.
    const key = `${one.at.file}:${one.at.line} ${one.remedy}`;
    const known = said.get(key);
    const more = one.against.filter(({ says }) => known?.against.every((other) => other.says !== says) === true);
    said.set(key, known === undefined ? one : { ...known, against: [...known.against, ...more] });
  }
  yield* said.values();
}

function* allOf(view: View, runtime: Runtime): Generator<Contradiction> {
  for (const { folder, uses, ranges } of projectsOf(view, runtime)) {
    // An installable package supports every version of its range: the version of its image does not matter.
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
    // If the manifest rules out the image's version, `outsideOf` reports the image.
    if (images.some((use) => isRuledOut(use, ranges))) continue;
    // A matrix that contains the image's version is fine, and so is another job beside one that uses it.
    const tested = uses.filter(({ kind }) => kind === 'workflow');
    const agreeing = tested.filter(({ key }) => images.some((one) => one.key === key));
    const isTested = agreeing.length > 0;
    const others = uses.filter(({ kind }) => kind !== 'image' && !(kind === 'workflow' && isTested));
    yield* alternativesOf(runtime, images);
    // Several Dockerfiles with different versions are alternatives.
    const isOne =
      new Set(images.map(({ fact }) => fact.file)).size === 1 || new Set(images.map(({ key }) => key)).size === 1;
    const [odd, ...more] = !isOne ? [] : oddOf([...images, ...agreeing.slice(0, 1), ...others]);
    if (odd !== undefined && more[0] !== undefined) {
      yield differenceOf(view, runtime, odd, more[0], more);
      continue;
    }
    for (const other of others)
      // `outsideOf` reports what the manifest rules out.
      if (images.every(({ key }) => key !== other.key) && !isRuledOut(other, ranges))
        yield differenceOf(view, runtime, other, image, []);
  }
}

/** For a project without an image: its version file, compared with what the tests use. */
function* withoutImage(view: View, runtime: Runtime, uses: readonly Use[]): Generator<Contradiction> {
  const [file, ...files] = uses.filter(({ kind }) => kind === 'file');
  const tested = uses.filter(({ kind }) => kind === 'workflow');
  if (file === undefined || files.some(({ key }) => key !== file.key) || tested.some(({ key }) => key === file.key))
    return;
  for (const other of tested) yield differenceOf(view, runtime, other, file, []);
}

/** The one that differs from at least two others that agree, followed by those others. */
function oddOf(uses: readonly Use[]): Use[] {
  const odd = uses.filter((use) => uses.filter(({ key }) => key === use.key).length === 1);
  const rest = uses.filter((use) => !odd.includes(use));
  const isAgreed = odd.length === 1 && rest.length > 1 && new Set(rest.map(({ key }) => key)).size === 1;
  // The version in production is changed only if the image itself contains two versions.
  const isImage = odd[0]?.kind === 'image' && !rest.some(({ kind }) => kind === 'image');
  return isAgreed && !isImage ? [...odd, ...rest] : [];
}
