import { COMMAND_SUBJECTS } from '../../command-line.ts';
import type { Extractor } from '../../extractor.ts';
import { Unreadable } from '../../fact.ts';
import { isPlaceholder } from '../../read/source.ts';
import { isSecretName, referencesOf } from '../../variable.ts';
import { LONG, NOTHING, scriptFacts } from '../_script.ts';

export const procfile: Extractor = {
  name: 'procfile',
  subjects: [...COMMAND_SUBJECTS, 'process', 'variable.read'],
  reads: (path) => /(?:^|\/)Procfile(?:\.(?!md$|txt$|j2$|tmpl$|bak$)[\w-]+)?$/.test(path),
  limit: 64 * 1024,
  *facts(source) {
    for (const [index, text] of source.lines().entries()) {
      const line = index + 1;
      if (/^\s*(?:#|$)/.test(text)) continue;
      const [, name, command = ''] = /^([\w-]+):[ \t]*(\S.*)$/.exec(text) ?? [];
      if (name === undefined) {
        throw new Unreadable(
          isPlaceholder(text) ? 'is a template, not a Procfile' : 'is not a Procfile: this line defines no process',
          line,
        );
      }
      if (command.length > LONG || isPlaceholder(command)) continue;
      const of = { by: 'procfile', process: name };
      yield* source.fact('process', name, line, { by: 'procfile' });
      yield* scriptFacts(source, { text: command, lineAt: () => line, expands: true }, of, NOTHING);
      for (const { name: variable, required, default: given } of referencesOf(command)) {
        const value = given === undefined || isSecretName(variable) ? {} : { default: given };
        if (/^[A-Za-z_]/.test(variable))
          yield* source.fact('variable.read', variable, line, { ...of, required, ...value });
      }
    }
  },
};
