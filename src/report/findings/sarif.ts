import { isWrong, messageOf, type Finding } from '../../rule/finding.ts';
import type { Severity, Location } from '../../rule/rule.ts';
import type { Report } from './report.ts';

const LEVEL: Readonly<Record<Severity, string>> = { fails: 'error', wrong: 'warning', confusing: 'note' };

/**
 * SARIF 2.1.0 (OASIS). `locations[0]` is the side to mend, `relatedLocations` the others; paths are relative to the
 * workspace. What is waived or in the baseline has a suppression, so that a reader sees that it was found.
 */
export function sarif({ version, rules, findings, waived, known }: Report): string {
  const described = new Map(rules.map(({ id, title, why, severity }) => [id, { id, title, why, severity }] as const));
  for (const { rule, title, why, severity } of findings)
    if (!described.has(rule)) described.set(rule, { id: rule, title, why, severity });
  const ids = [...described.keys()];
  const results = [
    ...findings.map((finding) => resultOf(finding, ids)),
    ...waived.map(({ finding, waiver }) => ({
      ...resultOf(finding, ids),
      suppressions: [
        { kind: 'external', status: 'accepted', justification: `${waiver.because} (until ${waiver.until})` },
      ],
    })),
    ...known.map((finding) => ({
      ...resultOf(finding, ids),
      suppressions: [{ kind: 'external', status: 'accepted', justification: 'in the baseline' }],
    })),
  ];
  const driver = {
    name: 'Turnaround',
    semanticVersion: version,
    informationUri: 'https://www.npmjs.com/package/turnaround',
    rules: [...described.values()].map(({ id, title, why, severity }) => ({
      id,
      shortDescription: { text: title },
      fullDescription: { text: why },
      defaultConfiguration: { level: LEVEL[severity] },
    })),
  };
  const run = { tool: { driver }, columnKind: 'utf16CodeUnits', results };
  const log = { $schema: 'https://json.schemastore.org/sarif-2.1.0.json', version: '2.1.0', runs: [run] };
  return `${JSON.stringify(log, null, 1)}\n`;
}

function resultOf(finding: Finding, ids: readonly string[]): Record<string, unknown> {
  const against = isWrong(finding) ? finding.against : [];
  const remedy = isWrong(finding) ? ` → ${finding.remedy}` : '';
  return {
    ruleId: finding.rule,
    ruleIndex: ids.indexOf(finding.rule),
    // What the files do not decide is not a failure, and not a pass either.
    ...(isWrong(finding) ? { kind: 'fail', level: LEVEL[finding.severity] } : { kind: 'open', level: 'none' }),
    message: { text: `${messageOf(finding)}${remedy}` },
    locations: [locationOf(finding.at)],
    ...(against.length === 0
      ? {}
      : { relatedLocations: against.map((side, id) => ({ id, ...locationOf(side), message: { text: side.says } })) }),
    partialFingerprints: { 'turnaround/v1': finding.fingerprint },
  };
}

function locationOf({ file, line }: Location): Record<string, unknown> {
  const uri = file.split('/').map(encodeURIComponent).join('/');
  return {
    physicalLocation: { artifactLocation: { uri, uriBaseId: '%SRCROOT%' }, region: { startLine: Math.max(1, line) } },
  };
}
