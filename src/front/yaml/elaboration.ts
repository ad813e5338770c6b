/** What all who place layers share: the nodes and claims so far, and the names of operators. */
import type { Condition, Dim, Dims, Shape } from "../../core/dim/index.ts";
import type { Claim, ClaimFault, Node, Output, Scope, SourceNode, Tensor, Variant } from "../../core/graph.ts";
import type { Inference } from "../../core/infer.ts";
import type { Op } from "../../core/op.ts";
import { type Site, type Span, shift } from "../../core/span.ts";
import type { Choice, Expr, Placement } from "../expression/ast.ts";
import type { BlockDef, LayerDef } from "./declared.ts";
import type { Host } from "./evaluate.ts";
import { Frame, type Layer, type Placed } from "./frame.ts";
import { leaf, type Numbering, type Step } from "./placed.ts";
import type { Extra, Report } from "./report.ts";
import { Call, type Settings, type SettingsReader } from "./settings.ts";

export interface Catalogue {
  readonly ops: ReadonlyMap<string, Op>;
}

/** What equal texts share between checks, for as long as the table of sizes lives. */
export interface Memory {
  readonly inference: Inference;
  readonly settings: SettingsReader;
  /** Settings of placements that name nothing: equal wherever the text stands. */
  readonly literal: Map<Placement, { readonly op: Op; readonly settings: Settings }>;
}

/** A network, or a block that nothing places, as it was worked out: what names stood for in it. */
export interface Worked {
  readonly dims: Dims;
  readonly nodes: readonly Node[];
  /** The outermost first. */
  readonly frames: readonly Frame[];
  /** The model at this choice of its parameters; absent for a block that nothing places. */
  readonly variant?: Variant;
}

/** Layers in one network, and instances that nested repeats may ask for: refused before anything is expanded. */
export const MAX_LAYERS = 300_000;

/** The work on one graph. What leads from a block or a chain back to lines is left to `Elaborator`, which has them all. */
export abstract class Elaboration implements Host {
  readonly dims: Dims;
  readonly report: Report;
  readonly nodes: Node[] = [];
  readonly claims: Claim[] = [];
  /** What names stood for, in each block and list of layers that was opened. */
  readonly frames: Frame[] = [];
  readonly ops: ReadonlyMap<string, Op>;
  readonly memory: Memory;
  /** The blocks that are open, outermost first. */
  readonly open: BlockDef[] = [];
  /** How many instances the repeats around ask for. */
  instances = 1;
  /** Nothing more is placed, and that has been told. */
  full = false;
  /** The nodes whose weights the next ones use. */
  sharing: { next: number; readonly to: number } | undefined;

  constructor(catalogue: Catalogue, memory: Memory, report: Report) {
    this.ops = catalogue.ops;
    this.memory = memory;
    this.dims = memory.inference.dims;
    this.report = report;
  }

  /** The layers of a block, and what it gives. */
  abstract body(
    frame: Frame,
    first: Placed | undefined,
  ): { readonly last: Placed | undefined; readonly numbering: Numbering };

  /** What a block gives: its `outputs`, or its last layer. */
  abstract outputs(frame: Frame, last: Placed | undefined): (Output & { readonly placed: Placed })[];

  /** A block that is one line with one layer is that layer. Undefined when it comes to more. */
  abstract alias(def: LayerDef, frame: Frame, first: Placed | undefined, numbering: Numbering): Placed | undefined;

  /** `follows`: an arrow leads to the first step already. */
  abstract run(
    steps: readonly Step[],
    before: Placed | undefined,
    numbering: Numbering,
    where: string,
    follows?: boolean,
  ): Placed;

  /** The chain of the first case that holds, as steps. False when that could not be told. */
  abstract choose(choice: Choice, at: number, frame: Frame, open: boolean, steps: Step[]): boolean;

  frame(...of: ConstructorParameters<typeof Frame>): Frame {
    const frame = new Frame(...of);
    this.frames.push(frame);
    return frame;
  }

  source(kind: "input" | "weight", name: string, shape: Shape | undefined, scope: Scope, site: Site): Placed {
    const node: SourceNode = {
      kind,
      id: this.nodes.length,
      name,
      scope,
      site,
      outputs: [shape && this.memory.inference.intern(shape)],
      dtype: kind === "weight" ? "float" : undefined,
    };
    this.nodes.push(node);
    return leaf({ node, output: 0 });
  }

  layerNamed(path: Extract<Expr, { kind: "path" }>, frame: Frame): Layer | undefined {
    const [first, second, more] = path.names;
    if (!first || more) return undefined;
    const { file } = frame;
    if (!second) {
      const def = file.def.blocks.get(first.text);
      if (def) return { kind: "layer", target: { kind: "block", def, file }, args: [] };
      const op = this.ops.get(first.text);
      return op && opLayer(op);
    }
    const used = file.uses.get(first.text);
    const def =
      used &&
      (used.def.blocks.get(second.text) ?? (used.def.model.name.text === second.text ? used.def.model : undefined));
    return used && def && { kind: "layer", target: { kind: "block", def, file: used }, args: [] };
  }

  *layerNames(frame: Frame): Iterable<string> {
    yield* frame.file.def.blocks.keys();
    yield* this.ops.keys();
  }

  claimEven(condition: Condition, frame: Frame, span: Span, by: Dim, value: Dim): void {
    this.claim(frame, span, condition, { code: "division", expected: by, got: value }, undefined);
  }

  claim(frame: Frame, span: Span, condition: Condition, fault: ClaimFault, about: Tensor | undefined): void {
    this.claims.push({ after: this.nodes.length - 1, site: this.site(frame, span), about, condition, fault });
  }

  site(frame: Frame, span: Span): Site {
    return frame.site ? { uri: frame.def.uri, span, from: frame.site } : { uri: frame.def.uri, span };
  }

  room(frame: Frame, span: Span): boolean {
    if (this.nodes.length < MAX_LAYERS) return true;
    if (!this.full)
      this.tell(
        frame,
        span,
        "too-complex",
        `The model has more than ${MAX_LAYERS.toLocaleString("en")} layers; what follows is not looked at.`,
      );
    this.full = true;
    return false;
  }

  tell(frame: Frame, span: Span, code: string, message: string, extra?: Extra): undefined {
    this.report.add(frame.def.uri, span, code, message, extra);
    return undefined;
  }

  callOf(item: Placement, at: number, frame: Frame): Call {
    return new Call(frame.def.uri, shift(item.span, at), frame.file.def.text);
  }
}

const opLayers = new WeakMap<Op, Layer>();

/** An operator without settings, as a layer. */
function opLayer(op: Op): Layer {
  let layer = opLayers.get(op);
  if (!layer) opLayers.set(op, (layer = { kind: "layer", target: { kind: "op", op }, args: [] }));
  return layer;
}
