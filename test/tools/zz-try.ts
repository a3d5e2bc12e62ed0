import { startCluster } from '/work/main/src/tools/cluster.ts';
const t = Date.now();
const c = await startCluster({ load: process.argv.slice(3), database: 'it"s ünder', cache: '/tmp/emb/cache', onMessage: console.log, ...(process.argv[2] === 'embedded' ? { binaries: 'embedded' as const } : {}) });
console.log(Date.now() - t, c);
if ('stop' in c) {
  const { execSync } = await import('node:child_process');
  console.log(execSync('ps -eo pid,ppid,pgid,user,args | grep -i "[p]ostgres"').toString());
  const s = Date.now(); await c.stop(); console.log('stopped', Date.now() - s);
  console.log(execSync('ps -eo pid,ppid,pgid,user,args | grep -i "[p]ostgres" | cat; ls -d /tmp/ta-* 2>&1|cat').toString());
}
