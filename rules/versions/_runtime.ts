/** Python or Node.js, as far as its versions are concerned. */
export interface Runtime {
  readonly name: string;
  readonly subject: 'version.python' | 'version.node';
  /** Files that make a folder a project. */
  readonly manifest: RegExp;
  readonly manifests: readonly string[];
  readonly kind: 'python' | 'npm';
  readonly declared: RegExp;
  /** A command of a workflow that shows that a job tests or builds. */
  readonly tests: RegExp;
  /** A command of an image that installs or builds the project. */
  readonly builds: RegExp;
  /** The part that two versions must have in common; undefined if a version does not contain it. */
  readonly key: (version: string) => string | undefined;
}

export const PYTHON: Runtime = {
  name: 'Python',
  subject: 'version.python',
  manifest: /^(?:pyproject\.toml|requirements[\w.*-]*\.txt|Pipfile|setup\.(?:py|cfg)|(?:uv|poetry|pdm)\.lock)$/,
  manifests: ['pyproject.toml', 'requirements.txt', 'Pipfile', 'setup.py'],
  kind: 'python',
  declared: /^(?:requires-python|poetry)$/,
  tests: /\b(?:pytest|py\.test|tox|nox|unittest|coverage run|manage\.py test)\b|\bmake test/,
  builds: /\bpip[\d.]* install\b.*(?:\s-r|requirement)/,
  key: (version) => /^\d+\.\d+(?=\.\d|$)/.exec(version)?.[0],
};

const LTS: Readonly<Record<string, string>> = {
  fermium: '14',
  gallium: '16',
  hydrogen: '18',
  iron: '20',
  jod: '22',
  krypton: '24',
};

export const NODE: Runtime = {
  name: 'Node.js',
  subject: 'version.node',
  manifest: /^package(?:-lock|\*)?\.json$|^(?:yarn\.lock|pnpm-lock\.yaml)$/,
  manifests: ['package.json'],
  kind: 'npm',
  declared: /^engines$/,
  tests: /^(?:npm|npx|yarn|pnpm|bun)\b/,
  builds:
    /^(?!.* (?:-g|--global)\b)(?:npm (?:ci|clean-install|run build|(?:i|install)(?: -.*)?$)|(?:yarn|pnpm)(?: (?:i|install|run build|build)\b|$)|(?:npx )?vite build)/,
  key: (version) => LTS[version.replace(/^lts\//, '')] ?? /^v?(\d+)(?:\.(?:\d+|x))*$/.exec(version)?.[1],
};
