/**
 * Gives something another name wherever it is named. Where one name can mean several things (`stride` of whichever block
 * a parameter brings), all of them get it. The files are then read again as they would be; a name that would mean
 * another thing than before is a reason to refuse.
 */
import type { Edit } from "../core/diagnostic.ts";
import type { Span } from "../core/span.ts";
import { parseNames } from "../front/expression/index.ts";
import { libraryUri } from "../front/yaml/imports.ts";
import { files as library } from "../library/files.ts";
import {
  type Declaration,
  type FileNames,
  fileNames,
  namesOf,
  type Occurrence,
  outputsOf,
  type Scope,
} from "./names/index.ts";
import { filesAround, keyOf, type Reading, Readings, withUsed } from "./names/readings.ts";
import { describe, whatChanges } from "./rename_check.ts";
import { type FileScope, memo } from "./snapshot.ts";

export interface Refusal {
  readonly refusal: string;
}

export interface Renaming {
  readonly edits: readonly Edit[];
}

export function prepareRename(
  file: FileScope,
  offset: number,
): { readonly span: Span; readonly placeholder: string } | Refusal {
  const asked = namesOf(file).at(offset);
  if (!asked) return { refusal: "There is no name here." };
  const group = groupOf(file, asked, alone(file));
  if ("refusal" in group) return group;
  return { span: nameSpan(asked), placeholder: asked.text };
}

/** `others` are the files that may name it as well: those that use its file, directly or not. */
export function rename(
  file: FileScope,
  offset: number,
  newName: string,
  others: Iterable<FileScope>,
): Renaming | Refusal {
  const asked = namesOf(file).at(offset);
  if (!asked) return { refusal: "There is no name here." };
  if (!isName(newName))
    return {
      refusal: `\`${newName.slice(0, 60)}\` is no name: names are letters, digits and _, and begin with a letter.`,
    };
  const before = new Readings(filesAround(file, others));
  const group = groupOf(file, asked, before);
  if ("refusal" in group) return group;
  if (newName === asked.text) return { edits: [] };
  const taken = takenBy(before, group, newName);
  if (taken) return { refusal: `The name "${newName}" is taken: ${describe(taken)} has it.` };
  const edits = group.edits.map((edit) => ({ ...edit, text: newName }));
  const refusal = whatChanges(before, edits, asked.text, newName);
  return refusal === undefined ? { edits } : { refusal };
}

// ── What is renamed together ─────────────────────────────────────────────────────────────────────────────────────

interface Group {
  readonly declarations: ReadonlyMap<string, Declaration>;
  /** Where it is named; the texts are still to be given. */
  readonly edits: readonly Edit[];
}

const alone = memo((file: FileScope) => new Readings(withUsed([file])));

function groupOf(file: FileScope, asked: Occurrence, readings: Readings): Group | Refusal {
  const first = readings.of(file, asked);
  if (first.length === 0) return { refusal: whyNot(asked) };
  const { text } = asked;
  const uses: { readonly file: FileScope; readonly occurrence: Occurrence; readonly means: readonly Reading[] }[] = [];
  for (const one of readings.files)
    for (const occurrence of namesOf(one).occurrences)
      if (occurrence.text === text) uses.push({ file: one, occurrence, means: readings.of(one, occurrence) });
  const declarations = new Map<string, Declaration>();
  const add = (means: readonly Reading[]): string | undefined => {
    for (const reading of means) {
      if (reading.kind === "op") return foreign(reading, text);
      declarations.set(keyOf(reading.declaration), reading.declaration);
    }
    return undefined;
  };
  let refusal = add(first);
  // Whatever is named by one of these names besides belongs to them.
  for (let size = -1; refusal === undefined && size !== declarations.size; ) {
    size = declarations.size;
    for (const { means } of uses) if (concerns(means, declarations)) refusal ??= add(means);
  }
  if (refusal !== undefined) return { refusal };
  for (const declaration of declarations.values()) {
    const why = fixed(declaration);
    if (why !== undefined) return { refusal: why };
  }
  const edits = uses
    .filter(({ means }) => concerns(means, declarations))
    .map(({ file: one, occurrence }) => ({ uri: one.def.uri, span: nameSpan(occurrence), text }));
  return { declarations, edits };
}

const concerns = (means: readonly Reading[], declarations: ReadonlyMap<string, Declaration>): boolean =>
  means.some((r) => r.kind === "declared" && declarations.has(keyOf(r.declaration)));

/** A key may stand in quotes, which stay. */
const nameSpan = ({ span, text }: Occurrence): Span =>
  span.end - span.start === text.length + 2 ? { start: span.start + 1, end: span.end - 1 } : span;

// ── Why not ──────────────────────────────────────────────────────────────────────────────────────────────────────

function whyNot({ kind, text }: Occurrence): string {
  switch (kind) {
    case "function":
      return `\`${text}\` is a function of the language.`;
    case "type":
      return `\`${text}\` is a type of the language.`;
    case "word":
      return `"${text}" is a word of a choice, which strings may name as well.`;
    case "number":
      return `Part ${text} has no name: give its layer one where it stands, \`- name: …\`.`;
    default:
      return `It is not known what "${text}" is.`;
  }
}

function foreign({ op, part }: Reading & { readonly kind: "op" }, text: string): string {
  if (part === "name") return `${op.name} is an operator of Shapewright.`;
  return `\`${text}\` is ${part === "setting" ? "a setting" : "an output"} of the operator ${op.name}.`;
}

const LIBRARY: ReadonlySet<string> = new Set(Object.keys(library).map(libraryUri));

function fixed(declaration: Declaration): string | undefined {
  const { text, uri } = declaration;
  if (LIBRARY.has(uri)) return `"${text}" belongs to a file of the built-in library.`;
  if (declaration.implicit)
    return `"${text}" is the input of a block that declares none: declare it first, \`inputs: { ${text}: [N, C, H, W] }\`.`;
  return undefined;
}

/** A letter first, then letters and digits; no word of the language. */
function isName(text: string): boolean {
  const { value, problems } = parseNames(text);
  return (
    problems.length === 0 && value?.length === 1 && value[0]?.text === text && /^[\p{L}_][\p{L}\p{N}_]*$/u.test(text)
  );
}

/** What has that name already where one of these is declared. */
function takenBy({ files }: Readings, { declarations }: Group, name: string): Declaration | undefined {
  for (const file of files)
    for (const o of namesOf(file).occurrences) {
      if (o.kind !== "declared" || o.role !== "declaration" || !declarations.has(keyOf(o.declaration))) continue;
      const other = beside(o.declaration, o.scope, fileNames(file)).get(name);
      if (other) return other;
    }
  return undefined;
}

/** The set of names that a declaration is in. */
function beside(
  declaration: Declaration,
  scope: Scope,
  { blocks, files }: FileNames,
): ReadonlyMap<string, Declaration> {
  switch (declaration.kind) {
    case "model":
      return new Map();
    case "block":
      return blocks;
    case "file":
      return files;
    case "output":
      return new Map(outputsOf(declaration.block).map((one) => [one.text, one]));
    default:
      return scope.names;
  }
}
