import { expect, test } from "vitest";
import { facts } from "../facts.ts";

const table = { num_embeddings: 10, embedding_dim: 4 };

test("Embedding adds an axis and owns a table", () => {
  expect(facts("Embedding", table, [[2, 3]])).toMatchObject({
    codes: [],
    outputs: [[2, 3, 4]],
    parameters: { weight: [10, 4] },
    macs: 0,
  });
  expect(facts("Embedding", table, [[]]).outputs).toEqual([[4]]);
});

test("indices are whole numbers", () => {
  expect(facts("Embedding", table, [[2]], { dtypes: ["int"] }).codes).toEqual([]);
  expect(facts("Embedding", table, [[2]], { dtypes: ["float"] }).faults).toMatchObject([
    { code: "dtype-mismatch", input: 0, expected: "int", got: "float" },
  ]);
  expect(facts("EmbeddingBag", table, [[6], [2]], { dtypes: ["int", "float"] }).faults).toMatchObject([
    { code: "dtype-mismatch", input: 1 },
  ]);
});

test("the row of padding is in the table", () => {
  const refused = [-11, -10, 0, 9, 10].filter(
    (padding_idx) => facts("Embedding", { ...table, padding_idx }, [[2]]).codes.length > 0,
  );
  expect(refused).toEqual([-11, 10]);
});

test("EmbeddingBag makes one vector of each bag", () => {
  expect(facts("EmbeddingBag", table, [[5, 3]]).outputs).toEqual([[5, 4]]);
  expect(facts("EmbeddingBag", table, [[6], [2]]).outputs).toEqual([[2, 4]]);
  expect(facts("EmbeddingBag", { ...table, include_last_offset: true }, [[6], [3]]).outputs).toEqual([[2, 4]]);
  expect(facts("EmbeddingBag", { ...table, include_last_offset: true }, [[5, 3]]).outputs).toEqual([[4, 4]]);
  expect(facts("EmbeddingBag", table, [[5, 0]]).codes).toEqual(["size-too-small"]);
  for (const inputs of [[[6]], [[5, 3], [2]], [[6], [2, 1]], [[2, 3, 4]]])
    expect(facts("EmbeddingBag", table, inputs).codes).toEqual(["rank-mismatch"]);
});
