import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { makeExample } from '../src/command/example.ts';
import { HOME } from '../src/workspace/locate.ts';
import { measure, table } from './measure.ts';

/**
 * `docs:openapi` against the checklist's two one-liners (one imports the application and writes JSON, one turns it into
 * YAML) on the example: `node --import tsx bench/openapi.ts [rounds]`.
 */
const rounds = Number(process.argv[2] ?? 5);
const root = makeExample();
const folder = mkdtempSync(join(tmpdir(), 'turnaround-bench-'));
const python = join(root, '.venv/bin/python');
const backend = join(root, 'backend');
const json = join(folder, 'openapi.json');
const yaml = join(folder, 'openapi.yaml');
const [first, second] = [join(folder, 'first.py'), join(folder, 'second.py')];
writeFileSync(
  first,
  `import sys, json\nsys.path.insert(0, ${JSON.stringify(backend)})\nfrom app.main import app\nwith open(${JSON.stringify(json)}, 'w') as f:\n    json.dump(app.openapi(), f, indent=2)\n`,
);
writeFileSync(
  second,
  `import json\ntry:\n    import yaml\nexcept ImportError:\n    yaml = None\nwith open(${JSON.stringify(json)}) as f:\n    spec = json.load(f)\nwith open(${JSON.stringify(yaml)}, 'w') as f:\n    yaml.dump(spec, f, sort_keys=False) if yaml else json.dump(spec, f)\n`,
);
try {
  const figures = measure(
    [
      { name: 'the two one-liners', program: 'sh', args: ['-c', `${python} ${first} && ${python} ${second}`] },
      {
        name: 'docs:openapi --force',
        program: join(HOME, 'task'),
        args: ['docs:openapi', '--force', '--workspace', root],
      },
      {
        name: 'docs:openapi, nothing changed',
        program: join(HOME, 'task'),
        args: ['docs:openapi', '--workspace', root],
      },
    ],
    rounds,
  );
  console.log(table('OpenAPI document of the example', figures, 'the two one-liners'));
} finally {
  rmSync(folder, { recursive: true, force: true });
}
