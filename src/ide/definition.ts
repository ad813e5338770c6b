/** Where a name is declared. */
import type { Place } from "../core/diagnostic.ts";
import type { Span } from "../core/span.ts";
import { entryOf, wordSpan } from "./names/entry.ts";
import { type Declaration, namesOf, type Occurrence } from "./names/index.ts";
import { keyOf, Readings } from "./names/readings.ts";
import { type FileScope, memo, type Snapshot } from "./snapshot.ts";

export interface Target extends Place {
  /** The whole entry; `span` is its name. */
  readonly whole: Span;
}

export interface Definition {
  /** What was asked about. */
  readonly origin: Span;
  readonly targets: readonly Target[];
}

/** Several targets where a name can mean several things: a setting of a layer that is a parameter. */
export function definition(snapshot: Snapshot, file: FileScope, offset: number): Definition | undefined {
  const occurrence = namesOf(file).at(offset);
  if (!occurrence) return usedFile(file, offset);
  const targets = occurrence.kind === "word" ? [wordTarget(occurrence)] : targetsOf(snapshot, file, occurrence);
  return targets.length > 0 ? { origin: occurrence.span, targets } : undefined;
}

const readingsOf = memo((snapshot: Snapshot) => new Readings(snapshot.files.values()));

/** What the text alone says comes first. */
function targetsOf(snapshot: Snapshot, file: FileScope, occurrence: Occurrence): readonly Target[] {
  if (occurrence.role === "declaration" && occurrence.kind === "declared") return [targetOf(occurrence.declaration)];
  const all = new Map<string, Declaration>();
  if (occurrence.kind === "declared") all.set(keyOf(occurrence.declaration), occurrence.declaration);
  for (const reading of readingsOf(snapshot).of(file, occurrence))
    if (reading.kind === "declared") all.set(keyOf(reading.declaration), reading.declaration);
  return [...all.values()].map(targetOf);
}

function wordTarget({ declaration, text }: Occurrence & { readonly kind: "word" }): Target {
  const span = wordSpan(declaration, text);
  return span ? { uri: declaration.uri, span, whole: entryOf(declaration) } : targetOf(declaration);
}

/** The name of a file leads to that file; where it cannot be had, to where it is given. */
function targetOf(declaration: Declaration): Target {
  const used = declaration.kind === "file" ? declaration.target : undefined;
  return used ? fileTarget(used) : { uri: declaration.uri, span: declaration.span, whole: entryOf(declaration) };
}

function fileTarget({ def }: FileScope): Target {
  const { span } = def.model.name;
  return { uri: def.uri, span, whole: span };
}

/** `./resnet.arch.yaml` under `use`. */
function usedFile(file: FileScope, offset: number): Definition | undefined {
  const use = file.def.uses.find(({ span }) => span.start <= offset && offset <= span.end);
  const used = use && file.uses.get(use.name.text);
  return used && { origin: use.span, targets: [fileTarget(used)] };
}
