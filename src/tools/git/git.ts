// Git for tasks: what it tracks, asked without running hooks, filters or transports.
export { trackedBelow, type Tracked } from '../../workspace/git.ts';
