/**
 * Kinds of setting. Each reads a value, says in words what it takes, and prints what it read; defaults and documentation
 * belong to the operator that has the setting.
 */
import type { Dim, Dims } from "./dim/index.ts";
import { type Decimal, isDecimal, isDim, type Value } from "./value.ts";

export type Reading<T> =
  | { readonly ok: true; readonly value: T }
  /** `expected` ends the sentence "`stride` takes …". */
  | { readonly ok: false; readonly code: "attribute-kind" | "attribute-range"; readonly expected: string };

export interface AttributeKind<T> {
  /** As documentation shows it: `int`, `int or (int, int)`, `"zeros" | "reflect"`. */
  readonly type: string;
  read(value: Value, dims: Dims): Reading<T>;
  /** The words it can be, for completion. */
  readonly words?: readonly string[];
}

export interface Attribute<T = unknown> {
  readonly kind: AttributeKind<T>;
  readonly doc: string;
  readonly required: boolean;
  /** The value without the setting; undefined where the input decides or it is off. */
  readonly default: T | undefined;
  /** The input decides; what is written is checked, and goes by name only. */
  readonly inferred: boolean;
}

// biome-ignore format: three declarations that are read side by side
export const required = <T>(kind: AttributeKind<T>, doc: string): Attribute<T> & { readonly required: true } => ({ kind, doc, required: true, default: undefined, inferred: false });
export const optional = <T>(kind: AttributeKind<T>, value: T, doc: string): Attribute<T> & { readonly default: T } => ({
  kind,
  doc,
  required: false,
  default: value,
  inferred: false,
});
/** Off, or decided by other settings, unless it is given. */
export const unset = <T>(kind: AttributeKind<T>, doc: string): Attribute<T> => ({
  kind,
  doc,
  required: false,
  default: undefined,
  inferred: false,
});
export const inferred = <T>(kind: AttributeKind<T>, doc: string): Attribute<T> => ({
  kind,
  doc,
  required: false,
  default: undefined,
  inferred: true,
});

const good = <T>(value: T): Reading<T> => ({ ok: true, value });
const wrongKind = <T>(expected: string): Reading<T> => ({ ok: false, code: "attribute-kind", expected });
const outOfRange = <T>(expected: string): Reading<T> => ({ ok: false, code: "attribute-range", expected });

interface Range {
  readonly min?: number;
  readonly max?: number;
}

const rangeText = ({ min, max }: Range): string =>
  min !== undefined && max !== undefined
    ? ` from ${min} to ${max}`
    : min !== undefined
      ? min === 0
        ? " that is not negative"
        : ` of at least ${min}`
      : max !== undefined
        ? ` of at most ${max}`
        : "";

const inRange = (n: number, { min, max }: Range): boolean =>
  (min === undefined || n >= min) && (max === undefined || n <= max);

/** A whole number that is known before any tensor is. */
export function int(range: Range = {}): AttributeKind<number> {
  const expected = `a whole number${rangeText(range)}`;
  return {
    type: "int",
    read(value) {
      if (isDim(value)) return wrongKind(`${expected} that is known beforehand, not a formula over symbols`);
      if (typeof value !== "number") return wrongKind(expected);
      return inRange(value, range) ? good(value) : outOfRange(expected);
    },
  };
}

/** A size: a whole number or a formula over symbols. The lower bound of a formula is left to the shape rule. */
export function size(range: Range = { min: 1 }): AttributeKind<Dim> {
  const expected = `a size: a whole number${rangeText(range)}, or a formula`;
  return {
    type: "int",
    read(value, dims) {
      if (isDim(value)) return value.hi < (range.min ?? Number.NEGATIVE_INFINITY) ? outOfRange(expected) : good(value);
      if (typeof value !== "number") return wrongKind(expected);
      return inRange(value, range) ? good(dims.int(value)) : outOfRange(expected);
    },
  };
}

/** As `size`, for a setting with a default: a plain number stays one. */
export function count(range: Range = { min: 1 }): AttributeKind<Dim | number> {
  const { read } = size(range);
  return {
    type: "int",
    read(value, dims) {
      const one = read(value, dims);
      return one.ok && typeof value === "number" ? good(value) : one;
    },
  };
}

export function float(range: Range = {}): AttributeKind<number> {
  const expected = `a number${rangeText(range)}`;
  return {
    type: "float",
    read(value) {
      const n = isDecimal(value) ? value.value : value;
      if (typeof n !== "number") return wrongKind(expected);
      return inRange(n, range) ? good(n) : outOfRange(expected);
    },
  };
}

/** A factor whose decimal text matters, because floor(size · factor) does. */
export const factor: AttributeKind<Decimal> = {
  type: "float",
  read(value) {
    if (isDecimal(value)) return value.value > 0 ? good(value) : outOfRange("a number above 0");
    if (typeof value !== "number") return wrongKind("a number above 0");
    return value > 0 ? good({ kind: "decimal", value, text: String(value) }) : outOfRange("a number above 0");
  },
};

export const bool: AttributeKind<boolean> = {
  type: "bool",
  read: (value) => (typeof value === "boolean" ? good(value) : wrongKind("true or false")),
};

export function word<const W extends string>(...words: readonly W[]): AttributeKind<W> {
  const quoted = words.map((w) => `"${w}"`);
  const expected = quoted.length > 1 ? `${quoted.slice(0, -1).join(", ")} or ${quoted.at(-1)}` : (quoted[0] ?? "");
  return {
    type: quoted.join(" | "),
    words,
    read(value) {
      if (typeof value !== "string") return wrongKind(`a quoted word: ${expected}`);
      return (words as readonly string[]).includes(value) ? good(value as W) : outOfRange(expected);
    },
  };
}

export const text: AttributeKind<string> = {
  type: "str",
  read: (value) => (typeof value === "string" ? good(value) : wrongKind("a quoted string")),
};

/** One value for every axis, or one an axis: gives `count` of them. `alone`: a list of one is for every axis as well. */
export function perAxis<T>(kind: AttributeKind<T>, count: number, alone?: "alone"): AttributeKind<readonly T[]> {
  return {
    type: count === 1 ? kind.type : `${kind.type} or (${Array(count).fill(kind.type).join(", ")})`,
    ...(kind.words ? { words: kind.words } : {}),
    read(value, dims) {
      const single = alone && Array.isArray(value) && value.length === 1 ? value[0] : value;
      if (!Array.isArray(single)) {
        const one = kind.read(single as Value, dims);
        return one.ok ? good(Array<T>(count).fill(one.value)) : one;
      }
      if (single.length !== count) return wrongKind(`one value or ${count}, one an axis; ${single.length} were given`);
      return readAll(kind, single, dims);
    },
  };
}

/** Any number of values; one alone is a list of one. */
export function list<T>(kind: AttributeKind<T>): AttributeKind<readonly T[]> {
  return {
    type: `list of ${kind.type}`,
    read: (value, dims) => readAll(kind, Array.isArray(value) ? value : [value as Value], dims),
  };
}

function readAll<T>(kind: AttributeKind<T>, values: readonly Value[], dims: Dims): Reading<readonly T[]> {
  const all: T[] = [];
  for (const value of values) {
    const one = kind.read(value, dims);
    if (!one.ok) return { ...one, expected: `a list in which each entry is ${one.expected}` };
    all.push(one.value);
  }
  return good(all);
}

/** The first kind that reads it; the complaint is the last one's, whose range is the wider. */
export function either<A, B>(first: AttributeKind<A>, second: AttributeKind<B>): AttributeKind<A | B> {
  const words = [...(first.words ?? []), ...(second.words ?? [])];
  return {
    type: `${first.type} | ${second.type}`,
    ...(words.length > 0 ? { words } : {}),
    read(value, dims): Reading<A | B> {
      const a = first.read(value, dims);
      if (a.ok) return a;
      const b = second.read(value, dims);
      if (b.ok) return b;
      const range = [a, b].find((r) => !r.ok && r.code === "attribute-range");
      return range ?? wrongKind(`${a.expected}, or ${b.expected}`);
    },
  };
}

/** `null` as well, read as "not given". */
export function orNull<T>(kind: AttributeKind<T>): AttributeKind<T | null> {
  return {
    type: `${kind.type} | null`,
    ...(kind.words ? { words: kind.words } : {}),
    read: (value, dims): Reading<T | null> => (value === null ? good(null) : kind.read(value, dims)),
  };
}
