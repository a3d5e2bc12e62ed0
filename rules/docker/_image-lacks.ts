import { attribute, type View } from 'turnaround/rule';
import { wordsOf } from '../_commands.ts';
import type { Image } from '../_image.ts';

export const PACKAGES: Readonly<Record<string, RegExp>> = {
  curl: /^curl(?:[=~].*)?$/,
  wget: /^wget(?:[=~].*)?$/,
  nc: /^(?:netcat|nmap-ncat|busybox)/,
  pg_isready: /^postgresql/,
};

/** Whether an image certainly lacks a program: its base does not contain it, and no line installs it. */
export function lacks(view: View, image: Image, program: string): boolean {
  const name = String(image.base.value);
  const commands = view.about('command').filter((fact) => image.has(fact) && attribute(fact, 'step') === 'run');
  const isInstalled = commands.some((command) =>
    wordsOf(command).some((word) => PACKAGES[program]?.test(word) === true || word === program || OPEN.test(word)),
  );
  const copied = [...view.about('image.stage'), ...view.about('path.named')].filter((fact) => image.has(fact));
  const isCopied = copied.some((fact) =>
    new RegExp(`^/(?:usr/?)?$|/s?bin/?$|${program}|busybox`).test(attribute(fact, 'to') ?? ''),
  );
  const isOther = view.about('image.used').some((fact) => image.has(fact) && !/astral-sh\/uv/.test(fact.value));
  return hasNo(name, program) && !isInstalled && !isCopied && !isOther;
}

/** Words that may install anything: a variable, a list of packages, a script. */
const OPEN = /^\$|\$\{|xargs|\.sh$|packages\.txt|^(?:ansible|nix|brew)/;

const SLIM =
  /^(?:docker\.io\/)?(?:library\/)?(?:(?:python|node):[\w.]*-?(?:\w+-)?slim|debian(?::|$)|ubuntu(?::|$))|\/astral-sh\/uv:[\w.-]*slim/;

const ALPINE = /^(?:docker\.io\/)?(?:library\/)?(?:(?:python|node):[\w.-]*alpine|alpine(?::|$))/;

function hasNo(image: string, program: string): boolean {
  if (/(?:^|\/)distroless\/|^scratch$/.test(image)) return true;
  if (ALPINE.test(image)) return program === 'curl' || program === 'pg_isready';
  return SLIM.test(image) || (program === 'pg_isready' && /^python:[\d.]+$/.test(image));
}
