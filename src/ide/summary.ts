/** What a model comes to in a line: its name, how much is wrong with it, and for which sizes it works. */
import { validSizes } from "../check/valid.ts";
import type { Snapshot } from "./snapshot.ts";

export interface Summary {
  /** Empty when it has none. */
  readonly model: string;
  readonly errors: number;
  readonly warnings: number;
  /** In words; undefined when there is nothing to say. */
  readonly sizes: string | undefined;
}

export function summary({ file, problems, variants }: Snapshot): Summary {
  const count = (severity: string): number => problems.filter((p) => p.severity === severity).length;
  const [variant] = variants;
  return {
    model: file?.def.model.name.text ?? "",
    errors: count("error"),
    warnings: count("warning"),
    sizes: variant && validSizes(variant.graph),
  };
}
