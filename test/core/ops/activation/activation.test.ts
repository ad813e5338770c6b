import fc from "fast-check";
import { expect, test } from "vitest";
import type { Op } from "../../../../src/core/op.ts";
import { catalogue } from "../../../../src/core/ops/index.ts";
import { fcOptions } from "../../../harness/fuzz.ts";
import { facts } from "../facts.ts";
import { run } from "../run.ts";

const required: Readonly<Record<string, Readonly<Record<string, unknown>>>> = { Threshold: { threshold: 0, value: 1 } };
const elementwise = Object.values<Op>(catalogue).filter(
  ({ name, family }) => family === "activation" && !["GLU", "Softmax2d"].includes(name),
);

test.each(elementwise.map(({ name }) => name))("%s keeps any shape and multiplies nothing", (name) => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 1, max: 5 }), { maxLength: 6 }), (shape) => {
      expect(facts(name, required[name] ?? {}, [shape])).toMatchObject({ codes: [], outputs: [shape], macs: 0 });
    }),
    fcOptions(20),
  );
});

test("GLU halves an axis", () => {
  expect(run("GLU", {}, ["[N, 8]"]).text).toBe("[N, 4]");
  expect(facts("GLU", { dim: 1 }, [[2, 6, 5]]).outputs).toEqual([[2, 3, 5]]);
  expect(facts("GLU", { dim: 2 }, [[2, 6, 5]]).codes).toEqual(["size-mismatch"]);
  expect(facts("GLU", { dim: 3 }, [[2, 6, 5]]).codes).toEqual(["attribute-range"]);
  expect(facts("GLU", {}, [[]]).codes).toEqual(["rank-mismatch"]);
  const ran = run("GLU", { dim: 1 }, ["[N, C]"]);
  expect([5, 6].map((C) => ran.holds({ N: 1, C }))).toEqual([false, true]);
});

test.each(["Softmax", "LogSoftmax", "Softmin"])("%s takes an axis that is there, and finds one itself", (name) => {
  for (const dim of [-3, 2, null]) expect(facts(name, { dim }, [[2, 3, 4]]).codes).toEqual([]);
  for (const dim of [-4, 3]) expect(facts(name, { dim }, [[2, 3, 4]]).codes).toEqual(["attribute-range"]);
});

test("Softmax2d takes images", () => {
  expect([2, 3, 4, 5].map((rank) => facts("Softmax2d", {}, [Array<number>(rank).fill(3)]).codes.length)).toEqual([
    1, 0, 0, 1,
  ]);
});

test("PReLU learns one slope, or one for each channel", () => {
  expect(facts("PReLU", {}, [[2, 3, 4]]).parameters).toEqual({ weight: [1] });
  expect(facts("PReLU", { num_parameters: 3 }, [[2, 3, 4]])).toMatchObject({ codes: [], parameters: { weight: [3] } });
  expect(facts("PReLU", { num_parameters: 4 }, [[2, 3, 4]]).faults).toMatchObject([
    { code: "channel-mismatch", axis: 1 },
  ]);
  expect(facts("PReLU", { num_parameters: 4 }, [[4]]).codes).toEqual(["channel-mismatch"]);
});

test("limits are in order", () => {
  expect(facts("Hardtanh", { min_val: 1, max_val: 1 }, [[2]]).faults).toMatchObject([
    { code: "attribute-range", attribute: "max_val" },
  ]);
  expect(facts("RReLU", { lower: 0.5, upper: 0.4 }, [[2]]).faults).toMatchObject([
    { code: "attribute-range", attribute: "upper" },
  ]);
});
