import { attribute, type Fact, type View } from 'turnaround/rule';
import { callOf, wordsOf, areTogether } from '../_commands.ts';
import type { Installed } from './_pip.ts';

/** Tools, and the packages that install them besides the package with the same name. */
const BRINGS: Readonly<Record<string, RegExp>> = {
  pytest: /pytest|^(?:schemathesis|syrupy|tavern|nox-?)/,
  uvicorn: /uvicorn|^fastapi-cli$|^(?:starlette-admin|strawberry-graphql|langserve|mcp|fastmcp)$/,
  gunicorn: /gunicorn|^uvicorn-worker$/,
  alembic: /alembic|^flask-migrate$/,
  ruff: /ruff/,
  mypy: /mypy/,
  celery: /celery|^flower$/,
  coverage: /coverage|^pytest-cov|^codecov|^coveralls/,
  fastapi: /^fastapi-cli/,
};
/** Packages with very many dependencies. */
export const LARGE =
  /^(?:apache-|mlflow|prefect|gradio|nicegui|chromadb|litellm|ray$|litestar|langflow|zenml|bentoml|dagster|optuna|advanced-alchemy|invoke|home-?assistant|jupyter|wagtail|sentry$)/;

/** The tool that a command runs, if pip must install it. */
export function toolOf(command: Fact<'command'>): string | undefined {
  const { program, rest } = callOf(command);
  const isModule = /^python[\d.]*$/.test(program) && rest[0] === '-m';
  const tool = isModule ? rest[1] : program;
  if (tool === 'fastapi' && !/^(?:run|dev)$/.test(rest[isModule ? 2 : 0] ?? '')) return undefined;
  return tool !== undefined && Object.hasOwn(BRINGS, tool) && !rest.includes('--version') ? tool : undefined;
}

export function brings(dependency: Fact<'dependency'>, tool: string): boolean {
  const name = dependency.value;
  const more = dependency.attributes?.extras ?? [];
  if (name === 'fastapi' && (tool === 'uvicorn' || tool === 'fastapi'))
    return (
      more.some((extra) => /^(?:standard|all)/.test(extra)) ||
      (attribute(dependency, 'version') ?? '').includes('0.111')
    );
  // The package with the same name, or an extra that names the tool: `sqlalchemy[mypy]`.
  return (
    (name === tool && tool !== 'fastapi') ||
    BRINGS[tool]?.test(name) === true ||
    LARGE.test(name) ||
    more.some((extra) => extra.includes(tool))
  );
}

export function hasTool({ dependencies, names }: Installed, tool: string): boolean {
  const bare = names.map((name) => ({
    subject: 'dependency' as const,
    value: name
      .toLowerCase()
      .replace(/[[<>=!~].*$/, '')
      .replaceAll(/[-_.]+/g, '-'),
    file: '',
    line: 0,
    sure: 'stated' as const,
    of: {
      kind: 'python' as const,
      extras: /\[([^\]]*)\]/.exec(name)?.[1]?.split(',') ?? [],
      version: /[<>=!~].*$/.exec(name)?.[0] ?? '',
    },
  }));
  return [...dependencies, ...bare].some((fact) => brings(fact, tool));
}

/** Whether a command asks pytest for coverage. */
export function asksCoverage(command: Fact<'command'>): boolean {
  return toolOf(command) === 'pytest' && wordsOf(command).some((word) => /^--cov(?:=|$|-)/.test(word));
}

export function hasPlugin({ dependencies, names }: Installed): boolean {
  return (
    dependencies.some(
      (fact) => fact.value.startsWith('pytest-cov') || (brings(fact, 'coverage') && fact.value.includes('pytest')),
    ) || names.some((name) => /^pytest[-_]cov/i.test(name))
  );
}

/** Whether the script checks first that the tool exists: `if command -v ruff`. */
export function isAskedFor(view: View, command: Fact<'command'>, tool: string): boolean {
  return view
    .about('command', command.file)
    .some(
      (one) => areTogether(one, command) && new RegExp(`^(?:command -v|which|hash|type) ${tool}\\b`).test(one.value),
    );
}
