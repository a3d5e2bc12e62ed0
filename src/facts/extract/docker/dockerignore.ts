import type { Extractor } from '../../extractor.ts';
import type { Fact } from '../../fact.ts';

/** What is left out of a build context, and of git; and the folders of other repositories in this one. */
export const dockerignore: Extractor = {
  name: 'dockerignore',
  subjects: ['docker.ignored', 'git.submodule', 'git.ignored'],
  reads: (path) => path === '.gitmodules' || /(?:^|\/)(?:\.gitignore|(?:[\w.-]+)?\.dockerignore)$/.test(path),
  limit: 256 * 1024,
  facts: (source) =>
    source.lines().flatMap((line, index): Fact[] => {
      const pattern = line.trim();
      if (pattern.startsWith('#')) return [];
      if (source.name === '.gitmodules')
        return source.fact('git.submodule', /^path\s*=\s*(.+?)\/?$/.exec(pattern)?.[1] ?? '', index + 1);
      const subject = source.name === '.gitignore' ? 'git.ignored' : 'docker.ignored';
      return source.fact(subject, pattern, index + 1);
    }),
};
