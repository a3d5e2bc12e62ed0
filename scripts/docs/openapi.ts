import { join } from 'node:path';
import { met, task, unmet } from 'turnaround/task';
import { withoutNetwork } from 'turnaround/tools/network';
import { operations } from 'turnaround/tools/openapi';
import { readAnswer } from './_answer.ts';
import { applicationOf, dependedOn, environment, EXTRACT } from './_application.ts';
import { copied, inCopy } from './_copy.ts';
import { documentOf, texts, writeStatic } from './_document.ts';
import { failureOf, figuresOf } from './_outcome.ts';
import { readApplication, type Attempt } from './_reading.ts';
import { targetOf } from './_target.ts';

/** Time limits in seconds: for one import, and for all of them. */
const [ONE, ALL] = [150, 540];

/**
 * Writes the OpenAPI document of the FastAPI application as JSON and YAML into the documents folder. A child process imports
 * a copy of the application: with the workspace's own interpreter, no network, a time limit, and stand-in values for missing
 * variables. Skipped while nothing that the import opened has changed; `./task undo` takes it back.
 */
export const openapi = task(import.meta, {
  summary: "Write the application's OpenAPI document",
  writes: ({ docs }) => [docs.openapi.json, docs.openapi.yaml],
  partial: { 'docs/openapi-accurate': 'no task compares the document with the answers of the application yet' },
  effect: 'reversible',
  options: {
    'make-env': {
      type: 'boolean',
      description: 'make a private Python environment from the declared packages if no interpreter can import it',
    },
  },
  settings: [({ settings }) => ({ application: settings.application ?? null })],
  probe: async (workspace) => (await applicationOf(workspace))?.app ?? null,
  executes: async (workspace) => [
    `the import of ${(await applicationOf(workspace))?.app ?? 'no application, because none was found'}`,
  ],
  timeout: 600_000,

  async run(context) {
    const { $, workspace, scratch, dependsOn, write, planned } = context;
    const { root, docs, settings } = workspace;
    const target = await targetOf(context, context.options['make-env']);
    if ('verdict' in target) return target;
    const { app, folder, found } = target;
    const { python } = found;
    if (planned) for (const path of [docs.openapi.json, docs.openapi.yaml]) write(path, '');
    const copy = join(scratch, 'copy');
    const dir = inCopy(root, folder, copy);
    if (!planned) await copied(root, folder, copy);
    const [noise, until] = [join(scratch, 'noise.txt'), Date.now() + ALL * 1000];
    const prefix = await withoutNetwork();
    let round = 0;
    let exit: number | null = null;
    const ask = async ({ env, stubs, unreadable }: Attempt) => {
      const out = join(scratch, `answer.${(round += 1)}.json`);
      const seconds = Math.max(5, Math.min(ONE, Math.round((until - Date.now()) / 1000)));
      const made = [
        ...stubs.flatMap((name) => ['--stub', name]),
        ...unreadable.flatMap((name) => ['--unreadable', name]),
      ];
      const ran = await $({
        nothrow: true,
        env: { ...env, ...environment(workspace, scratch) },
      })`${prefix} ${python} ${EXTRACT} --app ${app} --dir ${dir} --workspace ${copy} --original ${root} --scratch ${scratch} --noise ${noise} --out ${out} --timeout ${seconds} ${made}`;
      exit = ran.exitCode;
      return readAnswer(out);
    };
    const given = Object.keys(settings.application?.environment ?? {});
    const reading = await readApplication({ root, copy, folder, given, until }, ask);
    const { answer, isWhole } = reading;
    if (answer !== undefined) for (const path of dependedOn(answer, python)) dependsOn(path);
    if (answer?.ok !== true || !isWhole) {
      await writeStatic(context, app);
      return failureOf(app, reading, noise, exit);
    }
    const document = documentOf(answer, reading.variables.length > 0 ? 'stand-ins' : 'live');
    if (operations(document) === 0) {
      const remedy = 'name the application that has operations: `application` in turnaround.yaml';
      return unmet([{ message: `${app} has no operations`, remedy }]);
    }
    const text = texts(document);
    const [json, yaml] = [write(docs.openapi.json, text.json), write(docs.openapi.yaml, text.yaml)];
    return met({ app, json, yaml, operations: operations(document), ...figuresOf(root, answer, reading, found) });
  },
});
