/** Parts of a text that count as one line. */
export type Joined = readonly { readonly from: number; readonly to: number }[];

/** The line of a position, from 0 on. Lines that `\` or a quoted word joins count as their first line. */
export function linesOf(text: string, quoted: Joined): (place: number) => number {
  if (!text.includes('\n')) return () => 0;
  const [starts, first] = [[0], [0]];
  let closed = 0;
  for (let end = text.indexOf('\n'); end !== -1; end = text.indexOf('\n', end + 1)) {
    const before = starts.length - 1;
    while (closed < quoted.length && (quoted[closed]?.to ?? 0) <= end) closed += 1;
    const isJoined = (quoted[closed]?.from ?? end) < end || isContinued(text, starts[before] ?? 0, end);
    first.push(isJoined ? (first[before] ?? 0) : starts.length);
    starts.push(end + 1);
  }
  return (place) => first[lastUpTo(starts, place)] ?? 0;
}

function isContinued(text: string, from: number, end: number): boolean {
  return text[end - 1] === '\\' && text[end - 2] !== '\\' && !/^\s*#/.test(text.slice(from, end));
}

/** The index of the last of these ascending numbers that does not exceed the limit. */
function lastUpTo(numbers: readonly number[], limit: number): number {
  let [low, high] = [0, numbers.length - 1];
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((numbers[middle] ?? 0) <= limit) low = middle;
    else high = middle - 1;
  }
  return low;
}
