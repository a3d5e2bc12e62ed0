import { cpSync } from 'node:fs';
import { join } from 'node:path';
import { HOME } from '../../src/workspace/locate.ts';

/** The example with images, compose, manifests and workflows that agree with it and with one another. */
export function cleanWorkspace(root: string): void {
  cpSync(join(HOME, 'examples/toolbox'), root, { recursive: true, filter: (path) => !path.endsWith('.turnaround') });
  cpSync(join(import.meta.dirname, 'clean'), root, { recursive: true });
}
