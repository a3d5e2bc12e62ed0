import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { HOME } from '../src/workspace/locate.ts';

export interface Graph {
  readonly scripts: string;
  readonly workspace: string;
  readonly taskfile: string;
}

/**
 * The same graph twice, as scripts of ours and as a Taskfile: `layers` × `width` tasks that run `true`, each needing
 * the whole layer before it (or none), each with `files` input files of 2 KiB.
 */
export function makeGraph(
  folder: string,
  shape: { layers: number; width: number; files: number; dense: boolean },
): Graph {
  const workspace = join(folder, 'workspace');
  mkdirSync(join(folder, 'node_modules'), { recursive: true });
  mkdirSync(workspace);
  symlinkSync(HOME, join(folder, 'node_modules/turnaround'));
  writeFileSync(join(folder, 'package.json'), '{"type":"module"}\n');
  const tasks: string[] = [];
  for (let layer = 0; layer < shape.layers; layer += 1) {
    mkdirSync(join(folder, 'scripts', `l${layer}`), { recursive: true });
    const before = shape.dense && layer > 0 ? Array.from({ length: shape.width }, (_, at) => at) : [];
    for (let at = 0; at < shape.width; at += 1) {
      const name = `l${layer}t${at}`;
      mkdirSync(join(workspace, name));
      for (let file = 0; file < shape.files; file += 1)
        writeFileSync(join(workspace, name, `${file}.txt`), `${name} ${file} `.repeat(256).slice(0, 2048));
      writeFileSync(join(folder, 'scripts', `l${layer}`, `t${at}.ts`), script(name, layer, before, shape.files > 0));
      const deps = before.map((need) => `l${layer - 1}t${need}`).join(', ');
      const sources = shape.files > 0 ? `, sources: ['${name}/*.txt']` : '';
      tasks.push(`  ${name}: { deps: [${deps}], cmds: ['true']${sources} }`);
    }
  }
  const last = Array.from({ length: shape.dense ? shape.width : shape.layers * shape.width }, (_, at) =>
    shape.dense ? `l${shape.layers - 1}t${at}` : `l${Math.floor(at / shape.width)}t${at % shape.width}`,
  );
  writeFileSync(
    join(workspace, 'Taskfile.yml'),
    ["version: '3'", 'run: once', 'silent: true', 'tasks:', `  all: { deps: [${last.join(', ')}] }`, ...tasks, ''].join(
      '\n',
    ),
  );
  return { scripts: join(folder, 'scripts'), workspace, taskfile: join(workspace, 'Taskfile.yml') };
}

function script(name: string, layer: number, before: readonly number[], reads: boolean): string {
  const imports = before.map((at) => `import { l${layer - 1}t${at} } from '../l${layer - 1}/t${at}.ts';\n`).join('');
  const needs = before.map((at) => `l${layer - 1}t${at}`).join(', ');
  return `import { met, task } from 'turnaround/task';
${imports}
export const ${name} = task(import.meta, {
  summary: '${name}',
  needs: { ${needs} },
  ${reads ? `reads: () => ['${name}'],\n  ` : ''}effect: 'none',
  async run({ $ }) {
    await $\`true\`;
    return met({});
  },
});
`;
}
