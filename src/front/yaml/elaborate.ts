/**
 * Places the layers of a model: walks its lines, works out settings, opens blocks, repeats and choices, and asks each
 * operator's rule for its shape as it goes, because what follows may depend on it (`C // 2`, `if stride != 1 or C != out`).
 *
 * It recurses over blocks inside blocks, which are bounded, and never over the layers of a network. A block leads to its
 * lines, a line to its layers and a layer to a block again; that circle is closed here, so that no file imports another
 * in one.
 */
import type { Shape } from "../../core/dim/index.ts";
import type { Output } from "../../core/graph.ts";
import type { Choice } from "../expression/ast.ts";
import { choose, run } from "./chain.ts";
import type { InputDef, LayerDef } from "./declared.ts";
import { Elaboration } from "./elaboration.ts";
import type { Frame, Placed } from "./frame.ts";
import { alias, body, outputs } from "./line.ts";
import { weightShape } from "./place_block.ts";
import type { Numbering, Step } from "./placed.ts";

export class Elaborator extends Elaboration {
  override body(
    frame: Frame,
    first: Placed | undefined,
  ): { readonly last: Placed | undefined; readonly numbering: Numbering } {
    return body(this, frame, first);
  }

  override outputs(frame: Frame, last: Placed | undefined): (Output & { readonly placed: Placed })[] {
    return outputs(this, frame, last);
  }

  override alias(def: LayerDef, frame: Frame, first: Placed | undefined, numbering: Numbering): Placed | undefined {
    return alias(this, def, frame, first, numbering);
  }

  override run(
    steps: readonly Step[],
    before: Placed | undefined,
    numbering: Numbering,
    where: string,
    follows = false,
  ): Placed {
    return run(this, steps, before, numbering, where, follows);
  }

  override choose(choice: Choice, at: number, frame: Frame, open: boolean, steps: Step[]): boolean {
    return choose(this, choice, at, frame, open, steps);
  }

  weightShape(weight: InputDef, frame: Frame): Shape | undefined {
    return weightShape(this, weight, frame);
  }
}
