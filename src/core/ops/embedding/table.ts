/** What the look-ups share: whole numbers for indices, and sizes and rows that exist. */
import type { Dim } from "../../dim/index.ts";
import type { RuleContext } from "../../rule.ts";
import { positive } from "../../shape.ts";

export interface Table {
  readonly num_embeddings: Dim;
  readonly embedding_dim: Dim;
  readonly padding_idx: number | null | undefined;
}

export function checkTable(c: RuleContext, { num_embeddings, embedding_dim, padding_idx }: Table): void {
  wholeNumbers(c, 0);
  positive(c, num_embeddings, "num_embeddings");
  positive(c, embedding_dim, "embedding_dim");
  if (typeof padding_idx !== "number") return;
  const needed = padding_idx < 0 ? -padding_idx : padding_idx + 1;
  const expected = `a row of the table, which has ${c.dims.print(num_embeddings)}`;
  c.atLeast(num_embeddings, needed, { code: "attribute-range", attribute: "padding_idx", expected, got: padding_idx });
}

/** Inputs of which nothing is known may be indices. */
export function wholeNumbers(c: RuleContext, input: number): void {
  const got = c.dtypes[input];
  if (got !== undefined && got !== "int") c.fail({ code: "dtype-mismatch", input, expected: "int", got });
}
