/** What the editor does by itself: the regular expressions of the language configuration, on lines that people type. */
import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";

type Pattern = string | { readonly pattern: string; readonly flags: string };

interface EnterRule {
  readonly beforeText: Pattern;
  readonly afterText?: Pattern;
  readonly previousLineText?: Pattern;
  readonly action: { readonly indent: string; readonly appendText?: string };
}

interface Configuration {
  readonly wordPattern: Pattern;
  readonly indentationRules: { readonly increaseIndentPattern: Pattern; readonly decreaseIndentPattern: Pattern };
  readonly onEnterRules: readonly EnterRule[];
  readonly folding: { readonly markers: { readonly start: Pattern; readonly end: Pattern } };
}

const configuration = JSON.parse(readFileSync("language-configuration.json", "utf8")) as Configuration;

const regex = (pattern: Pattern, more = ""): RegExp =>
  typeof pattern === "string" ? new RegExp(pattern, more) : new RegExp(pattern.pattern, pattern.flags + more);

/** What Enter does at the end of `line`, by the first rule that applies; the language's default for `editor.autoIndent` uses nothing else. */
function onEnter(line: string, previous = ""): string {
  const holds = (pattern: Pattern | undefined, text: string): boolean => !pattern || regex(pattern).test(text);
  const rule = configuration.onEnterRules.find(
    (r) => holds(r.beforeText, line) && holds(r.afterText, "") && holds(r.previousLineText, previous),
  );
  return rule ? `${rule.action.indent} ${rule.action.appendText ?? ""}`.trimEnd() : "none";
}

describe("Enter", () => {
  test.each([
    ["layers:", "indent"],
    ["  layers:   # a list", "indent"],
    ["  DoubleConv:", "indent"],
    ["  größe:", "indent"],
    ["  q, k, v:", "indent"],
    ["    18:", "indent"],
    ["where:", "indent -"],
    ["sizes:  # tried one by one", "indent -"],
    ["  - H % 16 == 0", "none -"],
    ["  - (Conv2d(out, 3) -> ReLU) * 2   # twice", "none -"],
    ["  - conv1: Conv2d(64, 7)", "none -"],
    ["  - features:", "indent"],
    ["  -", "none"],
    ["  - ", "none"],
    ["  conv: Conv2d(64, 3)", "none"],
    ["model: UNet", "none"],
    ["  conv: Conv2d(64,", "indent"],
    ["  conv: Conv2d(64, 3) ->", "indent"],
    ["  - Conv2d(64, 3) ->", "indent"],
    ["  conv: Conv2d(64, 3) =>", "indent"],
    ["# as in the paper (", "none"],
    ["  # one, two,", "none"],
    ["  conv: Conv2d(64, 3)   # so,", "none"],
    ["", "none"],
  ])("after %j: %s", (line, does) => {
    expect(onEnter(line)).toBe(does);
  });

  test("goes deeper once in a line that goes on", () => {
    expect(onEnter("    padding=1) ->", "  conv: Conv2d(64,")).toBe("none");
  });
});

test("every key that opens something does so for those who indent by rules, too", () => {
  const pattern = regex(configuration.indentationRules.increaseIndentPattern);
  expect(["layers:", "  - features:", "  q, k, v: # three"].filter((line) => !pattern.test(line))).toEqual([]);
  expect(["  a: ReLU", "# so:", "  - x"].filter((line) => pattern.test(line))).toEqual([]);
});

test("a closing bracket alone goes back a level", () => {
  const pattern = regex(configuration.indentationRules.decreaseIndentPattern);
  expect(["  )", "    ]", "  },"].filter((line) => !pattern.test(line))).toEqual([]);
  expect(["layers:", "  a: f()", "  - [1]"].filter((line) => pattern.test(line))).toEqual([]);
});

test.each([
  ["encoder.layer3.0 -> tv.ResNet", ["encoder", "layer3", "0", "tv", "ResNet"]],
  ["größe: Conv2d(π, 1e-6)", ["größe", "Conv2d", "π", "1", "e", "6"]],
  ["q, k_1: a*b//0.5", ["q", "k_1", "a", "b", "0.5"]],
])("the words of %j", (text, words) => {
  expect(text.match(regex(configuration.wordPattern, "g"))).toEqual(words);
});

test("no word is empty, so that a double click always ends", () => {
  expect(regex(configuration.wordPattern).test("")).toBe(false);
});

test("a region can be folded by a comment", () => {
  const { start, end } = configuration.folding.markers;
  expect(regex(start).test("  # region decoder")).toBe(true);
  expect(regex(end).test("  # endregion")).toBe(true);
  expect(regex(start).test("  regional: ReLU")).toBe(false);
});

/** Typing an example from top to bottom, with Enter after each line: how deep the next line starts. */
test.each(readdirSync("examples").filter((name) => name.endsWith(".arch.yaml")))(
  "%s: Enter indents where the next line is deeper",
  (name) => {
    const lines = readFileSync(`examples/${name}`, "utf8").split(/\r?\n/);
    const depth = (line: string): number => /^ */.exec(line)?.[0].length ?? 0;
    const wrong = lines.flatMap((line, at) => {
      const next = lines[at + 1] ?? "";
      if (line.trim() === "" || next.trim() === "" || line.trim().startsWith("#") || depth(next) < depth(line))
        return [];
      const deeper = depth(next) > depth(line);
      return onEnter(line).startsWith("indent") === deeper ? [] : [line];
    });
    expect(wrong).toEqual([]);
  },
);
