import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { met, notApplicable, task, unknown, unmet } from 'turnaround/task';
import { withoutNetwork } from 'turnaround/tools/network';
import { operations, canonical, toJson, toYaml } from 'turnaround/tools/openapi';
import {
  applicationOf,
  dependedOn,
  environment,
  EXTRACT,
  findingOf,
  interpreterOf,
  readAnswer,
} from './_application.ts';

/**
 * Writes the OpenAPI document of the FastAPI application as JSON and YAML into the documents folder. It imports the
 * application in a child: the workspace's own interpreter, no network, a time limit. Skipped while nothing that the
 * import opened has changed; undone by `./task undo`.
 */
export const openapi = task(import.meta, {
  summary: "Write the application's OpenAPI document",
  writes: ({ docs }) => [docs.openapi.json, docs.openapi.yaml],
  leaves: { 'docs/openapi-accurate': 'nothing compares the document with what the application answers yet' },
  effect: 'reversible',
  settings: ({ settings }) => ({ application: settings.application ?? null }),
  probe: async (workspace) => (await applicationOf(workspace))?.app ?? null,
  executes: ({ settings }) => [`the import of ${settings.application?.app ?? 'the FastAPI application that is found'}`],
  timeout: 180_000,

  async run({ $, workspace, scratch, saw, write, planned }) {
    const { root, docs } = workspace;
    const application = await applicationOf(workspace);
    if (application === undefined) return notApplicable('no Python file of the workspace makes a FastAPI application');
    const { app, folder } = application;
    if (!existsSync(folder)) {
      const remedy = 'correct application.folder in turnaround.yaml';
      return unmet([{ message: `the application's folder ${folder} does not exist`, remedy }]);
    }
    const found = await interpreterOf(workspace, folder, planned);
    if ('because' in found) return unknown(found.because);
    const { python } = found;
    const out = join(scratch, 'answer.json');
    if (planned) for (const path of [docs.openapi.json, docs.openapi.yaml]) write(path, '');
    const env = environment(workspace, scratch);
    const { exitCode, stderr } = await $({
      nothrow: true,
      env,
    })`${await withoutNetwork()} ${python} ${EXTRACT} --app ${app} --dir ${folder} --workspace ${root} --out ${out} --timeout 150`;
    const answer = readAnswer(out);
    if (answer === undefined) {
      const last = stderr.trim().split('\n').at(-1) ?? '';
      return unmet([
        {
          message: `${app} ended the interpreter at import (exit ${exitCode}): ${last}`,
          remedy: 'move what ends it out of the import',
        },
      ]);
    }
    for (const path of dependedOn(answer, python)) saw(path);
    if (!answer.ok) return unmet([findingOf(answer, root)]);
    if (operations(answer.openapi) === 0) {
      return unmet([
        {
          message: `${app} has no operation`,
          remedy: 'name the application that has them: `application` in turnaround.yaml',
        },
      ]);
    }
    const document = canonical(answer.openapi);
    return met({
      app,
      json: write(docs.openapi.json, toJson(document)),
      yaml: write(docs.openapi.yaml, toYaml(document)),
      operations: operations(document),
      websockets: answer.websockets.length,
    });
  },
});
