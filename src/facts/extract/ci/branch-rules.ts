import { parseTree, type Node } from 'jsonc-parser';
import type { Extractor } from '../../extractor.ts';
import type { Fact } from '../../fact.ts';
import { checkNesting } from '../../read/nesting-limit.ts';
import type { Source } from '../../read/source.ts';
import { yamlOf, type Yaml } from '../../read/yaml.ts';

const SETTINGS = /(?:^|\/)\.github\/settings\.ya?ml$/;
const RULESET = /(?:^|\/)\.github\/(?:ruleset[^/]*|rulesets\/[^/]+)\.json$/;

/** What a branch requires of a change before it is merged: probot's settings.yml, and rulesets as GitHub exports them. */
export const branchRules: Extractor = {
  name: 'branch-rules',
  subjects: ['check.required'],
  reads: (path) => SETTINGS.test(path) || RULESET.test(path),
  limit: 256 * 1024,
  facts: (source) => (SETTINGS.test(source.path) ? settingsFacts(source) : rulesetFacts(source)),
};

function* settingsFacts(source: Source): Iterable<Fact> {
  for (const root of yamlOf(source)) {
    for (const branch of root.at('branches').items()) {
      const asked = branch.at('protection', 'required_status_checks');
      for (const { text, line } of asked.at('contexts').texts()) yield* source.fact('check.required', text, line);
      for (const check of asked.at('checks').items()) yield* named(source, check.at('context'), check.at('app_id'));
    }
    for (const ruleset of root.at('rulesets').items()) {
      for (const rule of ruleset.at('rules').items()) {
        for (const check of rule.at('parameters', 'required_status_checks').items())
          yield* named(source, check.at('context'), check.at('integration_id'));
      }
    }
  }
}

function named(source: Source, { text = '', line }: Yaml, app: Yaml): Fact[] {
  return source.fact('check.required', text, line, app.text === undefined ? undefined : { app: app.text });
}

function* rulesetFacts(source: Source): Iterable<Fact> {
  checkNesting(source);
  const root = parseTree(source.text);
  for (const ruleset of root?.type === 'array' ? (root.children ?? []) : [root]) {
    for (const rule of valueOf(ruleset, 'rules')?.children ?? []) {
      const checks = valueOf(valueOf(rule, 'parameters'), 'required_status_checks');
      for (const check of checks?.children ?? []) {
        const [context, app] = [valueOf(check, 'context'), valueOf(check, 'integration_id')];
        if (typeof context?.value !== 'string') continue;
        const of = typeof app?.value === 'number' ? { app: String(app.value) } : undefined;
        yield* source.fact('check.required', context.value, source.lineAt(context.offset), of);
      }
    }
  }
}

function valueOf(node: Node | undefined, key: string): Node | undefined {
  return node?.children?.find(({ type, children }) => type === 'property' && children?.[0]?.value === key)
    ?.children?.[1];
}
