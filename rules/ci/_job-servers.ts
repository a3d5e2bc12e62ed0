import type { View } from 'turnaround/rule';
import type { Job } from './_jobs.ts';

/** Database clients, and the images of their servers. */
export const SERVERS = [
  {
    name: 'PostgreSQL',
    port: 5432,
    client: /^(?:psql|pg_isready|createdb|dropdb)$/,
    image: /postg|timescale|pgvector|citus|cockroach|supabase/i,
  },
  { name: 'MySQL', port: 3306, client: /^(?:mysql|mysqladmin)$/, image: /mysql|mariadb|percona/i },
  { name: 'Redis', port: 6379, client: /^redis-cli$/, image: /redis|valkey|keydb|dragonfly/i },
];

/** Commands that may start a server without a fact about it. */
export const STARTS =
  /docker|podman|compose|pg_ctl|initdb|systemctl|\bservice\b|brew|kind|minikube|kubectl|ssh|proxy|redis-server|mysqld|\b(?:make|task|just|nix|devbox)\b|\.sh\b/;

/** Whether a variable sets a port. */
export function sets(view: View, { file }: Job): boolean {
  return view.about('variable.set').some((fact) => fact.file === file && /PORT/.test(fact.value));
}
