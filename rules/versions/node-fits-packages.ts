import { rule, locationOf, attribute } from 'turnaround/rule';
import { sidesOf, unsupportedBy } from './_packages.ts';
import { projectsOf } from './_projects.ts';
import { isRuledOut } from './_ranges.ts';
import { NODE } from './_runtime.ts';

export const nodeFitsPackages = rule(import.meta, {
  title: 'An installed package does not support the Node.js version',
  severity: 'wrong',
  why: 'npm only warns; the package then fails at the first function that this Node.js version does not have.',
  *check(view) {
    for (const { folder, uses, ranges } of projectsOf(view, NODE)) {
      for (const use of uses) {
        const outside = unsupportedBy(view, folder, use);
        const [first, ...more] = outside;
        // If the project itself rules out the version, versions/node-in-range reports it, with these packages.
        if (first === undefined || isRuledOut(use, ranges)) continue;
        const name = `${first.value} ${attribute(first, 'version') ?? ''}`.trim();
        const others = more.length === 0 ? '' : ` (and ${more.length} more)`;
        yield {
          message: `${use.says}, but ${name}${others} requires ${attribute(first, 'node') ?? ''}`,
          at: locationOf(use.fact, use.says),
          against: sidesOf(outside),
          groupKey: `${folder} ${use.fact.attributes?.['matrix'] === undefined ? use.key : use.fact.file}`,
          remedy: 'use a Node.js version that every package supports, or an older version of the package',
          // Build tools usually only warn, but a shipped package may fail.
          ...(outside.every((root) => attribute(root, 'group') === 'dev') ? { severity: 'confusing' } : {}),
        };
      }
    }
  },
});
