import { rule, locationOf, attribute } from 'turnaround/rule';
import { nearest } from '../_near.ts';

export const jobNeeds = rule(import.meta, {
  title: 'A job needs another job that its workflow does not have',
  severity: 'fails',
  why: 'GitHub rejects the whole workflow: none of its jobs runs.',
  *check(view) {
    const jobs = view.about('job');
    for (const need of view.about('job.needs')) {
      const own = jobs.filter(({ file }) => file === need.file);
      const name = need.value;
      if (own.some(({ value }) => value === name)) continue;
      const meant = nearest(
        name,
        own.map(({ value }) => value),
      );
      const against = own.filter(({ value }) => value === meant);
      const others = view.about('job.needs').filter(({ file, line }) => file === need.file && line === need.line);
      const isAlone = others.every(({ value }) => value === name || !value.includes(name));
      yield {
        message: `${attribute(need, 'job') ?? 'a job'} needs ${name}, but the workflow has no such job`,
        at: locationOf(need, `needs ${name}`),
        against: against.map((fact) => locationOf(fact)),
        remedy: meant === undefined ? `add the job ${name}, or remove it from needs` : `did you mean ${meant}?`,
        ...(meant !== undefined && isAlone && !'needs'.includes(name)
          ? { mend: [{ file: need.file, line: need.line, was: name, is: meant }] }
          : {}),
      };
    }
  },
});
