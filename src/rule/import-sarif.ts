import { readFileSync } from 'node:fs';
import { isAbsolute, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { UserError, messageOf } from '../outcome/user-error.ts';
import type { Contradiction, Severity } from './rule.ts';
import { fingerprinted, isWrong, type Finding, type Head } from './finding.ts';

/** The parts of a SARIF 2.1.0 log that are used. */
interface Log {
  readonly runs?: readonly {
    readonly tool?: { readonly driver?: { readonly name?: string; readonly rules?: readonly Described[] } };
    readonly results?: readonly Result[];
  }[];
}

interface Described {
  readonly id?: string;
  readonly shortDescription?: { readonly text?: string };
  readonly help?: { readonly text?: string };
  readonly defaultConfiguration?: { readonly level?: string };
}

interface Result {
  readonly ruleId?: string;
  readonly ruleIndex?: number;
  readonly level?: string;
  readonly kind?: string;
  readonly message?: { readonly text?: string };
  readonly suppressions?: readonly unknown[];
  readonly locations?: readonly {
    readonly physicalLocation?: {
      readonly artifactLocation?: { readonly uri?: string };
      readonly region?: { readonly startLine?: number };
    };
  }[];
}

/** Rules of other tools that report the same as one of ours; if both report a line, it is shown once. */
const SAME: Readonly<Record<string, string>> = {
  'kube-linter/dangling-service': 'k8s/service-selector',
  'kube-linter/mismatching-selector': 'k8s/selector-template',
  'kube-linter/dangling-horizontalpodautoscaler': 'k8s/reference-exists',
  'kube-linter/dangling-ingress': 'k8s/reference-exists',
  'kube-linter/non-existent-service-account': 'k8s/reference-exists',
  'kube-linter/no-readiness-probe': 'k8s/readiness',
  'checkov/CKV_K8S_9': 'k8s/readiness',
  'actionlint/job-needs': 'ci/job-needs',
  'actionlint/deprecated-commands': 'ci/deprecated-command',
  'hadolint/DL3022': 'docker/base-stage',
};
/** Matches every name that a secret scanner gives its findings. */
const SECRET = /^(?:gitleaks|detect-secrets|trufflehog|kingfisher)\/|^checkov\/CKV_SECRET_/;

const SEVERITY: Readonly<Record<string, Severity>> = {
  error: 'wrong',
  warning: 'wrong',
  note: 'confusing',
  none: 'confusing',
};

/** Adds the findings of other tools from their SARIF files; duplicates at the same place are merged. */
export function importSarif(ours: readonly Finding[], files: readonly string[], root: string): Finding[] {
  const theirs = fingerprinted(
    files.flatMap((file) => resultsIn(file, root)),
    root,
  );
  const also = new Map<Finding, string[]>();
  const seen = new Set<string>();
  const more = theirs.filter((one) => {
    const same = ours.find(
      (own) =>
        isWrong(own) && own.at.file === one.at.file && own.at.line === one.at.line && own.rule === equalOf(one.rule),
    );
    if (same !== undefined) also.set(same, [...new Set([...(also.get(same) ?? []), one.rule])]);
    const key = [one.rule, one.at.file, one.at.line, one.message].join('\0');
    const isNew = same === undefined && !seen.has(key);
    seen.add(key);
    return isNew;
  });
  return [...ours.map((own) => (also.has(own) ? { ...own, also: also.get(own) ?? [] } : own)), ...more];
}

function equalOf(rule: string): string | undefined {
  return SECRET.test(rule) ? 'secrets/literal' : SAME[rule];
}

function resultsIn(path: string, root: string): (Head & Contradiction)[] {
  const { runs } = logIn(path);
  return (runs ?? []).flatMap(({ tool, results }) => {
    const name = (tool?.driver?.name ?? 'another tool').toLowerCase().replaceAll(/\s+/g, '-');
    const rules = tool?.driver?.rules ?? [];
    // Suppressed results and passed checks are not findings.
    const wrong = (results ?? []).filter(
      ({ suppressions = [], kind = 'fail' }) => suppressions.length === 0 && kind === 'fail',
    );
    return wrong.map((result) => {
      const rule = rules[result.ruleIndex ?? -1] ?? rules.find(({ id }) => id === result.ruleId);
      return { ...headOf(name, result, rule), ...contradictionOf(name, result, rule, root) };
    });
  });
}

function headOf(tool: string, { ruleId, level }: Result, rule: Described | undefined): Head {
  const id = ruleId ?? rule?.id ?? 'result';
  const asked = level ?? rule?.defaultConfiguration?.level ?? 'warning';
  return {
    rule: `${tool}/${id}`,
    title: rule?.shortDescription?.text ?? id,
    severity: SEVERITY[asked] ?? 'confusing',
    why: `${tool} reports it.`,
  };
}

function contradictionOf(
  tool: string,
  { ruleId, message, locations }: Result,
  rule: Described | undefined,
  root: string,
): Contradiction {
  const at = locations?.[0]?.physicalLocation;
  const said = message?.text ?? ruleId ?? 'has a finding without a message';
  return {
    message: said,
    at: { file: fileOf(at?.artifactLocation?.uri ?? '', root), line: at?.region?.startLine ?? 1, says: said },
    against: [],
    remedy: rule?.help?.text?.split('\n')[0] ?? `read the documentation of ${tool}`,
  };
}

function logIn(path: string): Log {
  let value: unknown;
  try {
    value = JSON.parse(readFileSync(path, 'utf8'));
  } catch (error) {
    throw new UserError(`cannot read ${path}: ${messageOf(error)}`, 'name a SARIF 2.1.0 file that another tool wrote', {
      file: path,
    });
  }
  if (typeof value === 'object' && value !== null && 'runs' in value && Array.isArray(value.runs)) return value as Log;
  throw new UserError(`${path} is not SARIF: it has no \`runs\``, 'name a SARIF 2.1.0 file that another tool wrote', {
    file: path,
  });
}

/** Tools write relative paths, absolute paths, and file URIs. */
function fileOf(uri: string, root: string): string {
  const path = uri.startsWith('file://') ? fileURLToPath(uri) : decodeURIComponent(uri);
  return isAbsolute(path) ? relative(root, path) : path.replace(/^\.\//, '');
}
