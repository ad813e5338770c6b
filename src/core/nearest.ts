/** The name that was probably meant: Damerau–Levenshtein (optimal string alignment), at most a third of the letters off. */
export function nearestName(written: string, known: Iterable<string>): string | undefined {
  const limit = Math.max(1, Math.floor(Math.min(written.length, 64) / 3));
  let best: string | undefined;
  let least = limit + 1;
  const low = written.toLowerCase();
  for (const name of known) {
    if (Math.abs(name.length - written.length) > limit) continue;
    const distance = name.toLowerCase() === low ? 0 : editDistance(low, name.toLowerCase());
    if (distance < least) {
      least = distance;
      best = name;
    }
  }
  return best;
}

function editDistance(a: string, b: string): number {
  let before: number[] = [];
  let row = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      const cost = a[i - 1] === b[j - 1] ? 0 : 1;
      let d = Math.min((row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1, (row[j - 1] ?? 0) + cost);
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) d = Math.min(d, (before[j - 2] ?? 0) + 1);
      next.push(d);
    }
    before = row;
    row = next;
  }
  return row[b.length] ?? 0;
}

/** `a`, `a or b`, `a, b or c`. */
export function listed(words: readonly string[], last = "or"): string {
  return words.length < 2 ? (words[0] ?? "") : `${words.slice(0, -1).join(", ")} ${last} ${words.at(-1)}`;
}
