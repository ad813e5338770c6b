import { describe, expect, test } from "vitest";
import { parseExpr, parseParam, parseShape } from "../../../src/front/expression/index.ts";
import { pattern, shape } from "./syntax.ts";

function read(source: string): string {
  const { value, problems } = parseExpr(source);
  expect(problems).toEqual([]);
  return value ? shape(value) : "nothing";
}

describe("values", () => {
  test.each([
    ["42", "42"],
    ["1e-6", "1e-6"],
    [".5", ".5"],
    ["1.", "1."],
    ["9007199254740991", "9007199254740991"],
    ["'a'", '"a"'],
    ['"it\'s"', '"it\'s"'],
    ['"say \\"a\\""', '"say \\"a\\""'],
    ["true", "true"],
    ["True", "true"],
    ["False", "false"],
    ["None", "null"],
    ["_", "_"],
    ["_x1", "_x1"],
    ["größe", "größe"],
    ["encoder.layer3.0.conv", "encoder.layer3.0.conv"],
    ["m.in", "m.in"],
    ["m.*", "m.*"],
    ["(3, 3)", "(list( 3 3)"],
    ["(3,)", "(list( 3)"],
    ["()", "(list()"],
    ["(3)", "3"],
    ["[1, 2,]", "(list[ 1 2)"],
    ["counts[depth]", "(at counts depth)"],
    ["a[0][1]", "(at (at a 0) 1)"],
    ["GroupNorm(32)", "(call GroupNorm 32)"],
    ["f(1, b=2, c = (3, 4),)", "(call f 1 b=2 c=(list( 3 4))"],
    ["f(a == b)", "(call f (== a b))"],
    ["resnet.Bottleneck(v1=v1)", "(call resnet.Bottleneck v1=v1)"],
  ])("%s", (source, expected) => expect(read(source)).toBe(expected));

  test("a decimal keeps its text, a whole number is one", () => {
    expect(parseExpr("0.10").value).toMatchObject({ kind: "float", value: 0.1, text: "0.10" });
    expect(parseExpr("10").value).toMatchObject({ kind: "int", value: 10, text: "10" });
  });

  test("line breaks are spaces", () => expect(read("a\n  + b\r\n\t* c")).toBe("(+ a (* b c))"));
});

describe("precedence is Python's", () => {
  test.each([
    ["a + b * c", "(+ a (* b c))"],
    ["a - b - c", "(- (- a b) c)"],
    ["a // b % c / d", "(/ (% (// a b) c) d)"],
    ["-a ** 2", "(- (** a 2))"],
    ["2 ** -i", "(** 2 (- i))"],
    ["2 ** 3 ** 2", "(** 2 (** 3 2))"],
    ["-a * b", "(* (- a) b)"],
    ["a[0] ** 2", "(** (at a 0) 2)"],
    ["not a == b", "(not (== a b))"],
    ["not a and not b or c", "(or (and (not a) (not b)) c)"],
    ["a or b and c", "(or a (and b c))"],
    ["a + 1 == b * 2", "(== (+ a 1) (* b 2))"],
    ["a < b <= c", "(and (< a b) (<= b c))"],
    ["a < b < c < d", "(and (and (< a b) (< b c)) (< c d))"],
    ["H % 32 in (0, 31)", "(in (% H 32) (list( 0 31))"],
    ["H % 16 in 1..8", "(in (% H 16) (.. 1 8))"],
    ["H in a+1..b-1 and W > 3", "(and (in H (.. (+ a 1) (- b 1))) (> W 3))"],
    ["a not in b", "(not-in a b)"],
    ["not a in b", "(not (in a b))"],
    ["a if b else c if d else e", "(if b a (if d c e))"],
    ["a if b or c else d + 1", "(if (or b c) a (+ d 1))"],
    ["(a if b else c) + 1", "(+ (if b a c) 1)"],
  ])("%s", (source, expected) => expect(read(source)).toBe(expected));
});

describe("layers as settings", () => {
  test.each([
    ["(LayerNorm -> Linear(64))", "<LayerNorm -> Linear(64)>"],
    ["(A * 2 -> B)", "<A * 2 -> B>"],
    ["(A(dilation=2 ** i) * n as i -> B)", "<A(dilation=2 ** i) * n as i -> B>"],
    ["(A * n as i)", "<A * n as i>"],
    ["((A -> B) * 2 -> C)", "<(A -> B) * 2 -> C>"],
    ["(A -> B if c)", "<A -> B if c>"],
    ["(A if c)", "<A if c>"],
    ["(A if c else B if d)", "<A if c else B if d>"],
    ["(A if c else B -> C)", "<A if c else B -> C>"],
    ["(A if c else B)", "(if c A B)"],
    ["(A if c else (B -> C))", "(if c A <B -> C>)"],
    ["((A if c else B) -> C)", "<(A if c else B) -> C>"],
    ["(stages[i] -> m.0)", "<stages[i] -> m.0>"],
    ["stages[i](64)", "<stages[i](64)>"],
    ["f(body=(A -> B), act=ReLU)", "(call f body=<A -> B> act=ReLU)"],
  ])("%s", (source, expected) => expect(read(source)).toBe(expected));
});

describe("parameters", () => {
  test.each(["int", "float", "bool", "str", "list", "layer"])("%s is a type", (type) => {
    expect(parseParam(type)).toMatchObject({ value: { kind: "type", type }, problems: [] });
  });

  test("words are a choice", () => {
    const { value, problems } = parseParam("same | crop|pad");
    expect(problems).toEqual([]);
    expect(value?.kind === "choice" && value.words.map((w) => w.text)).toEqual(["same", "crop", "pad"]);
  });

  test.each([
    ["4 * width", "(* 4 width)"],
    ["integer", "integer"],
    ['1 if join == "same" else 0', '(if (== join "same") 1 0)'],
    ["in_planes != out or stride != 1", "(or (!= in_planes out) (!= stride 1))"],
    [
      "PreActBottleneck if preact else Basic if depth < 50 else Bottleneck(v1=v1)",
      "(if preact PreActBottleneck (if (< depth 50) Basic (call Bottleneck v1=v1)))",
    ],
    ["(LayerNorm -> Linear(64))", "<LayerNorm -> Linear(64)>"],
    ["null", "null"],
  ])("%s is a value", (source, expected) => {
    const { value, problems } = parseParam(source);
    expect(problems).toEqual([]);
    expect(value?.kind === "value" && shape(value.value)).toBe(expected);
  });
});

describe("shapes", () => {
  test.each([
    ["[N, 3, H, W]", "[N, 3, H, W]"],
    ["[ N,classes , _, ...]", "[N, classes, _, ...]"],
    ["[1, H/patch * W/patch + 1, dim]", "[1, H / patch * W / patch + 1, dim]"],
    ["[N, C5//2 + C4, 2*h]", "[N, C5 // 2 + C4, 2 * h]"],
    ["[]", "[]"],
    ["[1, 2,]", "[1, 2]"],
  ])("%s", (source, expected) => {
    const { value, problems } = parseShape(source);
    expect(problems).toEqual([]);
    expect(value && pattern(value)).toBe(expected);
  });
});
