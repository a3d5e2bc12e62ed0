import { basename } from 'node:path/posix';
import { isNamedFor, rule, locationOf, attribute } from 'turnaround/rule';
import { bare, deployed, isOpen, ownerOf, pushesOf } from './_images.ts';

export const neverDeployed = rule(import.meta, {
  title: 'An image is published but never run',
  severity: 'confusing',
  why: 'Either every release builds it for nothing, or the workload that should run it runs another image.',
  *check(view) {
    const used = new Set(deployed(view).map(bare));
    const bases = new Set(view.about('image.base').map(bare));
    if (used.size === 0 || isOpen(view)) return;
    const seen = new Set<string>();
    for (const built of view.about('image.built')) {
      const name = bare(built);
      if (attribute(built, 'by') !== 'workflow' || used.has(name) || bases.has(name) || seen.has(name)) continue;
      seen.add(name);
      // Base images, images that build others, and images for development and tests are not deployed.
      if (/(?:base|cache|builder|migrat\w*)$/i.test(name) || isNamedFor(basename(name), 'development', 'test', 'ci'))
        continue;
      const others = view.about('image.built').filter((fact) => fact.file === built.file && used.has(bare(fact)));
      const isPushed = pushesOf(view, built.file).some(({ image }) => image === name);
      const named = view
        .about('command')
        .some(
          ({ file, line, value }) =>
            value.includes(name) &&
            !/\b(?:build|push|tag)\b/.test(value) &&
            !(file === built.file && line === built.line),
        );
      const same = others.filter((fact) => ownerOf(bare(fact)) === ownerOf(name));
      if (same.length === 0 || !isPushed || named) continue;
      yield {
        message: `${name} is built and pushed, but no manifest, compose file or command runs it`,
        at: locationOf(built, `builds ${built.value}`),
        against: same.slice(0, 2).map((fact) => locationOf(fact, `builds ${fact.value}, which is used`)),
        remedy: 'run it, or stop publishing it',
      };
    }
  },
});
