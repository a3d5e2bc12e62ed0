import { attribute, valuesOf, type Fact, type View } from 'turnaround/rule';
import { wordsOf } from '../_commands.ts';
import { documented, isDocument } from './_documents.ts';

interface Named {
  readonly fact: Fact;
  readonly method: string;
  readonly path: string;
}

/** Routes that documents name with their method. */
export function routesNamed(view: View): Named[] {
  return view.about('route.named').flatMap((fact) => {
    const method = attribute(fact, 'method');
    return method === undefined || !isDocument(view, fact.file) ? [] : [{ fact, method, path: fact.value }];
  });
}

/** Routes of the backend that documents call with `curl`. */
export function routesAsked(view: View): Named[] {
  return documented(view).flatMap((fact) => {
    const words = wordsOf(fact);
    const [, port, path] =
      words
        .map((word) => /^https?:\/\/(?:localhost|127\.0\.0\.1):(\d+)(\/[^\s?#$<{]*)(?:[?#].*)?$/.exec(word))
        .find((match) => match !== null) ?? [];
    const isBackend = view
      .about('backend.port')
      .some(({ value, sure }) => Number(value) === Number(port) && sure !== 'guessed');
    if (
      words[0] !== 'curl' ||
      path === undefined ||
      !isBackend ||
      words.some((word) => /^(?:-d|--data\S*|--json|-F|--form|-I|--head|-G)$/.test(word))
    )
      return [];
    return [{ fact, method: valuesOf(words, '-X', '--request')[0] ?? 'GET', path }];
  });
}
