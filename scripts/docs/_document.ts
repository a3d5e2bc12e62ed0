import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Context } from 'turnaround/task';
import {
  canonical,
  staticDocument,
  toJson,
  toYaml,
  unionOf,
  type Document,
  type Reading,
} from 'turnaround/tools/openapi';
import type { Success } from './_answer.ts';

/** The document of an application and of everything that it mounts; it states how it was read. */
export function documentOf({ openapi, mounted }: Success, reading: Reading): Document {
  return canonical({ ...unionOf(openapi, mounted), 'x-turnaround': { reading } });
}

export function texts(document: Document): { json: string; yaml: string } {
  return { json: toJson(document), yaml: toYaml(document) };
}

/**
 * Writes the document that can be made without importing anything, from the routes in the code. Hidden routes are left out.
 * It never replaces another document.
 */
export async function writeStatic({ workspace, write }: Context<unknown>, app: string): Promise<void> {
  const { root, docs, applications } = workspace;
  const found = (await applications()).find((each) => each.app === app);
  const routes = (found?.operations ?? []).filter(({ kind, hidden }) => kind === 'http' && !hidden);
  if (routes.length === 0 || !mayStand(root, docs.openapi)) return;
  const text = texts(canonical(staticDocument(routes)));
  for (const kind of ['json', 'yaml'] as const) write(docs.openapi[kind], text[kind]);
}

function mayStand(root: string, { json, yaml }: { json: string; yaml: string }): boolean {
  if (!existsSync(join(root, json))) return !existsSync(join(root, yaml));
  return /"x-turnaround":\s*\{\s*"reading":\s*"static"/.test(readFileSync(join(root, json), 'utf8'));
}
