/** Tensors in sight, with their shapes, and whether they fit where they would stand. */
import type { Shape } from "../../core/dim/index.ts";
import type { Op } from "../../core/op.ts";
import { shapeAt, shapeText, sizesOf } from "../hover/show.ts";
import { code, prose } from "../markdown.ts";
import type { Declaration, Meaning } from "../names/index.ts";
import { type Context, placedAt, placedOf, shapeBefore, shapeOfPlaced, tensorsAbove } from "./context.ts";
import type { Bracket } from "./cursor.ts";
import { FIT_ORDER, type Fit, joinJudge, takes } from "./fit.ts";
import type { Offer } from "./item.ts";

type Judge = (shape: Shape | undefined) => Fit;

const unknown: Judge = () => ({ kind: "unknown" });

export function* tensorOffers(
  c: Context,
  group: number,
  judge: Judge = unknown,
  without: readonly string[] = [],
): Iterable<Offer> {
  let order = 0;
  // Most layers have the shape of another one.
  const texts = new Map<Shape, string>();
  for (const declaration of tensorsAbove(c)) {
    const placed = placedOf(c, declaration);
    const shape = shapeOfPlaced(placed);
    const fit = judge(shape);
    const late = without.includes(declaration.text) ? 1 : 0;
    yield {
      label: declaration.text,
      kind: declaration.kind as "layer" | "input" | "weight",
      group: group + FIT_ORDER[fit.kind] + late,
      order: order++,
      ...described(c, shape, fit, texts),
      ...documented(declaration),
    };
  }
}

function documented(declaration: Declaration): { documentation?: string } {
  const doc = "def" in declaration && "doc" in declaration.def ? declaration.def.doc : undefined;
  return doc ? { documentation: prose(doc) } : {};
}

/** `[N, 64, H/2, W/2] = [8, 64, 112, 112]`, and for which sizes it fits. */
function described(c: Context, shape: Shape | undefined, fit: Fit, texts: Map<Shape, string>): { detail?: string } {
  const worked = c.there?.worked;
  if (!worked || !shape) return {};
  let text = texts.get(shape);
  if (text === undefined) {
    const numbers = shapeAt(worked, shape, sizesOf(worked));
    text = shapeText(worked, shape) + (numbers ? ` = ${numbers}` : "");
    texts.set(shape, text);
  }
  const note =
    fit.kind === "never"
      ? " · does not fit here"
      : fit.kind === "sometimes"
        ? ` · fits for ${fit.needs.length > 0 ? joined(fit.needs) : "some sizes"}`
        : "";
  return { detail: text + note };
}

const joined = (needs: readonly string[]): string =>
  needs.map((n) => (needs.length > 1 && n.includes(" or ") ? `(${n})` : n)).join(" and ");

/** The value before, by name; only where an arrow or the line above brings one. */
export function holeOffer(c: Context, group: number, judge: Judge = unknown): Offer {
  const shape = valueBeforeCall(c);
  return {
    label: "_",
    kind: "keyword",
    group: group + FIT_ORDER[judge(shape).kind],
    order: 0,
    detail: `the value before${shape && c.there ? `: ${shapeText(c.there.worked, shape)}` : ""}`,
    documentation: `The value that would be taken if no tensor was written: ${code("x -> Up(_, skip)")}`,
  };
}

/** What arrives at the call that the cursor is in. */
export function valueBeforeCall(c: Context): Shape | undefined {
  return shapeBefore({ ...c, cursor: { ...c.cursor, before: beforeCall(c) } });
}

/** The layer before the arrow that leads to the outermost call. */
function beforeCall(c: Context): { readonly text: string; readonly start: number } | undefined {
  const call = c.cursor.brackets[0];
  if (!call) return c.cursor.before;
  const head = c.place.text.slice(0, call.start);
  const arrow = /->\s*\(*\s*$/.exec(head);
  if (!arrow) return undefined;
  const found = /([\p{L}\p{N}\p{M}_.]+(?:\([^()]*\))?)\s*$/u.exec(head.slice(0, arrow.index));
  return found?.[1] === undefined ? undefined : { text: found[1], start: found.index };
}

const JOINED: ReadonlySet<string> = new Set(["join", "arithmetic"]);

/** How tensors are judged that would stand at one place of a call. */
export function judgeFor(c: Context, call: Bracket, meaning: Meaning | undefined, at: number): Judge {
  const worked = c.there?.worked;
  if (!worked || !meaning) return unknown;
  const shapes = call.before.map(({ text, name }) => (name === undefined ? shapeOfText(c, text) : undefined));
  if (meaning.kind === "op") {
    if (!JOINED.has(meaning.op.family)) return oneOf(c, meaning.op, at);
    const known = shapes.slice(0, at).filter((s) => s !== undefined);
    const after = laterTensors(c);
    if (known.length > 0 || after.length > 0) return joinJudge(worked, meaning.op, known, after);
    // The other tensor will be the value before it.
    const before = valueBeforeCall(c);
    return before ? joinJudge(worked, meaning.op, [before], []) : unknown;
  }
  if (meaning.kind !== "block") return unknown;
  const ranks = (meaning.def.inputs ?? [])[at]?.shape?.syntax.items;
  if (!ranks) return unknown;
  const open = ranks.some((item) => item.kind === "ellipsis");
  const fixed = ranks.map((item) => (item.kind === "int" ? item.value : undefined));
  return (shape) => {
    if (!shape) return { kind: "unknown" };
    if (open) return shape.length >= ranks.length - 1 ? { kind: "fits" } : { kind: "never" };
    if (shape.length !== ranks.length) return { kind: "never" };
    const clash = shape.some((dim, i) => {
      const want = fixed[i];
      return want !== undefined && dim.constant !== undefined && dim.constant !== want;
    });
    return clash ? { kind: "never" } : { kind: "fits" };
  };
}

/** An operator of one tensor is only asked how many axes it takes. */
function oneOf(c: Context, op: Op, at: number): Judge {
  const dims = c.there?.worked.dims;
  return at > 0 ? unknown : (shape) => ({ kind: takes(op, shape, dims) === false ? "never" : "unknown" });
}

/** Tensors that stand behind the cursor in the same parentheses. */
function laterTensors(c: Context): Shape[] {
  const { text } = c.file.def;
  const rest = /^\s*,([^()\n]*)\)/.exec(text.slice(c.place.at + c.cursor.word.end, c.offset + 200))?.[1];
  return (rest ?? "").split(",").flatMap((part) => {
    const shape = /^\s*[\p{L}\p{N}\p{M}_.]+\s*$/u.test(part) ? shapeOfText(c, part.trim()) : undefined;
    return shape ? [shape] : [];
  });
}

export function shapeOfText(c: Context, text: string): Shape | undefined {
  if (text === "_") return valueBeforeCall(c);
  return /^[\p{L}_][\p{L}\p{N}\p{M}_]*(?:\.[\p{L}\p{N}\p{M}_]+)*$/u.test(text)
    ? shapeOfPlaced(placedAt(c, text.split(".")))
    : undefined;
}
