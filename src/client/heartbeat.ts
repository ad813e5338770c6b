/**
 * Asks a server now and then whether it is alive. A worker that dies says nothing to the one who started it, and what it
 * was asked stays unanswered for ever; a process that dies closes its pipe, so that this is for the web only.
 */

/** Answers are quick even while a large model is checked: a check takes far less than the patience. */
const EVERY_MS = 3_000;
const PATIENCE_MS = 8_000;

/** Calls `dead` once, when an answer stays away or is an error; the result stops asking. */
export function watchPulse(ping: () => Promise<unknown>, dead: () => void): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let stopped = false;
  const stop = (): void => {
    stopped = true;
    clearTimeout(timer);
  };
  const lost = (): void => {
    if (stopped) return;
    stop();
    dead();
  };
  const ask = (): void => {
    timer = setTimeout(lost, PATIENCE_MS);
    ping().then(() => {
      if (stopped) return;
      clearTimeout(timer);
      timer = setTimeout(ask, EVERY_MS);
    }, lost);
  };
  timer = setTimeout(ask, EVERY_MS);
  return stop;
}
