import { describe, expect, test } from "vitest";
import { frameOf } from "../../src/cli/frame.ts";
import { type Look, lookOf, textWidth, toAscii, wrap } from "../../src/cli/terminal.ts";
import { Lines } from "../../src/core/lines.ts";

const look: Look = { ascii: false, width: 60, wraps: false, paint: (_, text) => text };

function frame(text: string, part: string, more: Partial<Look> = {}): readonly string[] {
  const start = text.indexOf(part);
  return frameOf(
    new Lines(text),
    { start, end: start + part.length },
    { look: { ...look, ...more }, mark: "^", style: "red", gutter: 2 },
  );
}

describe("a code frame", () => {
  test("marks a part of its line", () => {
    expect(frame("a: 1\ncat: Concat(skip, up)\n", "skip")).toEqual([
      " 2 | cat: Concat(skip, up)",
      "   |             ^^^^",
    ]);
  });

  test("an empty part is one mark, at the end of the line too", () => {
    expect(frameOf(new Lines("ab"), { start: 2, end: 2 }, { look, mark: "^", style: "red", gutter: 1 })).toEqual([
      "1 | ab",
      "  |   ^",
    ]);
    expect(frameOf(new Lines(""), { start: 0, end: 0 }, { look, mark: "^", style: "red", gutter: 1 })).toEqual([
      "1 | ",
      "  | ^",
    ]);
  });

  test("several lines are marked to the end of the first", () => {
    expect(frame("abc def\r\nghi", "def\r\ngh")).toEqual([" 1 | abc def", "   |     ^^^"]);
  });

  test.each([
    ["\tx: y", "x", [" 1 |     x: y", "   |     ^"]],
    ["a\tx: y", "x", [" 1 | a   x: y", "   |     ^"]],
    ["層: y", "y", [" 1 | 層: y", "   |     ^"]],
    ["😀: y", "y", [" 1 | 😀: y", "   |     ^"]],
    ["e\u0301: y", "y", [" 1 | e\u0301: y", "   |    ^"]],
    ["\ufeffx: y", "y", [" 1 | x: y", "   |    ^"]],
    ["\u202ex: y", "y", [" 1 | \\u{202e}x: y", "   |            ^"]],
    ["\u001b[2Jx: y", "y", [" 1 | \\x1b[2Jx: y", "   |           ^"]],
  ])("%j", (text, part, lines) => {
    expect(frame(text, part)).toEqual(lines);
  });

  test("a long line is cut around the mark", () => {
    const text = `${"a".repeat(200)}HERE${"b".repeat(200)}`;
    const [source = "", mark = ""] = frame(text, "HERE");
    expect(source.length).toBeLessThanOrEqual(look.width);
    expect(source).toMatch(/^ 1 \| …a+HEREb+…$/);
    expect(source.slice(mark.indexOf("^"), mark.lastIndexOf("^") + 1)).toBe("HERE");
  });

  test("a mark longer than the line stays on it", () => {
    const [source = "", mark = ""] = frame(`x: ${"a".repeat(300)}`, "a".repeat(300));
    expect(mark.length).toBeLessThanOrEqual(source.length + 1);
    expect(mark.length).toBeLessThanOrEqual(look.width + 1);
  });

  test("in ASCII the mark still stands below", () => {
    expect(frame("é·x", "x", { ascii: true })).toEqual([" 1 | \\u{e9}*x", "   |        ^"]);
  });
});

describe("the terminal", () => {
  const io = (env: Record<string, string>, isTTY = true, platform = "linux") => ({
    cwd: "/",
    env,
    platform,
    stdout: { write: () => true, isTTY, columns: 80 },
    stderr: { write: () => true },
  });
  const colours = (look: Look): boolean => look.paint("red", "x") !== "x";

  test("has colours where it is one, and where they are asked for", () => {
    expect(colours(lookOf(io({}), {}))).toBe(true);
    expect(colours(lookOf(io({}, false), {}))).toBe(false);
    expect(colours(lookOf(io({ NO_COLOR: "1" }), {}))).toBe(false);
    expect(colours(lookOf(io({ NO_COLOR: "" }), {}))).toBe(true);
    expect(colours(lookOf(io({ TERM: "dumb" }), {}))).toBe(false);
    expect(colours(lookOf(io({ NO_COLOR: "1" }, false), { color: true }))).toBe(true);
    expect(colours(lookOf(io({}), { color: false }))).toBe(false);
  });

  test.each([
    [{ LANG: "en_US.UTF-8" }, "linux", false],
    [{ LANG: "C.utf8" }, "linux", false],
    [{ LANG: "C" }, "linux", true],
    [{ LANG: "en_US.UTF-8", LC_ALL: "C" }, "linux", true],
    [{ LC_ALL: "", LANG: "de_DE.UTF-8" }, "linux", false],
    [{}, "linux", true],
    [{}, "win32", false],
  ])("%j on %s: ASCII %s", (env, platform, ascii) => {
    expect(lookOf(io(env as Record<string, string>, true, platform), {}).ascii).toBe(ascii);
    expect(lookOf(io(env as Record<string, string>, true, platform), { ascii: true }).ascii).toBe(true);
  });

  test("formulas in ASCII are those of the language", () => {
    expect(toAscii("[N, 64, ⌈H/2⌉, 2·⌊⌈W/2⌉/2⌋] – ≥ 3 → …")).toBe(
      "[N, 64, ceil(H/2), 2*floor(ceil(W/2)/2)] - >= 3 -> ...",
    );
    expect(toAscii("名")).toBe("\\u{540d}");
  });

  test("widths are columns", () => {
    expect(["abc", "層", "é", "e\u0301", "😀", "⌈H/2⌉"].map(textWidth)).toEqual([3, 2, 1, 1, 2, 5]);
  });

  test("wraps at spaces, though in no shape or condition that is short", () => {
    expect(wrap("aa bb cc dddddddd e", 5, "  ")).toBe("aa bb\n  cc\n  dddddddd\n  e");
    expect(wrap("it was [N, 3] or `H == W`", 12, "")).toBe("it was\n[N, 3] or\n`H == W`");
    expect(wrap("a [N, 3, H, W] b", 8, "")).toBe("a [N, 3,\nH, W] b");
  });

  test("messages are wrapped where the width is known", () => {
    const known = (env: Record<string, string>, tty: boolean): readonly [number, boolean] => {
      const { width, wraps } = lookOf(io(env, tty), {});
      return [width, wraps];
    };
    expect(known({}, false)).toEqual([100, false]);
    expect(known({ COLUMNS: "72" }, false)).toEqual([72, true]);
    expect(known({ COLUMNS: "72" }, true)).toEqual([72, true]);
    expect(known({ COLUMNS: "x" }, false)).toEqual([100, false]);
    expect(known({ COLUMNS: "3" }, true)).toEqual([40, true]);
  });
});
