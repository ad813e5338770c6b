import { describe, expect, test } from "vitest";
import { parseLine, parseNames } from "../../../src/front/expression/index.ts";
import { chain, pattern } from "./syntax.ts";

function read(source: string): string {
  const line = parseLine(source);
  expect(line.problems).toEqual([]);
  return (line.chain ? chain(line.chain) : "") + (line.expect ? ` => ${pattern(line.expect)}` : "");
}

/** Lines that are written as they are printed. */
test.each([
  "ReLU",
  "Conv2d(64, 3, padding=1) -> BatchNorm2d -> ReLU",
  "x -> ConvTranspose2d(C / 2, 2, stride=2)",
  "Conv2d(classes, 1) => [N, classes, _, _]",
  "Concat(skip, up, m.*)",
  "Add(_, x)",
  "lstm.h_n -> Transpose(0, 1) -> Flatten",
  "resnet.Bottleneck(128, stride=2) -> resnet.Bottleneck(128) * 3 => [4, 64, 512, 512]",
  "(Conv2d(out, 3) -> ReLU) * 2",
  "(Conv2d(16 * (i + 1), 3) -> ReLU) * 3 as i",
  "block(64) * n[0]",
  "block(64) * (n[0] - 1)",
  "A(dilation=2 ** i) * n as i -> B",
  "ReLU * (3 / 2)",
  "stages[i](64) -> stages[0]",
  "(A -> B if c)",
  '(PReLU(num_parameters=C) if kind == "prelu" else ReLU if kind == "relu")',
  "(pre -> Conv2d(out, 1) if stride != 1 or C != out else x)",
  "((A -> B) * 2 -> C if a and not b) -> D",
  "f(stride=stride if v1 else 1)",
  "Pad([dw // 2, dw - dw // 2])",
])("%s", (source) => expect(read(source)).toBe(source));

test.each([
  ["x->ReLU=>[N]", "x -> ReLU => [N]"],
  ["A*2->B", "A * 2 -> B"],
  ["A(\n  1,\n  2\n)\n  -> B", "A(1, 2) -> B"],
  ["A()", "A()"],
  ["A * -1", "A * (-1)"],
  ["A * 2 ** i", "A * (2 ** i)"],
])("%j is %s", (source, expected) => expect(read(source)).toBe(expected));

test("a layer's place is its name with its arguments, without the repeat", () => {
  const source = "x -> block(64) * n as i -> (A -> B) * 2";
  const spans = parseLine(source).chain?.items.map((i) => source.slice(i.span.start, i.span.end));
  expect(spans).toEqual(["x", "block(64)", "(A -> B)"]);
});

test("an argument's place holds its name and its parentheses", () => {
  const [item] = parseLine("f((a + b), c=(d))").chain?.items ?? [];
  const source = "f((a + b), c=(d))";
  expect(item?.kind === "place" && item.args?.map((a) => source.slice(a.span.start, a.span.end))).toEqual([
    "(a + b)",
    "c=(d)",
  ]);
});

describe("names on the left", () => {
  test.each([
    ["conv1", ["conv1"]],
    ["q, k, v", ["q", "k", "v"]],
    ["a,b", ["a", "b"]],
    ["straße", ["straße"]],
  ])("%s", (source, names) => {
    const { value, problems } = parseNames(source);
    expect(problems).toEqual([]);
    expect(value?.map((n) => n.text)).toEqual(names);
    expect(value?.map((n) => source.slice(n.span.start, n.span.end))).toEqual(names);
  });
});
