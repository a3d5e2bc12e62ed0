import { nginx } from '../../../../src/facts/extract/proxy/nginx.ts';
import { assert, suite } from '../../../harness.ts';
import { factsOf, refused } from '../facts.ts';

const test = suite('nginx');

const facts = (text: string): string[] => factsOf(nginx, 'config/nginx.conf', text);

const FULL = `# the door
events { worker_connections 1024; }
http {
  log_format main '$remote_addr; {'
                  '"$request"';
  upstream api { # two of them
    server api-1:8000 weight=2;
    server api-2:8000;
  }
  server {
    listen 80 default_server;
    listen [::]:443 ssl;
    server_name _ shop.example.org
      www.example.org;
    root /usr/share/nginx/html;
    location / {
      try_files $uri /index.html =404;
    }
    location ~* "\\.(png|jpe?g){1}$" { expires 1d; }
    location /api/ {
      proxy_set_header Host $host;
      proxy_pass http://api;
    }
    location = /old {
      proxy_pass http://user:s3cr3t@old.example.org:81/x;
    }
    location @fallback { proxy_pass http://$where; }
    location /php {
      alias "/srv/my php";
      fastcgi_pass unix:/run/php.sock;
    }
  }
}
`;

test('everything that a configuration says, with its lines', () => {
  assert.equal(facts(FULL), [
    'proxy.upstream api-1:8000 @7 {"by":"nginx","upstream":"api"}',
    'proxy.upstream api-2:8000 @8 {"by":"nginx","upstream":"api"}',
    'port.listen 80 @11 {"by":"nginx"}',
    'port.listen 443 @12 {"by":"nginx","ssl":true}',
    'server.name shop.example.org @13 {"by":"nginx"}',
    'server.name www.example.org @14 {"by":"nginx"}',
    'server.root /usr/share/nginx/html @15 {"by":"nginx"}',
    'proxy.location / @16 {"by":"nginx"}',
    'proxy.location \\.(png|jpe?g){1}$ @19 {"by":"nginx","modifier":"~*"}',
    'proxy.location /api/ @20 {"by":"nginx"}',
    'proxy.pass http://api @22 {"by":"nginx","location":"/api/","servers":["api-1:8000","api-2:8000"]}',
    'proxy.location /old @24 {"by":"nginx","modifier":"="}',
    'proxy.pass http://user:…@old.example.org:81/x @25 {"by":"nginx","location":"/old","modifier":"="}',
    'proxy.location /php @28 {"by":"nginx"}',
    'server.root /srv/my php @29 {"by":"nginx","location":"/php","alias":true}',
    'proxy.pass unix:/run/php.sock @30 {"by":"nginx","location":"/php","protocol":"fastcgi"}',
  ]);
  assert.not.match(facts(FULL).join('\n'), 's3cr3t');
});

test('it is known by its path', () => {
  const names = [
    'nginx.conf',
    'a/nginx.conf',
    'site.nginx',
    'nginx/default.conf',
    'config/nginx-web.conf',
    'nginx/x.conf.template',
  ];
  for (const name of names) assert.ok(nginx.reads(name), name);
  for (const name of ['redis.conf', 'nginx/readme.md', 'nginx.ts', 'nginx/a.conf.j2'])
    assert.not.ok(nginx.reads(name), name);
});

test('listen', () => {
  const of = ' @1 {"by":"nginx"}';
  for (const [listen, port] of [
    ['80', 80],
    ['127.0.0.1:81', 81],
    ['*:82', 82],
    ['localhost:83', 83],
    ['[::1]:84', 84],
  ]) {
    assert.equal(facts(`listen ${listen};`), [`port.listen ${port}${of}`]);
  }
  for (const listen of ['unix:/run/x.sock', '${PORT}', '127.0.0.1', '$port'])
    assert.equal(facts(`listen ${listen};`), [], listen);
});

test('a path that is rewritten before it is passed on', () => {
  const text =
    'location /a { rewrite ^/a/(.*) /$1 break; proxy_pass http://api; }\nlocation /b { proxy_pass http://api; }';
  assert.equal(
    facts(text).filter((fact) => fact.startsWith('proxy.pass')),
    [
      'proxy.pass http://api @1 {"by":"nginx","location":"/a","rewrites":true}',
      'proxy.pass http://api @2 {"by":"nginx","location":"/b"}',
    ],
  );
});

test('addresses with variables behind their host are known', () => {
  assert.equal(facts('location /a { proxy_pass http://api:80$request_uri; }').slice(1), []);
  assert.equal(facts('location /a { proxy_pass http://api:80/$1; }').slice(1), [
    'proxy.pass http://api:80/$1 @1 {"by":"nginx","location":"/a"}',
  ]);
  assert.equal(facts('proxy_pass ${BACKEND};\nserver_name ${NAME};\nroot ${ROOT};'), []);
  assert.equal([facts(''), facts('# nothing')], [[], []]);
});

test('what is broken is not read, with the line', () => {
  const refusal = (text: string): string => refused(nginx, 'nginx.conf', text);
  assert.equal(refusal('http {\n  server {\n  }\n'), '1: does not close the block "http"');
  assert.equal(refusal('a b;\n}\n'), '2: has one "}" too many');
  assert.equal(refusal('server {\n  listen 80\n}\n'), '2: has no ";" after "listen"');
  assert.equal(refusal('a b;\n\nlisten 80'), '3: has no ";" after "listen"');
  assert.equal(refusal('\n;'), '2: has a ";" without a name');
  assert.match(refusal('server {\n  listen {{ port }};\n}'), /^2: is a template, not an nginx configuration/);
});

test('a hostile file takes no time', () => {
  for (const part of ['{', 'a {', 'a;', '"', "'", '${', '\\', '#', '\n', 'a ', '$']) {
    const begun = performance.now();
    refused(nginx, 'nginx.conf', `a ${part.repeat(1_000_000 / part.length)}`);
    assert.ok(performance.now() - begun < 60_000, `${part}: ${performance.now() - begun}`);
  }
});

test.run();
