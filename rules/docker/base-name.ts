import { rule, locationOf } from 'turnaround/rule';
import { bareImage } from '../_built.ts';
import { isTypo } from '../_near.ts';

/** Official images that web products use, and a few of vendors. https://hub.docker.com/search?image_filter=official */
const OFFICIAL = new Set(
  'adminer alpine almalinux amazoncorretto bash buildpack-deps busybox caddy cassandra clojure composer couchdb dart debian drupal eclipse-mosquitto eclipse-temurin elasticsearch elixir erlang fedora flink fluentd gcc ghost golang gradle groovy haproxy haskell httpd influxdb jetty julia kibana kong logstash mariadb maven memcached mongo mongo-express mysql nats neo4j nextcloud nginx node odoo openjdk oraclelinux perl php postgres pypy python rabbitmq redis redmine rockylinux ruby rust scratch solr sonarqube spark storm swift telegraf tomcat traefik ubuntu unit varnish vault wordpress zookeeper nginxinc/nginx-unprivileged pgvector/pgvector postgis/postgis grafana/grafana prom/prometheus minio/minio dpage/pgadmin4 mher/flower'.split(
    ' ',
  ),
);

export const baseName = rule(import.meta, {
  title: 'An image name looks like a typo of an official image',
  severity: 'fails',
  why: 'The image does not exist, or an attacker published it to exploit the typo.',
  *check(view) {
    for (const base of [...view.about('image.base'), ...view.about('image.used')]) {
      const name = bareImage(base.value).replace(/^(?:docker\.io\/)?(?:library\/)?/, '');
      const own = view.about('image.built').some(({ value }) => bareImage(value) === name);
      if (own || !/^[a-z0-9/-]{4,}$/.test(name) || OFFICIAL.has(name)) continue;
      const meant = [...OFFICIAL].filter((official) => isTypo(name, official));
      const [only] = meant;
      if (only === undefined || meant.length > 1) continue;
      yield {
        message: `${name} is not an official image, but ${only} is`,
        at: locationOf(base, base.value),
        against: [],
        remedy: `write ${only}`,
        mend: [{ file: base.file, line: base.line, was: base.value, is: base.value.replace(name, only) }],
      };
    }
  },
});
