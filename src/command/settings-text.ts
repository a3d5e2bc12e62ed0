import { Document, isScalar, parseDocument } from 'yaml';

/** One setting that is written, with its reason. */
export interface Told {
  /** With dots: `application.app`. */
  readonly key: string;
  readonly value: string;
  readonly because: string | undefined;
}

/** The text of a `turnaround.yaml` with these settings, each with its reason as a comment. */
export function settingsText(told: readonly Told[]): string {
  const document = new Document({});
  document.commentBefore = ' Settings that could not be detected; ./task facts shows what was. Keys: docs/settings.md';
  for (const { key, value, because } of told) {
    const path = key.split('.');
    // A number stays one: `logs.days=3`.
    document.setIn(path, parseDocument(value).toJS() as unknown);
    const node: unknown = document.getIn(path, true);
    if (because !== undefined && isScalar(node)) node.comment = ` ${because}`;
  }
  return document.toString({ lineWidth: 0 });
}
