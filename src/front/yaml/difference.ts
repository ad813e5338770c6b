/** The one range in which two texts differ. */

export interface Edit {
  /** In both texts. */
  readonly start: number;
  readonly oldEnd: number;
  readonly newEnd: number;
}

/** Pieces of this length are compared first, which is faster than going by characters. */
const BLOCK = 4096;

export function difference(old: string, now: string): Edit {
  const shorter = Math.min(old.length, now.length);
  let start = 0;
  while (start + BLOCK <= shorter && old.slice(start, start + BLOCK) === now.slice(start, start + BLOCK))
    start += BLOCK;
  while (start < shorter && old.charCodeAt(start) === now.charCodeAt(start)) start++;
  let oldEnd = old.length;
  let newEnd = now.length;
  while (
    Math.min(oldEnd, newEnd) - start >= BLOCK &&
    old.slice(oldEnd - BLOCK, oldEnd) === now.slice(newEnd - BLOCK, newEnd)
  ) {
    oldEnd -= BLOCK;
    newEnd -= BLOCK;
  }
  while (oldEnd > start && newEnd > start && old.charCodeAt(oldEnd - 1) === now.charCodeAt(newEnd - 1)) {
    oldEnd--;
    newEnd--;
  }
  return { start, oldEnd, newEnd };
}
