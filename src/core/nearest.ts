/** Beyond so many names the first ones are compared: a model of a hundred thousand layers is no place to guess in. */
const MAX_COMPARED = 1000;

/**
 * The name that was probably meant: Damerau–Levenshtein (optimal string alignment), at most a third of the letters off.
 * A single letter is meant as it stands, but for its case.
 */
export function nearestName(written: string, known: Iterable<string>): string | undefined {
  const low = written.toLowerCase().slice(0, 64);
  let best: string | undefined;
  let least = (low.length < 2 ? 0 : Math.max(1, Math.floor(low.length / 3))) + 1;
  let compared = 0;
  for (const name of known) {
    if (++compared > MAX_COMPARED || least === 0) break;
    if (Math.abs(name.length - written.length) >= least) continue;
    const distance = editDistance(low, name.toLowerCase().slice(0, 64), least);
    if (distance >= least) continue;
    least = distance;
    best = name;
  }
  return best;
}

const rows = [new Int32Array(66), new Int32Array(66), new Int32Array(66)] as const;

/** `limit` or more where it is not below that. */
function editDistance(a: string, b: string, limit: number): number {
  let [before, row, next]: [Int32Array, Int32Array, Int32Array] = [...rows];
  for (let j = 0; j <= b.length; j++) row[j] = j;
  for (let i = 1; i <= a.length; i++) {
    next[0] = i;
    let low = i;
    for (let j = 1; j <= b.length; j++) {
      const cost = a[i - 1] === b[j - 1] ? 0 : 1;
      let d = Math.min((row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1, (row[j - 1] ?? 0) + cost);
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) d = Math.min(d, (before[j - 2] ?? 0) + 1);
      next[j] = d;
      if (d < low) low = d;
    }
    // One more letter cannot bring it back, but two that change places can look one row further up.
    if (low > limit) return low;
    [before, row, next] = [row, next, before];
  }
  return row[b.length] ?? 0;
}

/** `a`, `a or b`, `a, b or c`. */
export function listed(words: readonly string[], last = "or"): string {
  return words.length < 2 ? (words[0] ?? "") : `${words.slice(0, -1).join(", ")} ${last} ${words.at(-1)}`;
}
