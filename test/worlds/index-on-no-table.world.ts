import type { World } from './world.ts';

export const world: World = {
  trait: 'an index on a table that is called otherwise',
  files: {
    'database/01.sql': `CREATE TABLE educational_content (id serial primary key, content_type text);
-- CREATE TABLE content (id int);
`,
    'database/02.sql': `CREATE INDEX idx_type ON content(content_type);
INSERT INTO educational_content VALUES (1, 'CREATE TABLE x');
`,
  },
  applications: [],
  holds: [
    'table educational_content database/01.sql:1',
    'table.used content database/02.sql:1',
    'index idx_type database/02.sql:1',
  ],
  lacks: ['table content', 'table x'],
};
