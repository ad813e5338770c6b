/**
 * Every code that a problem can have. Codes are permanent: a code that is no longer told is left out here and its page
 * goes with it, but its name is never given to something else. Each has a page, `rules/<code>.md`.
 */
import type { Severity } from "../core/diagnostic.ts";

export interface CodeFacts {
  /** The usual one; a page says when it is another. */
  readonly severity: Severity;
  /** One clause, for lists. */
  readonly summary: string;
}

const error = (summary: string): CodeFacts => ({ severity: "error", summary });
const warning = (summary: string): CodeFacts => ({ severity: "warning", summary });
const hint = (summary: string): CodeFacts => ({ severity: "hint", summary });

export const codes = {
  // Shapes
  "concat-mismatch": error("tensors that are joined differ on an axis that is not joined"),
  "add-mismatch": error("tensors that are added, subtracted or multiplied differ in size"),
  "channel-mismatch": error("a layer is set for another number of channels or features than arrives"),
  "expectation-mismatch": error("the shape after `=>` is not the shape that the layer gives"),
  "rank-mismatch": error("a tensor has too few or too many axes for the layer that takes it"),
  "matmul-mismatch": error("the inner sizes of a matrix product differ"),
  "reshape-mismatch": error("a reshape would change the number of elements"),
  "size-mismatch": error("a size is not the one that the layer or block needs"),
  "size-too-small": error("a tensor is smaller than the window, crop or cut that is applied to it"),
  "padding-too-large": error("padding is wider than its mode or its window allows"),
  "output-padding-too-large": error("output_padding is not smaller than stride or dilation"),
  "groups-mismatch": error("groups do not divide the channels"),
  "dtype-mismatch": error("whole numbers arrive where decimals are needed, or the reverse"),
  overflow: error("a number is too large to be counted exactly"),

  // Sizes
  "condition-not-guaranteed": warning("the model works for some sizes only, and `where` allows others"),
  "conditions-conflict": error("conditions that no size fulfils together"),
  "fails-at-size": error("an entry of `sizes` does not give what it states, or is not allowed by `where`"),
  "too-complex": hint("a condition has no closed form, or a model is beyond a limit"),
  division: error("`/` does not come out even"),
  "not-known": error("what is placed depends on a size that is not known beforehand"),
  "lossy-pool": hint("at a declared size, the last rows or columns are read by no window"),
  "uneven-crop": hint("at a declared size, a centre crop takes one more row from one side than from the other"),
  "broadcast-surprise": warning("at a declared size, a size of 1 is stretched over a spatial axis"),

  // Names and arguments
  "unknown-op": error("no operator or block has this name"),
  "unknown-name": error("nothing has this name"),
  "unknown-attribute": error("the layer has no such setting"),
  "unknown-output": error("it is not clear which output is meant, or there is none of that name"),
  "duplicate-name": error("a name is taken already"),
  "not-a-layer": error("a value stands where a layer is placed, or the reverse"),
  "missing-attribute": error("a setting that is required is missing"),
  "attribute-kind": error("a setting has a value of the wrong kind"),
  "attribute-range": error("a setting has a value that is not allowed"),
  "too-many-arguments": error("more values stand in the parentheses than are taken"),
  "positional-order": error("PyTorch's order of arguments was used, where the input's size is inferred"),
  "tensor-count": error("a layer gets too few or too many tensors"),
  "repeat-count": error("a layer is repeated a number of times that is no whole number"),

  // Structure
  cycle: error("layers or parameters need each other in a circle"),
  "recursive-block": error("a block contains itself"),
  "unused-value": error("a value that an arrow brings is not taken"),
  "unused-layer": hint("no output needs this layer"),
  "unused-block": hint("a block is never placed"),
  "unused-param": hint("a parameter is never used"),
  "redundant-attribute": hint("a setting says what the input says already"),
  "redundant-bias": hint("a bias is taken away again by the norm that follows"),

  // Files
  "yaml-syntax": error("the file is not the YAML that a model is written in"),
  syntax: error("a line or an expression cannot be read"),
  "file-too-large": error("a file is larger than what is read"),
  "import-not-found": error("a file that `use` names is not there"),
  "import-cycle": error("files use each other in a circle"),
  "import-outside-workspace": error("`use` names a file outside the workspace"),
} as const satisfies Readonly<Record<string, CodeFacts>>;

export type Code = keyof typeof codes;
