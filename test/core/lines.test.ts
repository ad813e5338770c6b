import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { Lines } from "../../src/core/lines.ts";
import { fcOptions } from "../harness/fuzz.ts";

describe("Lines", () => {
  test("ends lines at \\n, \\r\\n and \\r", () => {
    const lines = new Lines("a\nb\r\nc\rd");
    expect([0, 2, 5, 7].map((at) => lines.position(at))).toEqual([0, 1, 2, 3].map((line) => ({ line, character: 0 })));
    expect([0, 1, 2, 3].map((line) => lines.line(line))).toEqual(["a", "b", "c", "d"]);
  });

  test("counts UTF-16 units, and no byte order mark", () => {
    const lines = new Lines("\ufeffa😀b\nc");
    expect(lines.position(0)).toEqual({ line: 0, character: 0 });
    expect(lines.position(4)).toEqual({ line: 0, character: 3 });
    expect(lines.line(0)).toBe("a😀b");
  });

  test("an offset outside the text is its nearest end", () => {
    const lines = new Lines("ab\nc");
    expect(lines.position(99)).toEqual({ line: 1, character: 1 });
    expect(lines.position(-1)).toEqual({ line: 0, character: 0 });
  });

  test("every offset comes back from its position, but inside \\r\\n", () => {
    const texts = fc.string({ unit: fc.constantFrom("a", "\n", "\r", "\t", "é", "😀"), maxLength: 40 });
    fc.assert(
      fc.property(texts, (text) => {
        const lines = new Lines(text);
        for (let at = 0; at <= text.length; at++) {
          const inside = text[at - 1] === "\r" && text[at] === "\n";
          if (!inside) expect(lines.offset(lines.position(at))).toBe(at);
        }
      }),
      fcOptions(300),
    );
  });
});
