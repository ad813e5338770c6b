/** What can follow a dot: parts of a layer, outputs of an operator, blocks of a used file. */
import { shapeText } from "../hover/show.ts";
import { blocksOf, type Meaning, meaningOf, nameOf, numberedParts, parts } from "../names/index.ts";
import { type Context, placedAt, resolved, shapeOfPlaced } from "./context.ts";
import type { CompletionKind, Offer } from "./item.ts";
import { blockSignature, blockText } from "./layers.ts";

/** `tensors`: a value is wanted, so blocks of files are left out. */
export function* pathOffers(c: Context, bare: boolean): Iterable<Offer> {
  const { path } = c.cursor;
  const reached = resolved(c, path);
  if (!reached) return;
  if (reached.kind === "declaration" && reached.declaration.kind === "file") {
    for (const [order, { declaration }] of blocksOf(reached.declaration.target).entries()) {
      if (declaration.kind !== "block" && declaration.kind !== "model") continue;
      yield {
        label: declaration.text,
        kind: declaration.kind,
        group: 0,
        order,
        detail: blockSignature(declaration.def),
        ...(bare ? {} : blockText(c, declaration.def, declaration.text, { arrow: c.cursor.before !== undefined })),
      };
    }
    return;
  }
  const meaning = meaningOf(reached);
  if (!meaning) return;
  yield* named(c, meaning);
  yield* numbered(c, meaning);
}

function* named(c: Context, meaning: Meaning): Iterable<Offer> {
  for (const [order, part] of parts(meaning).entries()) {
    const label = nameOf(part);
    const kind: CompletionKind =
      part.kind === "declaration" ? (part.declaration.kind as "layer" | "input" | "weight" | "output") : "output";
    yield { label, kind, group: kind === "output" ? 0 : 1, order, ...shapeDetail(c, label) };
  }
}

const MAX_NUMBERS = 64;

function* numbered(c: Context, meaning: Meaning): Iterable<Offer> {
  if (meaning.kind === "op") return;
  const count = placedAt(c, c.cursor.path)?.numbered?.length ?? numberedParts(meaning) ?? 0;
  for (let i = 0; i < Math.min(count, MAX_NUMBERS); i++)
    yield { label: String(i), kind: "layer", group: 2, order: i, ...shapeDetail(c, String(i)) };
  if (count > 1) yield { label: "*", kind: "keyword", group: 3, detail: "every numbered part, in order" };
}

function shapeDetail(c: Context, name: string): { detail?: string } {
  const shape = shapeOfPlaced(placedAt(c, [...c.cursor.path, name]));
  return shape && c.there ? { detail: shapeText(c.there.worked, shape) } : {};
}
