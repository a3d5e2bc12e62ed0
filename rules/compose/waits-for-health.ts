import { rule, side, told } from 'turnaround/rule';
import { bareImage, builtIn } from '../_built.ts';
import { mentionsOf, WITHOUT_HEALTHCHECK } from './_services.ts';

export const waitsForHealth = rule(import.meta, {
  title: 'A service waits for the health of one that never tells',
  severity: 'fails',
  why: '`docker compose up` ends: "container has no healthcheck configured".',
  *check(view) {
    const built = builtIn(view);
    for (const need of view.about('service.needs')) {
      if (told(need, 'condition') !== 'service_healthy') continue;
      const name = String(need.value);
      const mentions = mentionsOf(view, need, name);
      const [own] = mentions.filter(({ file }) => file === need.file);
      const isOff = mentions.some(({ of }) => of?.['healthcheck'] === false);
      const tells = mentions.some(({ of }) => of?.['healthcheck'] === true || of?.['extends'] === true);
      if (own === undefined || (tells && !isOff)) continue;
      const images = built.filter(({ services }) => services.some((one) => mentions.includes(one)));
      const bases = images.map(({ dockerfile }) => final(dockerfile));
      const checks = images.some(({ dockerfile }) =>
        ['command', 'probe.path'].some((subject) =>
          view
            .about(subject)
            .some(
              (one) =>
                one.file === dockerfile && (told(one, 'step') === 'healthcheck' || told(one, 'kind') === 'healthcheck'),
            ),
        ),
      );
      const image = told(own, 'context') === undefined ? told(own, 'image') : bases[0];
      // An image of somebody else may have one of its own.
      const isWithout = image !== undefined && WITHOUT_HEALTHCHECK.test(bareImage(image));
      if (!isOff && (checks || !isWithout || mentions.some(({ of }) => of?.['inline'] === true))) continue;
      yield {
        message: `${told(need, 'service') ?? 'it'} waits until ${name} is healthy, and ${name} has ${isOff ? 'its healthcheck turned off' : 'no healthcheck'}`,
        at: side(own, `${name} without a healthcheck`),
        against: [side(need, `waits for ${name}: service_healthy`)],
        remedy: `give ${name} a healthcheck, or wait for service_started`,
      };
    }

    function final(dockerfile: string): string | undefined {
      const base = view.about('image.base').find(({ file, of }) => file === dockerfile && of?.['final'] === true);
      return base === undefined ? undefined : String(base.value);
    }
  },
});
