import { rule, side, told } from 'turnaround/rule';
import { sidesOf, unsupportedBy } from './_packages.ts';
import { projectsOf } from './_projects.ts';
import { isRuledOut } from './_ranges.ts';
import { NODE } from './_runtime.ts';

export const nodeFitsPackages = rule(import.meta, {
  title: 'A Node.js that an installed package does not support',
  severity: 'wrong',
  why: 'npm only warns; the package then stops at the first function that this Node.js does not have.',
  *check(view) {
    for (const { folder, uses, ranges } of projectsOf(view, NODE)) {
      for (const use of uses) {
        const outside = unsupportedBy(view, folder, use);
        const [first, ...more] = outside;
        // What the project itself rules out is said of that, with the packages beside it.
        if (first === undefined || isRuledOut(use, ranges)) continue;
        const name = `${String(first.value)} ${told(first, 'version') ?? ''}`.trim();
        const others = more.length === 0 ? '' : ` (and ${more.length} more)`;
        yield {
          message: `${use.says}, and ${name}${others} needs ${told(first, 'node') ?? ''}`,
          at: side(use.fact, use.says),
          against: sidesOf(outside),
          together: `${folder} ${use.fact.of?.['matrix'] === undefined ? use.key : use.fact.file}`,
          remedy: 'use a Node.js that every package supports, or an older version of the package',
          // Tools warn and mostly go on; what is shipped may stop.
          ...(outside.every((root) => told(root, 'group') === 'dev') ? { severity: 'confusing' } : {}),
        };
      }
    }
  },
});
