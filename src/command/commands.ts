import type { Command } from './command.ts';

/** Every command by its name, in the order of the help. Each is loaded when it is called or described. */
const COMMANDS: Readonly<Record<string, () => Promise<Command>>> = {
  demo: async () => (await import('./demo.ts')).demo,
  test: async () => (await import('./test.ts')).test,
  list: async () => (await import('./list.ts')).list,
  status: async () => (await import('./status.ts')).status,
  why: async () => (await import('./why.ts')).why,
  plan: async () => (await import('./plan.ts')).plan,
  graph: async () => (await import('./graph.ts')).graph,
  facts: async () => (await import('./facts.ts')).facts,
  rules: async () => (await import('./rules.ts')).rules,
  mend: async () => (await import('./mend.ts')).mend,
  init: async () => (await import('./init.ts')).init,
  doctor: async () => (await import('./doctor.ts')).doctor,
  tick: async () => (await import('./tick.ts')).tick,
  undo: async () => (await import('./undo.ts')).undo,
  purge: async () => (await import('./purge.ts')).purge,
  new: async () => (await import('./new.ts')).create,
  generate: async () => (await import('./generate.ts')).generate,
  completion: async () => (await import('./completion.ts')).completion,
};

export const NAMES: readonly string[] = Object.keys(COMMANDS);

/** A command by its name; a call without a name is the overview. */
export async function commandOf(name: string): Promise<Command | undefined> {
  if (name === '') return (await import('./overview.ts')).overview;
  return Object.hasOwn(COMMANDS, name) ? COMMANDS[name]?.() : undefined;
}

export function allCommands(): Promise<Command[]> {
  return Promise.all(Object.values(COMMANDS).map((load) => load()));
}
