import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Rule } from './rule.ts';

/** Every rule in `folder`, by its id. */
export async function loadRules(folder: string): Promise<Rule[]> {
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts') && !name.includes('/_'))
    .toSorted();
  const loaded = await Promise.all(files.map((name) => import(pathToFileURL(join(folder, name)).href)));
  return loaded.flatMap((exported) => Object.values(exported as Record<string, unknown>).filter(isRule));
}

function isRule(value: unknown): value is Rule {
  return typeof value === 'object' && value !== null && 'check' in value && 'severity' in value;
}
