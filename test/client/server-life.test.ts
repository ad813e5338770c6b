/** When a server is started again, and how its death is noticed where nobody tells of it. */
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { countCrashes } from "../../src/client/crashes.ts";
import { watchPulse } from "../../src/client/heartbeat.ts";

const MINUTE = 60_000;

describe("crashes", () => {
  test("the fifth within three minutes is the last", () => {
    const crashes = countCrashes();
    expect([0, 1, 2, 3, 4].map((second) => crashes.add(second * 1000))).toEqual([true, true, true, true, false]);
  });

  test("one now and then is always followed by a start", () => {
    const crashes = countCrashes();
    for (let n = 0; n < 50; n++) expect(crashes.add(n * MINUTE)).toBe(true);
  });

  test("a restart by the user starts the count anew", () => {
    const crashes = countCrashes();
    for (let n = 0; n < 5; n++) crashes.add(n);
    crashes.forget();
    expect(crashes.add(6)).toBe(true);
  });
});

describe("the pulse", () => {
  beforeEach(() => {
    vi.useFakeTimers();
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  test("of a server that answers is never lost", async () => {
    const dead = vi.fn();
    const ping = vi.fn(() => Promise.resolve());
    watchPulse(ping, dead);
    await vi.advanceTimersByTimeAsync(10 * MINUTE);
    expect(ping.mock.calls.length).toBeGreaterThan(100);
    expect(dead).not.toHaveBeenCalled();
  });

  test("is lost once when an answer stays away, in less than a quarter of a minute", async () => {
    const dead = vi.fn();
    const ping = vi.fn(() => new Promise(() => {}));
    watchPulse(ping, dead);
    await vi.advanceTimersByTimeAsync(MINUTE / 4);
    expect(dead).toHaveBeenCalledTimes(1);
    await vi.advanceTimersByTimeAsync(10 * MINUTE);
    expect([dead.mock.calls.length, ping.mock.calls.length]).toEqual([1, 1]);
  });

  test("is lost once when the answer is an error, and late answers change nothing", async () => {
    const dead = vi.fn();
    let fail: (reason: Error) => void = () => {};
    const ping = (): Promise<unknown> =>
      new Promise((_, reject) => {
        fail = reject;
      });
    watchPulse(ping, dead);
    await vi.advanceTimersByTimeAsync(MINUTE / 4);
    fail(new Error("closed"));
    await vi.advanceTimersByTimeAsync(MINUTE);
    expect(dead).toHaveBeenCalledTimes(1);
  });

  test("is not listened for any more once that is stopped", async () => {
    const dead = vi.fn();
    const ping = vi.fn(() => new Promise(() => {}));
    const stop = watchPulse(ping, dead);
    await vi.advanceTimersByTimeAsync(5_000);
    stop();
    await vi.advanceTimersByTimeAsync(10 * MINUTE);
    expect([dead.mock.calls.length, ping.mock.calls.length]).toEqual([0, 1]);
  });
});
