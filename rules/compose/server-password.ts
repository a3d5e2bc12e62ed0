import { rule, locationOf, attribute } from 'turnaround/rule';
import { bareImage } from '../_built.ts';
import { givenTo, isServer, mentionsOf, MYSQL, ofService, POSTGRES } from './_services.ts';

const WANTED: readonly (readonly [RegExp, RegExp, string])[] = [
  [POSTGRES, /^POSTGRES_(?:PASSWORD(?:_FILE)?|HOST_AUTH_METHOD)$/, 'POSTGRES_PASSWORD'],
  [
    MYSQL,
    /^(?:MYSQL|MARIADB)_(?:ROOT_PASSWORD(?:_FILE|_HASH)?|ALLOW_EMPTY(?:_ROOT)?_PASSWORD|RANDOM_ROOT_PASSWORD)$/,
    'MYSQL_ROOT_PASSWORD',
  ],
];

export const serverPassword = rule(import.meta, {
  title: 'A database server does not set the password that its image requires',
  severity: 'fails',
  why: 'The official images fail at their first start: "superuser password is not specified".',
  *check(view) {
    for (const service of view.about('service')) {
      const image = bareImage(attribute(service, 'image') ?? '');
      const [, pattern, wanted] = WANTED.find(([images]) => images.test(image)) ?? [];
      const name = service.value;
      const mentions = mentionsOf(view, service, name);
      // A custom image may set its own password.
      const isOwn = mentions.some(
        ({ attributes }) => attributes?.['context'] !== undefined || attributes?.['extends'] === true,
      );
      if (pattern === undefined || wanted === undefined || isOwn || !isServer(view, service, name)) continue;
      const [set, files] = [
        givenTo(view, service, name),
        ofService(view, service, name, 'path.named').filter((one) => attribute(one, 'by') === 'env_file'),
      ];
      if (files.length > 0 || set.some(({ value }) => pattern.test(value))) continue;
      yield {
        message: `${name} runs ${image} but does not set ${wanted}`,
        at: locationOf(service, `${name}: ${image}`),
        against: [],
        remedy: `set ${wanted} from a variable or a secret`,
      };
    }
  },
});
