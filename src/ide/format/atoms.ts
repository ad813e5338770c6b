/**
 * A file as a row of atoms: the pieces of its names and values, YAML's own signs, and comments. Between two atoms stand
 * blanks and line breaks only, so that whoever changes nothing else loses nothing.
 */
import type { YamlEntry, YamlNode, YamlProblem, YamlScalar, YamlTree } from "../../front/yaml/index.ts";
import { type Blanks, piecesOf, type Role } from "./spacing.ts";

/** A collection's entry or item, which decides how deep its lines stand. */
export interface Place {
  readonly start: number;
  /** The column where it stands by structure. */
  readonly depth: number;
  /** Its structure is in doubt: its lines stay where they are. */
  readonly kept: boolean;
}

export interface Atom {
  readonly start: number;
  readonly end: number;
  readonly kind: "piece" | "sign" | "comment" | "odd";
  /** Before it, on the line of the atom before it. */
  readonly before: Blanks | "comment" | "value";
  /** The innermost entry or item that it stands in. */
  readonly place: Place | undefined;
  /** It begins that place. */
  readonly first: boolean;
  /** Inside brackets, or after the first piece of a value. */
  readonly inside: boolean;
  /** A text of several lines, as it is. */
  readonly whole: boolean;
  readonly block: boolean;
  /** A value that cannot be read. */
  readonly broken: boolean;
}

/** A key or a value. */
export interface Leaf {
  readonly start: number;
  readonly end: number;
  readonly scalar: YamlScalar;
  /** Undefined: its text is nobody's business. */
  readonly role: Role | undefined;
}

export interface Atoms {
  readonly list: readonly Atom[];
  /** Parts that something is wrong with. */
  readonly wrong: readonly { readonly start: number; readonly end: number }[];
}

export function atomsOf(tree: YamlTree): Atoms {
  const walk = new Walk(tree);
  walk.all();
  return { list: row(tree.text, walk.leaves, walk.places), wrong: walk.wrong };
}

/** Keys and values in the order of the text. */
export function leavesOf(tree: YamlTree): readonly Leaf[] {
  const walk = new Walk(tree);
  walk.all();
  return walk.leaves;
}

const STEP = 2;

/** Sections whose values are addresses and names. */
const PLAIN: ReadonlySet<string> = new Set(["use", "model", "shapewright"]);

class Walk {
  readonly tree: YamlTree;
  readonly leaves: Leaf[] = [];
  /** By where they begin. */
  readonly places = new Map<number, Place>();
  readonly wrong: { start: number; end: number }[] = [];
  private kept = false;

  constructor(tree: YamlTree) {
    this.tree = tree;
  }

  all(): void {
    const { root, rootAt, problems } = this.tree;
    for (const { start, end } of problems) this.wrong.push({ start, end });
    if (!root) return;
    if (root.kind !== "map") {
      this.kept = true;
      this.node(root, rootAt, 0, []);
      return;
    }
    const all = problems.length > 0;
    root.entries.forEach((entry, i) => {
      const at = rootAt + (root.starts[i] ?? 0);
      this.kept = all || isWrong(entry);
      this.entry(entry, at, root.flow ? undefined : 0, []);
    });
  }

  /** `depth` is undefined inside brackets; `path` are the keys above. */
  private node(node: YamlNode | undefined, at: number, depth: number | undefined, path: readonly string[]): void {
    if (!node) return;
    if (node.kind === "scalar") {
      this.leaves.push({ start: at, end: at + node.length, scalar: node, role: valueRole(path) });
      return;
    }
    const inner = node.flow ? undefined : depth;
    if (node.kind === "map") {
      for (const [i, entry] of node.entries.entries()) this.entry(entry, at + (node.starts[i] ?? 0), inner, path);
      return;
    }
    node.items.forEach((item, i) => {
      const start = at + (node.starts[i] ?? 0);
      this.problems(item.problems, start);
      if (inner !== undefined) this.places.set(start, { start, depth: inner, kept: this.kept });
      this.node(item.value, start + item.valueAt, inner === undefined ? undefined : inner + STEP, path);
    });
  }

  private entry(entry: YamlEntry, at: number, depth: number | undefined, path: readonly string[]): void {
    this.problems(entry.problems, at);
    if (depth !== undefined) this.places.set(at, { start: at, depth, kept: this.kept });
    const { key } = entry;
    this.leaves.push({ start: at, end: at + key.length, scalar: key, role: inLayers(path) ? "names" : undefined });
    this.node(entry.value, at + entry.valueAt, depth === undefined ? undefined : depth + STEP, [...path, key.text]);
  }

  private problems(problems: readonly YamlProblem[] | undefined, at: number): void {
    for (const p of problems ?? []) this.wrong.push({ start: at + p.start, end: at + p.end });
  }
}

function isWrong(part: { readonly value: YamlNode | undefined; readonly problems?: readonly YamlProblem[] }): boolean {
  if ((part.problems?.length ?? 0) > 0) return true;
  const { value } = part;
  if (!value || value.kind === "scalar") return false;
  return value.open === true || (value.kind === "map" ? value.entries : value.items).some(isWrong);
}

/** `layers` of the model or a block, a block that is a list of layers, or one layer. */
const inLayers = (path: readonly string[]): boolean =>
  path[0] === "layers" || (path[0] === "blocks" && (path[2] === "layers" || path.length === 2));

function valueRole(path: readonly string[]): Role | undefined {
  const [section = ""] = path;
  if (path.length === 0 || PLAIN.has(section)) return undefined;
  return inLayers(path) ? "line" : "value";
}

// ── The row ──────────────────────────────────────────────────────────────────────────────────────────────────────

function row(text: string, leaves: readonly Leaf[], places: ReadonlyMap<number, Place>): readonly Atom[] {
  const out: Atom[] = [];
  let place: Place | undefined;
  let depth = 0;
  const add = (
    start: number,
    end: number,
    kind: Atom["kind"],
    before: Atom["before"],
    inside = depth > 0,
    of: { whole?: boolean; block?: boolean; broken?: boolean } = {},
  ): void => {
    const own = places.get(start);
    if (own) place = own;
    out.push({
      start,
      end,
      kind,
      before,
      place,
      first: own !== undefined,
      inside,
      whole: of.whole ?? false,
      block: of.block ?? false,
      broken: of.broken ?? false,
    });
  };

  /** Blanks, comments and signs between two leaves. */
  const between = (from: number, to: number): void => {
    for (let i = from; i < to; ) {
      const c = text.charAt(i);
      const end = i + 1;
      if (/\s/.test(c) || c === "\ufeff") i = end;
      else if (c === "#" && (i === 0 || /[\s\ufeff]/.test(text.charAt(i - 1)) || i > from)) {
        const line = lineEnd(text, i);
        const stop = i + text.slice(i, line).trimEnd().length;
        add(i, stop, "comment", "comment");
        i = line;
      } else if (isMark(text, i)) {
        add(i, i + 3, "odd", "as written");
        i += 3;
      } else {
        const before = signBlanks(text, out.at(-1), c, depth);
        if (c === "}" || c === "]") depth--;
        if (before === undefined) {
          const stop = i + (/^[^\s]+/.exec(text.slice(i, to))?.[0].length ?? 1);
          add(i, stop, "odd", "as written");
          i = stop;
        } else {
          add(i, end, "sign", before);
          i = end;
        }
        if (c === "{" || c === "[") depth++;
      }
    }
  };

  let done = 0;
  for (const leaf of leaves) {
    between(done, leaf.start);
    const { scalar, start, end } = leaf;
    const before = leafBlanks(text, out.at(-1), depth);
    const pieces = scalar.style === "plain" && leaf.role ? piecesOf(text.slice(start, end), leaf.role) : undefined;
    if (pieces)
      for (const [i, piece] of pieces.entries())
        add(start + piece.start, start + piece.end, "piece", i === 0 ? before : piece.before, depth > 0 || i > 0);
    else if (end > start)
      add(start, end, "piece", before, depth > 0, {
        whole: /[\r\n]/.test(text.slice(start, end)),
        block: scalar.style === "block",
        broken: scalar.style === "plain" && leaf.role !== undefined,
      });
    done = end;
  }
  between(done, text.length);
  return out;
}

/** Of a sign of YAML; undefined for what is none. */
function signBlanks(text: string, last: Atom | undefined, sign: string, depth: number): Atom["before"] | undefined {
  const before = last?.kind === "sign" ? text.charAt(last.start) : "";
  switch (sign) {
    case ",":
    case ":":
      return 0;
    case "]":
      return 0;
    case "}":
      return before === "{" ? 0 : 1;
    case "{":
    case "[":
    case "-":
      return leafBlanks(text, last, depth);
    default:
      return undefined;
  }
}

function leafBlanks(text: string, last: Atom | undefined, depth: number): Atom["before"] {
  if (last?.kind !== "sign") return "as written";
  switch (text.charAt(last.start)) {
    case "[":
      return 0;
    case ":":
      return depth > 0 ? 1 : "value";
    default:
      return 1;
  }
}

/** `---` and `...` at the start of a line. */
const isMark = (text: string, at: number): boolean =>
  /^(?:---|\.\.\.)(?=\s|$)/.test(text.slice(at, at + 4)) && (at === 0 || /[\r\n\ufeff]/.test(text.charAt(at - 1)));

export function lineEnd(text: string, from: number): number {
  let i = from;
  while (i < text.length && text.charCodeAt(i) !== 10 && text.charCodeAt(i) !== 13) i++;
  return i;
}
