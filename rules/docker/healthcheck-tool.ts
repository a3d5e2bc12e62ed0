import { rule, side, told, type Fact, type View } from 'turnaround/rule';
import { wordsOf } from '../_commands.ts';
import { builtBy, imageOf, serviceOf, type Image } from '../_image.ts';

const PACKAGES: Readonly<Record<string, RegExp>> = {
  curl: /^curl(?:[=~].*)?$/,
  wget: /^wget(?:[=~].*)?$/,
  nc: /^(?:netcat|nmap-ncat|busybox)/,
  pg_isready: /^postgresql/,
};

export const healthcheckTool = rule(import.meta, {
  title: 'A health check runs a program that the image does not contain',
  severity: 'fails',
  why: 'Every check fails with "not found": the container stays "unhealthy", and services that wait for it never start.',
  *check(view) {
    for (const command of view.about('command')) {
      if (told(command, 'step') !== 'healthcheck') continue;
      const image = checkedBy(view, command);
      const asked = String(command.value)
        .split(/\|\||&&|[;|]/)
        .map((part) => wordsOf(part)[0]?.replace(/^.*\//, '') ?? '')
        .filter((program) => Object.hasOwn(PACKAGES, program));
      // `curl … || wget …` works with either program.
      const [program] = asked;
      if (image === undefined || program === undefined || asked.some((one) => !lacks(view, image, one))) continue;
      yield {
        message: `the health check runs ${program}, but ${String(image.base.value)} does not contain it`,
        at: side(command, String(command.value)),
        against: [side(image.base, `based on ${String(image.base.value)}`)],
        remedy: `install ${program} in the image, or use a program that it contains`,
      };
    }
  },
});

/** The image in whose container a health check runs, if it is built here. */
function checkedBy(view: View, command: Fact): Image | undefined {
  if (told(command, 'by') === 'dockerfile') {
    const image = imageOf(view, command.file);
    return image?.has(command) === true ? image : undefined;
  }
  const service = serviceOf(view, command);
  const built = service === undefined ? undefined : builtBy(view, service);
  return built === undefined ? undefined : imageOf(view, built.dockerfile, told(service ?? command, 'target'));
}

/** Whether an image certainly lacks a program: its base does not contain it, and no line installs it. */
function lacks(view: View, image: Image, program: string): boolean {
  const name = String(image.base.value);
  const commands = view.about('command').filter((fact) => image.has(fact) && told(fact, 'step') === 'run');
  const isInstalled = commands.some(({ value }) => {
    const words = wordsOf(String(value));
    return words.some((word) => PACKAGES[program]?.test(word) === true || word === program || OPEN.test(word));
  });
  const copied = [...view.about('image.stage'), ...view.about('path.named')].filter((fact) => image.has(fact));
  const isCopied = copied.some((fact) =>
    new RegExp(`^/(?:usr/?)?$|/s?bin/?$|${program}|busybox`).test(told(fact, 'to') ?? ''),
  );
  const isOther = view.about('image.used').some((fact) => image.has(fact) && !/astral-sh\/uv/.test(String(fact.value)));
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
