import { expect, test } from "vitest";
import { facts } from "../facts.ts";
import { run } from "../run.ts";

test("Linear works on the last axis", () => {
  expect(facts("Linear", { out_features: 10 }, [[4, 7, 512]])).toMatchObject({
    outputs: [[4, 7, 10]],
    parameters: { weight: [10, 512], bias: [10] },
    macs: 4 * 7 * 512 * 10,
  });
  expect(facts("Linear", { out_features: 10, bias: false }, [[512]]).count).toBe(5120);
  expect(facts("Linear", { out_features: 10 }, [[]]).codes).toEqual(["rank-mismatch"]);
});

test("Linear compares in_features and knows its output all the same", () => {
  expect(facts("Linear", { in_features: 8, out_features: 10 }, [[2, 9]])).toMatchObject({
    faults: [{ code: "channel-mismatch", axis: 1, attribute: "in_features" }],
    outputs: [[2, 10]],
    parameters: { weight: [10, 8], bias: [10] },
  });
  const ran = run("Linear", { in_features: 8, out_features: 10 }, ["[N, 2*H]"]);
  expect([3, 4, 5].map((H) => ran.holds({ N: 1, H }))).toEqual([false, true, false]);
});

test("Bilinear joins the last axes of two tensors that agree in the others", () => {
  expect(
    facts("Bilinear", { out_features: 5 }, [
      [2, 3, 4],
      [2, 3, 6],
    ]),
  ).toMatchObject({
    codes: [],
    outputs: [[2, 3, 5]],
    parameters: { weight: [5, 4, 6], bias: [5] },
  });
  expect(
    facts("Bilinear", { out_features: 5 }, [
      [2, 3, 4],
      [2, 1, 6],
    ]).faults,
  ).toMatchObject([{ code: "size-mismatch", input: 1, axis: 1 }]);
  expect(
    facts("Bilinear", { out_features: 5 }, [
      [3, 4],
      [2, 3, 6],
    ]).codes,
  ).toEqual(["rank-mismatch"]);
  expect(facts("Bilinear", { out_features: 5, in2_features: 7 }, [[4], [6]]).faults).toMatchObject([
    { code: "channel-mismatch", input: 1, attribute: "in2_features" },
  ]);
});

test("Identity changes nothing", () => {
  expect(run("Identity", {}, ["[N, C, H, W]"]).text).toBe("[N, C, H, W]");
});
