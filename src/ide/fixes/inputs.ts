/** A model that declares no inputs gets one, of the first usual shape with which nothing is wrong that was not. */
import { namesOf, resolveName } from "../names/index.ts";
import type { FileScope } from "../snapshot.ts";
import type { Proposal, Proposer } from "./action.ts";
import { rootPart } from "./entries.ts";
import { code, insertLines, unitOf, withCommentsAbove } from "./text.ts";

/** Images, sequences of features, signals, volumes, rows. */
const USUAL = ["[N, 3, H, W]", "[N, T, 64]", "[N, 1, L]", "[N, 1, D, H, W]", "[N, 64]", "[N, T]"];

/** What the name of a first layer says of its axes, though others may fit it as well. */
const BY_AXES: Readonly<Record<string, string>> = { "1": "[N, 1, L]", "2": "[N, 3, H, W]", "3": "[N, 1, D, H, W]" };

export const declareInput: Proposer = ({ file, problem, mends }) => {
  const layers = rootPart(file, "layers");
  if (problem.code !== "not-known" || !layers || file.def.model.inputs) return [];
  const { text } = file.def;
  const name = firstName(file) ?? "x";
  const [first] = file.def.model.layers;
  const [, axes = ""] = /\w([123])d\b/.exec(text.slice(first?.span.start, first?.span.end)) ?? [];
  const told = BY_AXES[axes];
  for (const shape of told === undefined ? USUAL : [told, ...USUAL]) {
    const lines = ["inputs:", `${unitOf(text)}${name}: ${shape}`];
    const edits = [insertLines(file, withCommentsAbove(text, layers.start), lines)];
    if (mends(edits))
      return [{ title: `Declare an input ${code(`${name}: ${shape}`)}`, edits, preferred: true } satisfies Proposal];
  }
  return [];
};

/** What opens the first line and is nothing yet. */
function firstName(file: FileScope): string | undefined {
  const [layer] = file.def.model.layers;
  const items = layer?.line?.syntax.chain?.items ?? [];
  const [first, second] = items;
  if (!layer || first?.kind !== "place" || !second || first.args) return undefined;
  const [name, part] = first.path.names;
  const scope = namesOf(file).scopeAt(layer.span.start);
  return name && !part && !resolveName(name.text, { file, scope }) ? name.text : undefined;
}
