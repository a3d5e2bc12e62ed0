import { type Cases } from '../files.ts';

export const CASES: Cases = {
  'db/table-exists': {
    unmet: {
      'db/a.sql': 'CREATE TABLE educational_content (id int);\n',
      'db/b.sql': 'CREATE INDEX i ON content(id);\n',
    },
    finds: ['db/b.sql:1 the index i is on content, which no SQL and no model of the workspace defines | db/a.sql:1'],
    met: [
      { 'db/a.sql': 'CREATE TABLE content (id int);\nCREATE INDEX i ON public.content(id);\n' },
      { 'db/b.sql': 'CREATE INDEX i ON content(id);\n' },
      {
        'a.py': 'db.execute("""CREATE TABLE IF NOT EXISTS content (id int)""")\n',
        'db/b.sql': 'CREATE INDEX i ON content(id);\n',
      },
    ],
  },
};
