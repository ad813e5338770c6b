/** How often a server may die before it is left dead: one that dies at once would otherwise be started for ever. */
const LIMIT = 4;
const SPAN_MS = 3 * 60_000;

export interface Crashes {
  /** One more, at this time; whether the server is to be started again. */
  add(now: number): boolean;
  /** The user asked for a restart: what was before does not count. */
  forget(): void;
}

export function countCrashes(): Crashes {
  let times: readonly number[] = [];
  return {
    add(now) {
      times = [...times.filter((time) => now - time < SPAN_MS), now];
      return times.length <= LIMIT;
    },
    forget() {
      times = [];
    },
  };
}
