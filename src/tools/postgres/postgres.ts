// PostgreSQL for tasks: addresses, connections, tables, VACUUM, and throw-away clusters.
export { parseAddress, type Address } from './address.ts';
export { startCluster, type Cluster, type ClusterOptions } from './cluster.ts';
export { applicationPrefix, connect, type Connection, type ConnectOptions } from './connect.ts';
export { tables, type Table } from './tables.ts';
export { vacuum, vacuumStatement, type NotVacuumed, type Vacuumed, type VacuumOptions } from './vacuum.ts';
export type { Named, VacuumProgress } from './watch.ts';
