import { rule, locationOf, attribute } from 'turnaround/rule';
import { bareImage, builtIn } from '../_built.ts';
import { mentionsOf, WITHOUT_HEALTHCHECK } from './_services.ts';

export const waitsForHealth = rule(import.meta, {
  title: 'A service waits for the health of a service without a health check',
  severity: 'fails',
  why: '`docker compose up` fails: "container has no healthcheck configured".',
  *check(view) {
    const built = builtIn(view);
    for (const need of view.about('service.needs')) {
      if (attribute(need, 'condition') !== 'service_healthy') continue;
      const name = need.value;
      const mentions = mentionsOf(view, need, name);
      const [own] = mentions.filter(({ file }) => file === need.file);
      const isOff = mentions.some(({ attributes }) => attributes?.['healthcheck'] === false);
      const tells = mentions.some(
        ({ attributes }) => attributes?.['healthcheck'] === true || attributes?.['extends'] === true,
      );
      if (own === undefined || (tells && !isOff)) continue;
      const images = built.filter(({ services }) => services.some((one) => mentions.includes(one)));
      const bases = images.map(({ dockerfile }) => final(dockerfile));
      const checks = images.some(
        ({ dockerfile }) =>
          view.about('command', dockerfile).some((one) => attribute(one, 'step') === 'healthcheck') ||
          view.about('probe.path', dockerfile).some((one) => attribute(one, 'kind') === 'healthcheck'),
      );
      const image = attribute(own, 'context') === undefined ? attribute(own, 'image') : bases[0];
      // An external image may define its own health check.
      const isWithout = image !== undefined && WITHOUT_HEALTHCHECK.test(bareImage(image));
      if (!isOff && (checks || !isWithout || mentions.some(({ attributes }) => attributes?.['inline'] === true)))
        continue;
      yield {
        message: `${attribute(need, 'service') ?? 'a service'} waits until ${name} is healthy, but ${name} has ${isOff ? 'its healthcheck disabled' : 'no healthcheck'}`,
        at: locationOf(own, `${name} without a healthcheck`),
        against: [locationOf(need, `waits for ${name}: service_healthy`)],
        remedy: `add a healthcheck to ${name}, or wait for service_started`,
      };
    }

    function final(dockerfile: string): string | undefined {
      const base = view
        .about('image.base')
        .find(({ file, attributes }) => file === dockerfile && attributes?.['final'] === true);
      return base === undefined ? undefined : base.value;
    }
  },
});
