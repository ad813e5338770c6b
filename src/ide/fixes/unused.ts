/** What nothing needs is taken out: a layer, an input, a block, or a parameter with the values that uses give it. */
import type { Edit } from "../../core/diagnostic.ts";
import type { Span } from "../../core/span.ts";
import type { Placement } from "../../front/expression/ast.ts";
import type { BlockDef } from "../../front/yaml/index.ts";
import { itemMeaning, namesOf } from "../names/index.ts";
import { layersOf, placementsIn } from "../placements.ts";
import type { FileScope, Snapshot } from "../snapshot.ts";
import type { Proposal, Proposer } from "./action.ts";
import { without } from "./arguments.ts";
import { removal } from "./entries.ts";
import { leadingTensors, placeAround } from "./places.ts";
import { code, replace } from "./text.ts";

export const removeUnused: Proposer = (ask) => {
  const { snapshot, file, problem } = ask;
  const { span } = problem;
  const name = file.def.text.slice(span.start, span.end);
  switch (problem.code) {
    case "unused-layer": {
      const found = namesOf(file).at(span.start);
      const isSource = found?.role === "declaration" && found.kind === "declared" && found.span.start === span.start;
      if (isSource) return one(ask.mends, `Remove ${code(name)}`, removal(file, span.start));
      return unusedLayer(file, span, ask.mends);
    }
    case "unused-block":
      return one(ask.mends, `Remove block ${code(name)}`, removal(file, span.start));
    case "unused-param": {
      const entry = removal(file, span.start);
      if (!entry) return [];
      const edits = [entry, ...givenTo(snapshot, file, span)];
      const places =
        edits.length > 1 ? ` and the ${edits.length > 2 ? `${edits.length - 1} values` : "value"} given to it` : "";
      return ask.mends(edits) ? [{ title: `Remove ${code(name)}${places}`, edits, preferred: true }] : [];
    }
    default:
      return [];
  }
};

type Mends = (edits: readonly Edit[]) => boolean;

const one = (mends: Mends, title: string, edit: Edit | undefined): readonly Proposal[] =>
  edit && mends([edit]) ? [{ title, edits: [edit] }] : [];

/** The whole line, else the end of its chain. */
function unusedLayer(file: FileScope, span: Span, mends: Mends): readonly Proposal[] {
  const place = placeAround(file, span);
  const line = place?.layer.line;
  const items = line?.syntax.chain?.items;
  if (!place || !line || !items) return [];
  const { layer, at, item } = place;
  const name = layer.names[0]?.text ?? file.def.text.slice(at + item.span.start, at + item.span.end);
  const whole = one(mends, `Remove layer ${code(name)}`, removal(file, layer.span.start));
  const before = items.at(-2);
  if (whole.length > 0 || !before || items.at(-1) !== item || line.syntax.expect) return whole;
  const shown = file.def.text.slice(at + item.span.start, at + item.span.end);
  const end = replace(file, at + before.span.end, at + item.span.end, "");
  return one(mends, `Remove ${code(shown)}`, end);
}

/** The values that uses of a block give to one of its parameters, by name or in their order. */
function givenTo(snapshot: Snapshot, file: FileScope, name: Span): readonly Edit[] {
  const found = namesOf(file).at(name.start);
  if (found?.kind !== "declared" || found.declaration.kind !== "param") return [];
  const { block, text } = found.declaration;
  const index = [...block.params.keys()].indexOf(text);
  const out: Edit[] = [];
  for (const one of snapshot.files.values())
    for (const { def, block: around } of layersOf(one))
      for (const { item, at } of placementsIn(def, around)) {
        if (!places(one, item, at, block)) continue;
        const settings = (item.args ?? []).slice(leadingTensors(one, item, at).length);
        const arg = settings.find((a) => a.name?.text === text) ?? settings.filter((a) => !a.name)[index];
        const edit = arg && without({ file: one, at, item }, { start: at + arg.span.start, end: at + arg.span.end });
        if (edit) out.push(edit);
      }
  return out;
}

function places(file: FileScope, { count: _, ...item }: Placement, at: number, block: BlockDef): boolean {
  const meaning = itemMeaning(item, { file, scope: namesOf(file).scopeAt(at + item.span.start) });
  return meaning?.kind === "block" && meaning.def === block;
}
