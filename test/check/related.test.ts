/** The story behind a problem: where the sizes that it speaks of came from, one entry a step. */
import { expect, test } from "vitest";
import { checkFiles } from "../harness/fixture.ts";

const uri = "file:///models/net.arch.yaml";

/** What is said beside each problem of a model with these layers. */
function story(inputs: string, ...layers: readonly string[]): (readonly string[])[] {
  const text = `model: Net\ninputs: { ${inputs} }\nlayers:\n${layers.map((line) => `  ${line}\n`).join("")}`;
  const { problems } = checkFiles(new Map([[uri, text]]), uri);
  return problems.map(({ related = [] }) => related.map(({ message }) => message));
}

test("a wrong `=>` shows the steps of the first size, and none where the layer itself decides it", () => {
  const layers = ["a: Conv2d(8, 3)", "b: ReLU", "c: Conv2d(8, 5, padding=1)"];
  expect(story("x: [N, 3, H, W]", ...layers, "d: ReLU => [N, 8, H, W]")).toEqual([
    ["x (input): H", "a (Conv2d): H - 2", "c (Conv2d): H - 4"],
  ]);
  expect(story("x: [N, 3, H, W]", "a: Conv2d(8, 3, padding=1) => [N, 4, H, W]")).toEqual([[]]);
});

test("a size that is too small shows how it became so", () => {
  expect(story("x: [N, 3, 9, 9]", "a: MaxPool2d(4)", "b: Conv2d(8, 5)")).toEqual([
    ["x (input): 9", "a (MaxPool2d): 2"],
  ]);
});

test("a product shows the row of the first tensor and the column of the second", () => {
  expect(story("a: [N, 6, 5], b: [N, 6, 4]", "bt: b -> Transpose(1, 2)", "c: MatMul(a, bt)")).toEqual([
    ["a (input): 5", "bt (Transpose): 4"],
  ]);
});

test("a join of tensors with other ranks compares the axes that meet", () => {
  expect(story("a: [N, 8, 6, 6], b: [8, 5, 6]", "c: Add(a, b)")).toEqual([["a (input): 6", "b (input): 5"]]);
});
