import { rule, side, told } from 'turnaround/rule';
import { bareImage, builtIn } from '../_built.ts';
import { mentionsOf, WITHOUT_HEALTHCHECK } from './_services.ts';

export const waitsForHealth = rule(import.meta, {
  title: 'A service waits for the health of a service without a health check',
  severity: 'fails',
  why: '`docker compose up` fails: "container has no healthcheck configured".',
  *check(view) {
    const built = builtIn(view);
    for (const need of view.about('service.needs')) {
      if (told(need, 'condition') !== 'service_healthy') continue;
      const name = need.value;
      const mentions = mentionsOf(view, need, name);
      const [own] = mentions.filter(({ file }) => file === need.file);
      const isOff = mentions.some(({ of }) => of?.['healthcheck'] === false);
      const tells = mentions.some(({ of }) => of?.['healthcheck'] === true || of?.['extends'] === true);
      if (own === undefined || (tells && !isOff)) continue;
      const images = built.filter(({ services }) => services.some((one) => mentions.includes(one)));
      const bases = images.map(({ dockerfile }) => final(dockerfile));
      const checks = images.some(
        ({ dockerfile }) =>
          view.about('command', dockerfile).some((one) => told(one, 'step') === 'healthcheck') ||
          view.about('probe.path', dockerfile).some((one) => told(one, 'kind') === 'healthcheck'),
      );
      const image = told(own, 'context') === undefined ? told(own, 'image') : bases[0];
      // An external image may define its own health check.
      const isWithout = image !== undefined && WITHOUT_HEALTHCHECK.test(bareImage(image));
      if (!isOff && (checks || !isWithout || mentions.some(({ of }) => of?.['inline'] === true))) continue;
      yield {
        message: `${told(need, 'service') ?? 'a service'} waits until ${name} is healthy, but ${name} has ${isOff ? 'its healthcheck disabled' : 'no healthcheck'}`,
        at: side(own, `${name} without a healthcheck`),
        against: [side(need, `waits for ${name}: service_healthy`)],
        remedy: `add a healthcheck to ${name}, or wait for service_started`,
      };
    }

    function final(dockerfile: string): string | undefined {
      const base = view.about('image.base').find(({ file, of }) => file === dockerfile && of?.['final'] === true);
      return base === undefined ? undefined : base.value;
    }
  },
});
