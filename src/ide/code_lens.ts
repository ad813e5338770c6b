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
    const there = framesOf(snapshot, uri, def).filter(({ frame }) => !frame.outer);
    const costs = blockCosts(there);
    const placed = new Set(there.map(({ frame }) => frame.site)).size;
    const own = snapshot.variants.length > 0 && !def.root ? uses(there.length, snapshot.variants.length, placed) : "";
    const title = [costs, own].filter((t) => t !== "").join(" · ");
    return title === "" || def.name.text === "" ? [] : [{ span: def.name.span, title }];
  };
  return [...(model.layers.length > 0 ? lens(model) : []), ...[...blocks.values()].flatMap(lens)];
}

/** How often one model places it. */
function uses(all: number, variants: number, sites: number): string {
  const count = Math.max(1, Math.round(all / variants));
  return sites === 0 || all === 0 ? "" : `placed ${count === 1 ? "once" : `${count} times`}`;
}
