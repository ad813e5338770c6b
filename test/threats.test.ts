/** What must not break the checker: hostile and odd files get a calm answer, within bounds of work that are counted. */
import { describe, expect, test } from "vitest";
import type { Problem } from "../src/core/diagnostic.ts";
import { pathOf } from "../src/core/graph.ts";
import { Lines } from "../src/core/lines.ts";
import { checkFiles } from "./harness/fixture.ts";

const root = "file:///models/main.arch.yaml";
const check = (text: string, more: Readonly<Record<string, string>> = {}) =>
  checkFiles(
    new Map([[root, text], ...Object.entries(more).map(([name, t]) => [`file:///models/${name}`, t] as const)]),
    root,
  );
const codes = (problems: readonly Problem[]) => problems.map((p) => p.code);
const errors = (text: string) => check(text).problems.filter((p) => p.severity === "error");

const HEAD = "model: M\ninputs: { x: [N, 3, H, W] }\nlayers:\n";

describe("a model that asks for too much is refused before anything is expanded", () => {
  test.each([
    ["a repeat", `${HEAD}  y: ReLU * 1000000000\n`],
    ["nested repeats", `${HEAD}  y: ((((ReLU * 100000) * 100000) * 100000) * 100000)\n`],
    [
      "a repeat of a block of repeats",
      `model: M\ninputs: { x: [N, 3, H, W] }\nblocks:\n  A:\n    layers:\n      - ReLU * 100000\nlayers:\n  y: A * 100000\n`,
    ],
  ])("%s", (_, text) => {
    const { problems, variants } = check(text);
    expect(codes(problems.filter((p) => p.severity === "error"))).toEqual(["too-complex"]);
    expect(variants[0]?.graph.nodes.length).toBeLessThan(400_000);
  });

  test("blocks that double themselves level by level", () => {
    const blocks = Array.from({ length: 60 }, (_, i) => `  B${i}:\n    layers:\n      - B${i + 1} * 2\n`).join("");
    const text = `model: M\ninputs: { x: [N, 3, H, W] }\nblocks:\n${blocks}  B60:\n    layers:\n      - ReLU\nlayers:\n  y: B0\n`;
    expect(codes(errors(text))).toEqual(["too-complex"]);
  });

  test("a block that contains itself through another file", () => {
    const text =
      "model: M\nuse: { a: ./a.arch.yaml }\ninputs: { x: [N, 3, H, W] }\nblocks:\n  B:\n    layers:\n      - a.A\nlayers:\n  y: B\n";
    const a = "use: { main: ./main.arch.yaml }\nblocks:\n  A:\n    layers:\n      - main.B\n";
    expect(codes(check(text, { "a.arch.yaml": a }).problems)).toContain("import-cycle");
  });
});

describe("numbers are exact or refused", () => {
  test.each([
    ["beyond 2⁵³", "9007199254740993"],
    ["negative", "-3"],
    ["not a number", ".nan"],
    ["infinite", ".inf"],
    ["hexadecimal", "0x10"],
    ["a decimal too large", "1e400"],
    ["zero", "0"],
  ])("an input's size that is %s", (_, size) => {
    const found = errors(`model: M\ninputs:\n  x: [N, ${size}, 8, 8]\nlayers:\n  y: ReLU\n`);
    expect(found).toHaveLength(1);
    expect(found[0]?.message).not.toContain("9007199254740992");
  });

  test("a product that leaves the safe integers is told, and nothing is said of its value", () => {
    const { problems } = check(
      `model: M\ninputs:\n  x: [N, 94906267, 94906267]\nlayers:\n  y: Flatten\n  z: Linear(8)\n`,
    );
    expect(codes(problems)).toEqual(["overflow"]);
    expect(problems[0]?.message).not.toMatch(/\b9007199\d{9}\b/);
  });
});

describe("imports", () => {
  test.each([
    "../../etc/passwd.arch.yaml",
    "/etc/passwd.arch.yaml",
    "~/secret.arch.yaml",
    "\\\\server\\share\\a.arch.yaml",
    "file:///etc/passwd.arch.yaml",
    "http://example.com/a.arch.yaml",
    "%2e%2e/a.arch.yaml",
    "./a%2f..%2f..%2fb.arch.yaml",
  ])("%s is refused with the reason", (target) => {
    const { problems } = check(
      `model: M\nuse: { a: "${target.replaceAll("\\", "\\\\")}" }\ninputs: { x: [N, 3, H, W] }\nlayers:\n  y: a.B\n`,
    );
    expect(codes(problems)).toEqual(["import-outside-workspace"]);
  });

  test("a file that uses itself, and a long circle, are one problem each", () => {
    const own = check(`model: M\nuse: { a: ./main.arch.yaml }\ninputs: { x: [N, 3, H, W] }\nlayers:\n  y: ReLU\n`);
    expect(codes(own.problems)).toEqual(["import-cycle"]);
    const files = Object.fromEntries(
      Array.from({ length: 50 }, (_, i) => [
        `f${i}.arch.yaml`,
        `use: { n: ./f${(i + 1) % 50}.arch.yaml }\nblocks:\n  B:\n    layers:\n      - ReLU\n`,
      ]),
    );
    const round = check(
      `model: M\nuse: { a: ./f0.arch.yaml }\ninputs: { x: [N, 3, H, W] }\nlayers:\n  y: a.B\n`,
      files,
    );
    expect(codes(round.problems)).toEqual(["import-cycle"]);
  });

  test("a chain of 10,000 files ends with a message", () => {
    const files = Object.fromEntries(
      Array.from({ length: 10_000 }, (_, i) => [
        `f${i}.arch.yaml`,
        `use: { n: ./f${i + 1}.arch.yaml }\nblocks:\n  B:\n    layers:\n      - ReLU\n`,
      ]),
    );
    const { problems } = check(
      `model: M\nuse: { a: ./f0.arch.yaml }\ninputs: { x: [N, 3, H, W] }\nlayers:\n  y: a.B\n`,
      files,
    );
    expect(problems).toHaveLength(1);
    expect(problems[0]?.message).toContain("deep");
  });
});

describe("names that mean something to JavaScript are ordinary names", () => {
  test.each(["__proto__", "constructor", "toString", "hasOwnProperty", "prototype", "valueOf"])("%s", (name) => {
    const text = `model: M\nparams: { ${name}x: 8 }\ninputs:\n  x: [N, 3, ${name}s, W]\nblocks:\n  ${name}b:\n    params: { ${name}: int }\n    layers:\n      ${name}l: Conv2d(${name}, 1)\nlayers:\n  ${name}: ${name}b(${name}x)\n  z: Concat(${name}.${name}l, x)\noutputs: z\n`;
    const { problems, variants } = check(text);
    expect(problems).toEqual([]);
    expect(variants[0]?.graph.nodes.map(pathOf)).toEqual(["x", `${name}.${name}l`, "z"]);
  });

  test.each(["__proto__", "constructor", "toString"])("%s as an operator, a setting, a part, a key", (name) => {
    const found = errors(
      `${HEAD}  a: ${name}(8)\n  b: x -> Conv2d(8, 3, ${name}=1)\n  c: ReLU(${name})\n  d: x.${name} -> ReLU\n${name}: 1\n`,
    );
    expect(found.length).toBeGreaterThanOrEqual(5);
    for (const problem of found) expect(problem.message).not.toMatch(/native code|\[object/);
  });
});

describe("text of all kinds has exact places", () => {
  const at = (text: string, word: string) => {
    const problem = errors(text).find((p) => text.slice(p.span.start, p.span.end) === word);
    expect(problem, `${word} is underlined in ${JSON.stringify(text)}`).toBeDefined();
    return new Lines(text).position(problem?.span.start ?? 0);
  };

  test("line ends \\r\\n, a lone \\r, a byte order mark, characters beyond 2¹⁶", () => {
    expect(at(`${HEAD}  y: RleU\n`, "RleU")).toEqual({ line: 3, character: 5 });
    expect(at(`${HEAD}  y: RleU\n`.replaceAll("\n", "\r\n"), "RleU")).toEqual({ line: 3, character: 5 });
    expect(at(`\ufeff${HEAD}  y: RleU\n`, "RleU")).toEqual({ line: 3, character: 5 });
    expect(at(`# 😀 é\n${HEAD}  # 😀😀\n  y: RleU  # 😀\n`, "RleU")).toEqual({ line: 5, character: 5 });
  });

  test("a lone surrogate, a NUL and a right-to-left mark are told or passed over, and nothing else is lost", () => {
    for (const odd of ["\ud800", "\0", "\u202e"]) {
      const { variants } = check(`${HEAD}  y: ReLU  # ${odd}\n  z: RleU${odd}\n  w: x -> ReLU\n`);
      expect(variants[0]?.graph.nodes.map(pathOf)).toContain("w");
    }
  });

  test("an empty file and one of comments only say nothing; several documents, one thing", () => {
    expect(check("").problems).toEqual([]);
    expect(check("# nothing yet\n\n").problems).toEqual([]);
    expect(errors(`${HEAD}  y: ReLU\n---\nmodel: Two\n`)).toHaveLength(1);
  });
});

describe("sheer size", () => {
  test("the list of problems is capped and says so", () => {
    const { problems } = check(HEAD + Array.from({ length: 20_000 }, (_, i) => `  l${i}: Nope${i}\n`).join(""));
    expect(problems.length).toBeLessThan(1100);
    expect(problems.some((p) => p.message.includes("more than"))).toBe(true);
  });

  test.each([
    ["[", "]"],
    ["{a: ", "}"],
    ["- ", ""],
    ["? ", ""],
    ["(", ")"],
  ])("%s nested 100,000 deep is one problem, three times over", (open, close) => {
    for (let i = 0; i < 3; i++) {
      const text = `model: M\ninputs:\n  x: ${open.repeat(100_000)}1${close.repeat(100_000)}\nlayers:\n  y: ReLU\n`;
      const found = errors(text);
      expect(found.length).toBeGreaterThan(0);
      expect(found.length).toBeLessThan(4);
    }
  });

  test("an alias bomb expands nothing", () => {
    const lines = Array.from({ length: 9 }, (_, i) => `  a${i + 1}: &a${i + 1} [*a${i}, *a${i}, *a${i}, *a${i}]`);
    const { problems } = check(
      `model: M\nparams:\n  a0: &a0 1\n${lines.join("\n")}\ninputs: { x: [N, 3, H, W] }\nlayers:\n  y: ReLU\n`,
    );
    expect(problems.filter((p) => p.severity === "error").length).toBeLessThan(60);
  });

  test("a chain of 100,000 layers, and one whose sizes nest 20,000 deep", () => {
    const chain = check(HEAD + "  - Conv2d(3, 3, padding=1)\n".repeat(100_000));
    expect(chain.problems).toEqual([]);
    expect(chain.variants[0]?.graph.nodes).toHaveLength(100_001);
    const nested = check(`${HEAD}${"  - Upsample(scale_factor=3)\n  - MaxPool2d(2)\n".repeat(10_000)}`);
    expect(nested.problems.filter((p) => p.severity === "error").length).toBeLessThan(3);
  });
});

describe("expressions of 50,000 characters are read in linear time", () => {
  test.each([
    ["sums", `${"1 + ".repeat(12_000)}1`],
    ["brackets that never close", "(".repeat(50_000)],
    ["names", "a.".repeat(25_000)],
    ["spaces", `Conv2d(8${" ".repeat(50_000)}, 3)`],
    ["arrows", `ReLU${" -> ReLU".repeat(6_000)}`],
    ["quotes", '"'.repeat(50_000)],
    ["minus signs", `Conv2d(${"-".repeat(50_000)}8, 3)`],
    ["nots", `(ReLU if ${"not ".repeat(12_000)}true)`],
  ])("%s", (_, line) => {
    expect(() => check(`${HEAD}  y: ${line}\n`)).not.toThrow();
  });
});
