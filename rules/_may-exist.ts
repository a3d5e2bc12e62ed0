import { attribute, type View } from 'turnaround/rule';
import { isBroughtByStep, mayBeLeftByStep } from './_may-exist/steps.ts';
import { isBuilt } from './_may-exist/build-output.ts';
import { isMadeByCommand, isMadeForJob, isOutput, mayWriteRequirements } from './_may-exist/commands.ts';
import { isIgnored, isIgnoredByName, isIgnoredByPath, isNamedByIgnore } from './_may-exist/ignored.ts';
import { isPattern, mayMatchNothing } from './_may-exist/optional.ts';
import { isFoundBySite, isMadeBySite } from './_may-exist/pages.ts';
import { isKeyOfImage, isOwnOfService, isSecretManifest } from './_may-exist/private.ts';
import { hasTemplate, isFilledIn } from './_may-exist/template.ts';
import type { Wanted } from './_may-exist/wanted.ts';
import { mayBeWritten } from './_scripts.ts';
import { isThere } from './docker/_copied.ts';

/** What uses the path. Each reader runs in another environment, where other files were created before. */
export type Reader = 'workflow' | 'compose' | 'image' | 'kustomization' | 'requirements' | 'pytest' | 'link' | 'prose';

/**
 * Why a path may exist when it is used: it is committed, or in a submodule · it is outside the workspace · git ignores it, so
 * it is created locally · it is a build output · a command or a script writes it · a step of the job brings it in · a
 * template for it exists · it is a private key or env file · it is a pattern that may match nothing · a site generator
 * resolves or creates it.
 */
export type Reason =
  | 'committed'
  | 'submodule'
  | 'outside'
  | 'ignored'
  | 'built'
  | 'written'
  | 'brought'
  | 'template'
  | 'private'
  | 'optional'
  | 'page';

type Test = (view: View, wanted: Wanted) => boolean;

const isCommitted: Test = (view, { places }) => places.some((place) => view.has(place));
const isOutside: Test = (_, { places }) => places.some((place) => place.startsWith('..'));
const isWritten: Test = (view, { places }) => places.some((place) => mayBeWritten(view, place));

const REASONS: Readonly<Record<Reader, readonly (readonly [Reason, Test])[]>> = {
  workflow: [
    ['committed', isCommitted],
    ['ignored', isIgnoredByName],
    ['built', isBuilt('workflow')],
    ['written', isWritten],
    ['written', isMadeForJob],
    ['written', mayBeLeftByStep],
    ['brought', isBroughtByStep],
  ],
  compose: [
    ['committed', isCommitted],
    ['outside', (_, { places }) => places[0]?.startsWith('..') === true],
    ['submodule', (view, { named }) => attribute(named, 'by') === 'context' && view.has('.gitmodules')],
    ['ignored', isIgnoredByPath],
    ['built', isBuilt('compose')],
    ['written', isWritten],
    ['written', isMadeByCommand],
    ['template', hasTemplate],
    ['private', isOwnOfService],
  ],
  image: [
    ['committed', (view, { places }) => places.some((place) => isThere(view, place))],
    ['built', isBuilt('image')],
    ['written', isWritten],
    ['written', isOutput],
    ['private', isKeyOfImage],
    ['optional', isPattern],
    ['optional', mayMatchNothing],
  ],
  kustomization: [
    ['committed', isCommitted],
    ['outside', isOutside],
    ['private', isSecretManifest],
  ],
  requirements: [
    ['committed', isCommitted],
    ['outside', isOutside],
    ['ignored', isNamedByIgnore],
    ['written', mayWriteRequirements],
  ],
  pytest: [
    ['committed', isCommitted],
    ['outside', isOutside],
    ['ignored', isIgnored],
  ],
  link: [
    ['committed', isCommitted],
    ['outside', isOutside],
    ['page', isFoundBySite],
    ['page', isMadeBySite],
    ['template', isFilledIn],
  ],
  prose: [
    ['committed', isCommitted],
    ['outside', isOutside],
    ['ignored', isIgnored],
  ],
};

/** Why a path may exist when it is used; undefined if it is missing and nothing creates it. */
export function mayExist(view: View, reader: Reader, wanted: Wanted): Reason | undefined {
  return REASONS[reader].find(([, holds]) => holds(view, wanted))?.[0];
}
