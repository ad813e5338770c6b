import { expect, test } from "vitest";
import { facts } from "../facts.ts";

const NAMES = ["Dropout", "Dropout1d", "Dropout2d", "Dropout3d", "AlphaDropout", "FeatureAlphaDropout"];

test.each(NAMES)("%s keeps its shape and takes a probability", (name) => {
  expect(facts(name, { p: 1 }, [[2, 3, 4]])).toMatchObject({ codes: [], outputs: [[2, 3, 4]], parameters: {} });
  expect(() => facts(name, { p: 1.5 }, [[2, 3, 4]])).toThrow("attribute-range p");
});

test("dropping channels needs channels, and Dropout1d insists on a sequence", () => {
  const refused = (training: boolean) => NAMES.filter((name) => facts(name, {}, [[5]], { training }).codes.length > 0);
  expect(refused(false)).toEqual(["Dropout1d"]);
  expect(refused(true)).toEqual(["Dropout1d", "Dropout2d", "FeatureAlphaDropout"]);
  // Dropout3d puts a batch of one in front, so there must be one axis; and what drops nothing looks at nothing.
  expect(facts("Dropout3d", {}, [[]], { training: true }).codes).toEqual(["rank-mismatch"]);
  expect(facts("Dropout2d", { p: 0 }, [[]], { training: true }).codes).toEqual([]);
  expect(facts("Dropout1d", {}, [[2, 3, 4, 5]]).codes).toEqual(["rank-mismatch"]);
});

test("StochasticDepth must be told what it drops", () => {
  expect(facts("StochasticDepth", { p: 0.2, mode: "row" }, [[2, 3]]).outputs).toEqual([[2, 3]]);
  expect(() => facts("StochasticDepth", { p: 0.2, mode: "column" }, [[2, 3]])).toThrow("attribute-range mode");
});
