/** nginx replaces the location with `becomes`: without a slash, segments join; with an extra slash, they split. */
export function isReached(route: string, from: string, becomes: string): boolean {
  const [cuts, ends] = [from.endsWith('/'), becomes.endsWith('/')];
  if (becomes === '/' && (cuts || from === '/')) return true;
  if (begins(route, becomes.replace(/\/$/, ''), true) && becomes !== '/') return true;
  if (cuts === ends) return begins(route, becomes, false);
  return cuts && !ends && begins(route, becomes, false) && !begins(route, `${becomes}/`, false);
}

/** Whether a route starts with these segments. The last one may be incomplete, and a parameter matches anything. */
function begins(route: string, prefix: string, isWhole: boolean): boolean {
  const [own, asked] = [route.split('/'), prefix.split('/')];
  const last = asked.length - 1;
  if (isWhole && own.length !== asked.length) return false;
  return asked.every((part, at) => {
    const mine = own[at];
    if (own.slice(0, at + 1).some((one) => /\{\w+:path\}/.test(one))) return true;
    return (
      mine !== undefined &&
      (mine === part || /^\{\w+\}$/.test(mine) || (!isWhole && at === last && mine.startsWith(part)))
    );
  });
}
