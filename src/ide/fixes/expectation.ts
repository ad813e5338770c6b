/** The shape that a line gives, written after `=>`: in place of what is stated wrongly, or where nothing is stated. */
import type { Edit } from "../../core/diagnostic.ts";
import { shapeOf, type Tensor } from "../../core/graph.ts";
import { type Span, shift } from "../../core/span.ts";
import type { ShapePattern } from "../../front/expression/ast.ts";
import type { At, BlockDef, Frame, LayerDef } from "../../front/yaml/index.ts";
import { applied } from "../edits.ts";
import { bindingsOf, nodesAt, tensorsOf } from "../instances.ts";
import { namesOf } from "../names/index.ts";
import type { FileScope, Snapshot, Worked } from "../snapshot.ts";
import type { Proposal, Proposer } from "./action.ts";
import { code, replace } from "./text.ts";

export const rightExpectation: Proposer = ({ snapshot, file, problem, mends }) => {
  if (problem.code !== "expectation-mismatch") return [];
  const found = lineAt(file, problem.span);
  const line = found?.def.line;
  const expect = line?.syntax.expect;
  if (!found || !line || !expect) return [];
  const shape = shapeOfLine(snapshot, file, found.def, found.block);
  const edits = shape && corrected(file, { syntax: expect, at: line.at }, shape, problem.span);
  if (!edits || !mends(edits)) return [];
  const { start, end } = shift(expect.span, line.at);
  // The pattern as it will be: what stands before it is left as it is.
  const length = edits.reduce((n, e) => n + e.text.length - (e.span.end - e.span.start), end);
  const text = applied(file.def.text, edits).slice(start, length);
  return [{ title: `Change to the shape that it gives: ${code(text)}`, edits }];
};

/** Sizes that are wrong are written anew; `_` and what is right stay. */
function corrected(
  file: FileScope,
  { syntax, at }: At<ShapePattern>,
  shape: readonly string[],
  wrong: Span,
): readonly Edit[] | undefined {
  const whole = [replace(file, at + syntax.span.start, at + syntax.span.end, `[${shape.join(", ")}]`)];
  const open = syntax.items.findIndex((item) => item.kind === "ellipsis");
  if (open < 0 && syntax.items.length !== shape.length) return whole;
  const edits = syntax.items.flatMap((item, i): Edit[] => {
    const { start, end } = item.span;
    const axis = open >= 0 && i > open ? shape.length - (syntax.items.length - i) : i;
    const size = shape[axis];
    if (size === undefined || at + start < wrong.start || at + end > wrong.end) return [];
    if (item.kind === "ellipsis" || item.kind === "hole") return [];
    return [replace(file, at + start, at + end, size)];
  });
  return edits.length > 0 ? edits : undefined;
}

/** For a layer at the cursor that states nothing. */
export function writeExpectation(snapshot: Snapshot, file: FileScope, span: Span): readonly Proposal[] {
  const found = lineAt(file, span);
  const line = found?.def.line;
  const chain = line?.syntax.chain;
  if (!found || !chain || line.syntax.expect || line.syntax.problems.length > 0) return [];
  const shape = shapeOfLine(snapshot, file, found.def, found.block);
  if (!shape) return [];
  const end = line.at + chain.span.end;
  const text = `=> [${shape.join(", ")}]`;
  return [{ title: `Write the shape that it gives: ${code(text)}`, edits: [replace(file, end, end, `   ${text}`)] }];
}

interface Found {
  readonly def: LayerDef;
  readonly block: BlockDef;
}

function lineAt(file: FileScope, span: Span): Found | undefined {
  const { def } = file;
  for (const block of [def.model, ...def.blocks.values()]) {
    const todo = [...block.layers];
    for (let layer = todo.pop(); layer; layer = todo.pop()) {
      if (layer.body) todo.push(...layer.body);
      else if (layer.line && layer.span.start <= span.start && span.end <= layer.span.end) return { def: layer, block };
    }
  }
  return undefined;
}

/** As it can be written there; undefined where it is not known, has several tensors or differs in its rank. */
function shapeOfLine(
  snapshot: Snapshot,
  file: FileScope,
  def: LayerDef,
  block: BlockDef,
): readonly string[] | undefined {
  const [name, second] = def.names;
  const there = second ? [] : name ? named(snapshot, file, name.span.start) : unnamed(snapshot, file, def);
  const [first, ...others] = there;
  const shape = first && shapeOf(first.tensor);
  if (!first || !shape || shape.some((dim) => dim.assumed)) return undefined;
  if (others.some(({ tensor }) => shapeOf(tensor)?.length !== shape.length)) return undefined;
  const sizes = shape.map((dim, axis) => {
    const { dims } = first.worked;
    if (block.root) return dims.print(dim, { ascii: true });
    const all = there.map((t) => ({ dim: shapeOf(t.tensor)?.[axis], frame: t.frame }));
    if (dim.constant !== undefined && all.every((one) => one.dim?.constant === dim.constant))
      return String(dim.constant);
    return sizeNamed(all) ?? "_";
  });
  // With nothing to say but how many axes there are, it would be no expectation.
  return sizes.every((size) => size === "_") ? undefined : sizes;
}

interface There {
  readonly worked: Worked;
  /** Absent for a layer without a name: no name of its block is looked for then. */
  readonly frame?: Frame;
  readonly tensor: Tensor;
}

function named(snapshot: Snapshot, file: FileScope, at: number): readonly There[] {
  const name = namesOf(file).at(at);
  if (name?.kind !== "declared") return [];
  return bindingsOf(snapshot, name.declaration).flatMap(({ worked, frame, binding }) => {
    const [only, second] = binding.kind === "tensor" ? tensorsOf(binding.placed) : [];
    return only && !second ? [{ worked, frame, tensor: only.tensor }] : [];
  });
}

/** An item of a list that is one layer, or a chain of them. */
function unnamed(snapshot: Snapshot, { def: { uri } }: FileScope, { line }: LayerDef): readonly There[] {
  const last = line?.syntax.chain?.items.at(-1);
  if (!line || last?.kind !== "place" || last.count) return [];
  return nodesAt(snapshot, uri, line.at + last.span.start).flatMap(({ worked, node }) =>
    node.outputs.length === 1 ? [{ worked, tensor: { node, output: 0 } }] : [],
  );
}

/** A name of the block that stands for the size in every use of it. */
function sizeNamed(all: readonly { readonly dim: unknown; readonly frame: Frame | undefined }[]): string | undefined {
  const [first] = all;
  for (const name of first?.frame ? sizesIn(first.frame) : [])
    if (all.every(({ dim, frame }) => frame && standsFor(frame, name, dim))) return name;
  return undefined;
}

function* sizesIn(frame: Frame): Iterable<string> {
  for (let f: Frame | undefined = frame; f; f = f.outer)
    for (const [name, binding] of f.names) if (binding.kind !== "tensor") yield name;
}

function standsFor(frame: Frame, name: string, dim: unknown): boolean {
  const binding = frame.lookup(name);
  if (!binding || binding.kind === "tensor") return false;
  const { value } = binding;
  if (value === dim) return true;
  return (
    typeof value === "number" && typeof dim === "object" && dim !== null && "constant" in dim && dim.constant === value
  );
}
