/**
 * Work waits until the messages that are already here have been read, so that of many edits only the last is checked. This
 * is no debounce: an edit that comes alone is checked at once.
 */
import { type CancellationToken, LSPErrorCodes, ResponseError } from "vscode-languageserver";

/** One turn of the event loop, as each waiting message takes. */
export type Turn = () => Promise<void>;

/** `count` says how many edits there were. Two turns: one may have been under way for this message's successor already. */
export async function settled(turn: Turn, count: () => number): Promise<void> {
  for (let seen = -1; seen !== count(); ) {
    seen = count();
    await turn();
    await turn();
  }
}

export function throwIfCancelled(token: CancellationToken | undefined): void {
  if (token?.isCancellationRequested)
    throw new ResponseError(LSPErrorCodes.RequestCancelled, "The request was cancelled.");
}

/** In a browser there is no setImmediate; a message to oneself takes its place, as in the protocol's own reader. */
export function browserTurn(): Turn {
  const { port1, port2 } = new MessageChannel();
  const waiting: (() => void)[] = [];
  port1.onmessage = () => waiting.shift()?.();
  return () =>
    new Promise((resolve) => {
      waiting.push(resolve);
      port2.postMessage(null);
    });
}
