/** Above a model and each block: what it costs, and how often it is placed. */
import type { Span } from "../core/span.ts";
import type { BlockDef, FileScope } from "../front/yaml/index.ts";
import { blockCosts } from "./hover/names.ts";
import { framesOf } from "./instances.ts";
import type { Snapshot } from "./snapshot.ts";

export interface CodeLens {
  /** Of the name that it stands above. */
  readonly span: Span;
  readonly title: string;
}

export function codeLenses(snapshot: Snapshot, file: FileScope): readonly CodeLens[] {
  const { uri, model, blocks } = file.def;
  const lens = (def: BlockDef): CodeLens[] => {
    const all = framesOf(snapshot, uri, def).filter(({ frame }) => !frame.outer);
    // Another choice of the model's parameters has costs and repeats of its own.
    const there = all.filter(({ worked }) => worked === all[0]?.worked);
    const placed = there.filter(({ frame }) => frame.site).length;
    const uses = placed === 0 ? "" : `placed ${placed === 1 ? "once" : `${placed} times`}`;
    const title = [blockCosts(there), uses].filter((t) => t !== "").join(" · ");
    return title === "" || def.name.text === "" ? [] : [{ span: def.name.span, title }];
  };
  return [...(model.layers.length > 0 ? lens(model) : []), ...[...blocks.values()].flatMap(lens)];
}
