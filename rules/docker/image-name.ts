import { distance } from 'fastest-levenshtein';
import { rule, locationOf, type Fact } from 'turnaround/rule';
import { bareImage } from '../_built.ts';

const OFFICIAL = new Set(
  'alpine busybox caddy debian golang httpd mariadb memcached mongo mysql nginx node php postgres python rabbitmq redis ruby rust traefik ubuntu'.split(
    ' ',
  ),
);

export const imageName = rule(import.meta, {
  title: 'An image name looks like a typo',
  severity: 'fails',
  why: 'The registry has no image with this name: the build or the service cannot start.',
  *check(view) {
    const used = [...view.about('image.base'), ...view.about('image.used')].filter(({ sure }) => sure === 'stated');
    const own = new Set([...view.about('image.built'), ...view.about('service')].map(({ value }) => bareImage(value)));
    for (const image of used) {
      const name = bareImage(image.value);
      if (name.includes('/') || name.length < 4 || OFFICIAL.has(name) || own.has(name)) continue;
      // An image with the same tag elsewhere shows what was meant.
      const meant = used.find((other) => isMeant(bareImage(other.value), name) && tagOf(other) === tagOf(image));
      if (meant === undefined || tagOf(image) === '') continue;
      const is = bareImage(meant.value);
      yield {
        message: `${image.value} is used here, but ${meant.value} is used in ${meant.file}`,
        at: locationOf(image, `image ${image.value}`),
        against: [locationOf(meant, `image ${meant.value}`)],
        remedy: `use ${is}`,
        mend: [{ file: image.file, line: image.line, was: `${name}:`, is: `${is}:` }],
      };
    }
  },
});

function isMeant(official: string, name: string): boolean {
  return OFFICIAL.has(official) && distance(official, name) <= 2;
}

function tagOf({ value }: Fact): string {
  return String(value).slice(bareImage(String(value)).length);
}
