// A preload that kills its own process at the k-th append to the journal: RIG_KILL=before:7, after:7 or torn:7.
import fs from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';
import { isMainThread } from 'node:worker_threads';

const [mode, number] = (process.env.RIG_KILL ?? '').split(':');
const { openSync, writeSync } = fs;
const journals = new Set();
let appends = 0;

function die() {
  process.kill(process.pid, 'SIGKILL');
}

fs.openSync = (path, flags, ...rest) => {
  const fd = openSync(path, flags, ...rest);
  // Numbers of closed files come back for others.
  if (flags === 'a' && String(path).endsWith('/journal.jsonl')) journals.add(fd);
  else journals.delete(fd);
  return fd;
};

fs.writeSync = (fd, data, ...rest) => {
  if (!journals.has(fd)) return writeSync(fd, data, ...rest);
  appends += 1;
  const now = appends === Number(number);
  if (now && mode === 'before') die();
  if (now && mode === 'torn') {
    writeSync(fd, data.subarray(0, data.length >> 1));
    die();
  }
  const written = writeSync(fd, data, ...rest);
  if (now && mode === 'after') die();
  return written;
};

// The loader's thread writes no journal.
if (isMainThread) syncBuiltinESMExports();
