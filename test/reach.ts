import { reaches } from '../src/tools/postgres/binaries.ts';
import { HOME } from '../src/workspace/locate.ts';

export const NOBODY = 65534;

/** Why a test cannot start a program of this clone as somebody else; undefined where it can. */
export function withoutNobody(): string | undefined {
  if (process.getuid?.() !== 0) return 'only root can become somebody else';
  return reaches({ uid: NOBODY, gid: NOBODY }, HOME) ? undefined : 'nobody else can enter the folder of this clone';
}
