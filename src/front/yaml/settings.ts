/**
 * Settings of an operator: which value belongs to which setting, read by its kind, completed by defaults. Equal settings
 * become one record, which is what the memo of shape rules compares.
 */
import type { Dims } from "../../core/dim/index.ts";
import { listed, nearestName } from "../../core/nearest.ts";
import type { AnyValues, Op } from "../../core/op.ts";
import { NO_PLACES, Places, type Span } from "../../core/span.ts";
import { isDecimal, isDim, type Value } from "../../core/value.ts";
import type { BoundArg, V } from "./frame.ts";
import type { Extra, Report } from "./report.ts";
import { describe, isLayer, isTable, unevenIn } from "./values.ts";

export interface Settings {
  readonly attributes: AnyValues;
  readonly init: string | undefined;
  readonly written: Places;
}

function placesOf(given: ReadonlyMap<string, { readonly span: Span }>): Places {
  if (given.size === 0) return NO_PLACES;
  const of = new Map<string, Span>();
  for (const [name, { span }] of given) of.set(name, span);
  return new Places(of, 0);
}

/** Where a layer is placed: its name with its arguments. */
export class Call {
  readonly uri: string;
  readonly span: Span;
  private readonly source: string;

  constructor(uri: string, span: Span, source: string) {
    this.uri = uri;
    this.span = span;
    this.source = source;
  }

  get text(): string {
    return this.source.slice(this.span.start, this.span.end);
  }
}

const INITS = ["default", "he", "he_uniform", "xavier", "xavier_uniform", "normal", "zeros", "ones", "bilinear"];

export class SettingsReader {
  private readonly dims: Dims;
  private readonly interned = new Map<string, AnyValues>();

  constructor(dims: Dims) {
    this.dims = dims;
  }

  /** How many different settings it keeps. */
  get size(): number {
    return this.interned.size;
  }

  /** Undefined when something is wrong, which has been told. */
  read(op: Op, args: readonly BoundArg[], call: Call, report: Report): Settings | undefined {
    const given = assign(op, args, call, report);
    if (!given) return undefined;
    let init: string | undefined;
    let good = true;
    let key = `${op.name}`;
    const { defaults, required } = factsOf(op);
    const read: Record<string, unknown> = { ...defaults };
    for (const [name, arg] of given) {
      if (arg.value === undefined) {
        good = false;
        continue;
      }
      if (name === "init" && !op.attributes.init) {
        if (typeof arg.value === "string" && INITS.includes(arg.value)) init = arg.value;
        else {
          report.add(
            arg.uri,
            arg.span,
            "attribute-range",
            `\`init\` is one of ${listed(INITS.map((w) => `"${w}"`))}; got ${describe(arg.value)}.`,
            meantValue(arg, INITS, call, () => false),
          );
        }
        continue;
      }
      const attribute = op.attributes[name];
      if (!attribute) continue;
      // `null` leaves a setting as if it were not written, unless the setting has a meaning for it.
      const reading =
        isLayer(arg.value) || isTable(arg.value) ? undefined : attribute.kind.read(arg.value as Value, this.dims);
      if (arg.value === null && !attribute.required && !reading?.ok) continue;
      if (!reading?.ok) {
        const quotient = unevenIn(arg.value);
        if (quotient) {
          report.add(arg.uri, arg.span, "division", quotient);
          good = false;
          continue;
        }
        const what = reading ? reading.expected : "a number, a word or a list";
        report.add(
          arg.uri,
          arg.span,
          reading?.code ?? "attribute-kind",
          `\`${name}\` of ${op.name} takes ${what}; got ${got(arg.value)}.`,
          meantValue(arg, attribute.kind.words ?? [], call, (n) => attribute.kind.read(n, this.dims).ok),
        );
        good = false;
        continue;
      }
      read[name] = reading.value;
      key += `;${name}=${valueKey(arg.value)}`;
    }
    const missing = required.filter((name) => !given.has(name));
    const [first] = missing;
    if (first !== undefined) {
      const meant = example(op, call, missing);
      report.add(
        call.uri,
        call.span,
        "missing-attribute",
        `${op.name} needs \`${first}\`: ${op.attributes[first]?.doc.replace(/\.$/, "")}. Write \`${meant}\`.`,
        meant.includes("…") ? {} : { fix: { title: `Write \`${meant}\``, edits: [{ span: call.span, text: meant }] } },
      );
      return undefined;
    }
    if (!good) return undefined;
    let attributes = this.interned.get(key);
    if (!attributes) {
      attributes = read;
      this.interned.set(key, attributes);
    }
    return { attributes, init, written: placesOf(given) };
  }
}

interface Facts {
  readonly defaults: Readonly<Record<string, unknown>>;
  readonly required: readonly string[];
}

const facts = new WeakMap<Op, Facts>();

function factsOf(op: Op): Facts {
  let known = facts.get(op);
  if (!known) {
    const all = Object.entries(op.attributes);
    known = {
      defaults: Object.fromEntries(all.map(([name, attribute]) => [name, attribute.default])),
      required: all.flatMap(([name, attribute]) => (attribute.required ? [name] : [])),
    };
    facts.set(op, known);
  }
  return known;
}

/** A word that is misspelt, and a number in quotes; `call` is where it has to stand as such. */
function meantValue(arg: BoundArg, words: readonly string[], call: Call, isNumber: (n: number) => boolean): Extra {
  const { value, span, name, nameSpan } = arg;
  if (typeof value !== "string" || !inside(arg, call)) return {};
  if (!/["']$/.test(call.text.slice(0, span.end - call.span.start))) return {};
  const number = /^\d+$/.test(value) && isNumber(Number(value)) ? value : undefined;
  const near = number === undefined ? nearestName(value, words) : undefined;
  const meant = number ?? (near === undefined ? undefined : JSON.stringify(near));
  if (meant === undefined) return {};
  const text = name === undefined || !nameSpan ? meant : `${name}=${meant}`;
  return { fix: { title: `Change to \`${meant}\``, edits: [{ span, text }] } };
}

/** Which setting each value is for; later ones replace those that a layer had from before. */
function assign(op: Op, args: readonly BoundArg[], call: Call, report: Report): Map<string, BoundArg> | undefined {
  const given = new Map<string, BoundArg>();
  const unnamed = args.filter((a) => a.name === undefined);
  const names = Object.keys(op.attributes);
  const positional = op.positional ?? [];
  let good = true;
  const tell = (span: Span, uri: string, code: string, message: string, extra?: Extra) => {
    report.add(uri, span, code, message, extra);
    good = false;
  };
  for (const arg of args) {
    if (arg.name === undefined) continue;
    if (names.includes(arg.name) || (arg.name === "init" && owns(op))) {
      const known = given.get(arg.name);
      if (known && inside(known, call) && inside(arg, call))
        tell(arg.span, arg.uri, "too-many-arguments", `\`${arg.name}\` of ${op.name} is given twice.`);
      given.set(arg.name, arg);
      continue;
    }
    const near = nearestName(arg.name, names);
    const nameSpan = arg.nameSpan ?? arg.span;
    tell(
      nameSpan,
      arg.uri,
      "unknown-attribute",
      `${op.name} has no setting \`${arg.name}\`${near ? `; did you mean \`${near}\`?` : names.length > 0 ? `: it has ${listed(names, "and")}.` : "; it has none."}`,
      near ? { fix: { title: `Change to \`${near}\``, edits: [{ span: nameSpan, text: near }] } } : {},
    );
  }
  if (op.listed !== undefined && unnamed.length > 0) {
    const first = unnamed[0] as BoundArg;
    const values = unnamed.map((a) => a.value);
    const value: V | undefined =
      unnamed.length === 1 && Array.isArray(first.value)
        ? first.value
        : values.includes(undefined)
          ? undefined
          : (values as V[]);
    given.set(op.listed, {
      ...first,
      value,
      span: { start: first.span.start, end: (unnamed.at(-1) as BoundArg).span.end },
    });
    return good ? given : undefined;
  }
  const layer = unnamed.find((a) => isLayer(a.value));
  if (layer && op.listed === undefined) {
    const inner =
      layer.uri === call.uri
        ? call.text.slice(layer.span.start - call.span.start, layer.span.end - call.span.start)
        : "…";
    const alone = args.length === 1 && inner !== "…";
    const meant = alone ? `${inner} -> ${op.name}` : `${inner} -> ${op.name}(…)`;
    tell(
      layer.span,
      layer.uri,
      "too-many-arguments",
      `A layer is no setting of ${op.name}: layers follow each other by arrows, \`${meant}\`.`,
      alone ? { fix: { title: `Write \`${meant}\``, edits: [{ span: call.span, text: meant }] } } : {},
    );
    return undefined;
  }
  // A setting from before may be given again by its name, and then counts no more; in one call it may not.
  const clash = unnamed.findIndex((arg, i) => given.has(positional[i] ?? "") && inside(arg, call));
  if (unnamed.length > positional.length || clash >= 0) {
    const name = positional[clash];
    const earlier = name === undefined ? undefined : given.get(name);
    if (name !== undefined && earlier && !inside(earlier, call)) tellMade(op, unnamed[clash], [name], call, report);
    else if (unnamed.every((arg) => inside(arg, call))) tellOrder(op, args, unnamed, call, report);
    else {
      const before = unnamed.filter((arg) => !inside(arg, call)).length;
      const more = unnamed.find((arg) => inside(arg, call)) ?? unnamed.at(-1);
      tellMade(op, more, positional.slice(0, before), call, report);
    }
    return undefined;
  }
  for (const [i, arg] of unnamed.entries()) {
    const name = positional[i] as string;
    if (!given.has(name)) given.set(name, arg);
  }
  return good ? given : undefined;
}

/** It stands in these parentheses; a layer that was made elsewhere brings settings from there. */
export const inside = ({ uri, span }: BoundArg, call: Call): boolean =>
  uri === call.uri && span.start >= call.span.start && span.end <= call.span.end;

/** A layer that was made with settings gets more of them than go without a name. */
function tellMade(op: Op, more: BoundArg | undefined, made: readonly string[], call: Call, report: Report): void {
  if (!more) return;
  const [first = op.positional?.[0]] = made;
  const text = inside(more, call)
    ? call.text.slice(more.span.start - call.span.start, more.span.end - call.span.start)
    : "…";
  const taken = listed(
    made.map((name) => `\`${name}\``),
    "and",
  );
  report.add(
    more.uri,
    more.span,
    "too-many-arguments",
    `This ${op.name} was made with ${taken === "" ? "settings" : taken} already${first ? `; to give another, name it: \`${first}=${text}\`` : ""}.`,
  );
}

/** PyTorch's order was used: say which values need a name, and offer the line that was meant. */
function tellOrder(op: Op, args: readonly BoundArg[], unnamed: readonly BoundArg[], call: Call, report: Report): void {
  const positional = op.positional ?? [];
  const all = Object.keys(op.attributes);
  const inferred = all.filter((name) => op.attributes[name]?.inferred);
  const torch = [...inferred, ...all.filter((name) => !inferred.includes(name))];
  const isOrder = unnamed.length <= torch.length && unnamed.every((a) => a.value === undefined || !isLayer(a.value));
  const short = positional.length > 0 ? `\`${op.name}(${positional.join(", ")})\`` : `\`${op.name}\``;
  const first = unnamed[0] as BoundArg;
  const span = { start: first.span.start, end: (unnamed.at(-1) as BoundArg).span.end };
  if (torch.length === 0 || !isOrder) {
    // What it was meant as is not known, and that has been told.
    if (unnamed.some((a) => a.value === undefined)) return;
    report.add(
      first.uri,
      (unnamed[positional.length] ?? first).span,
      "too-many-arguments",
      `${op.name} takes ${positional.length === 0 ? "no setting without a name" : `at most ${positional.length} without a name: ${short}`}; ${unnamed.length} were given.`,
    );
    return;
  }
  const source = (a: BoundArg) => call.text.slice(a.span.start - call.span.start, a.span.end - call.span.start);
  const sameText =
    first.uri === call.uri && unnamed.every((a) => a.span.start >= call.span.start && a.span.end <= call.span.end);
  // With a named setting that PyTorch's order would give again, fewer values stand for the settings before it.
  const meant = unnamed
    .map((a, i) => ({ name: torch[i] as string, text: source(a) }))
    .filter((m) => !inferred.includes(m.name));
  const rest = args
    .filter((a) => a.name !== undefined && !inferred.includes(a.name))
    .map((a) => ({ name: a.name as string, text: source(a).replace(/^[^=]*=\s*/, "") }));
  const words = [...positional.map((name) => [...meant, ...rest].find((m) => m.name === name)?.text)];
  const ordered: string[] = [];
  let gap = false;
  for (const [i, name] of positional.entries()) {
    const text = words[i];
    if (text === undefined) gap = true;
    else ordered.push(gap ? `${name}=${text}` : text);
  }
  for (const m of [...meant, ...rest]) if (!positional.includes(m.name)) ordered.push(`${m.name}=${m.text}`);
  // The tensors, which stand first, stay where they are.
  const open = call.text.indexOf("(") + 1;
  const tensors = sameText
    ? call.text
        .slice(open, Math.min(...args.map((a) => a.span.start)) - call.span.start)
        .trim()
        .replace(/,$/, "")
    : "";
  if (tensors !== "") ordered.unshift(tensors);
  const fixed = ordered.length > 0 ? `${op.name}(${ordered.join(", ")})` : op.name;
  const lead =
    inferred.length > 0
      ? `PyTorch's order was used: \`${inferred[0]}\` is what arrives, and is not written`
      : `PyTorch's order was used`;
  const hint =
    op.name === "Upsample" || op.name === "Interpolate"
      ? `${op.name}(${tensors === "" ? "" : `${tensors}, `}scale_factor=${source(first)})`
      : fixed;
  report.add(
    first.uri,
    span,
    "positional-order",
    `${lead}; without a name ${op.name} takes ${positional.length > 0 ? short : "nothing"}. ${sameText ? `Write \`${hint}\`.` : ""}`.trim(),
    {
      ...(sameText ? { fix: { title: `Write \`${hint}\``, edits: [{ span: call.span, text: hint }] } } : {}),
    },
  );
}

const owns = (op: Op): boolean =>
  op.family === "convolution" ||
  op.family === "linear" ||
  op.family === "recurrent" ||
  op.family === "embedding" ||
  op.family === "normalization" ||
  op.family === "attention" ||
  op.name === "PReLU";

/** The call with what is missing: usual values, without a name as long as they stand in their order. */
function example(op: Op, call: Call, missing: readonly string[]): string {
  const positional = op.positional ?? [];
  const open = call.text.indexOf("(");
  let inside =
    open < 0
      ? ""
      : call.text
          .slice(open + 1)
          .replace(/\)\s*$/, "")
          .trim();
  for (const name of missing) {
    const value = op.attributes[name]?.kind.type.startsWith("int")
      ? name === "kernel_size"
        ? "3"
        : /channels|features|size|num/.test(name)
          ? "64"
          : "1"
      : "…";
    const index = positional.indexOf(name);
    const follows = index === 0 ? inside === "" : index > 0 && inside !== "" && !inside.includes("=");
    const bare = op.listed === name || follows;
    inside = [inside, bare ? value : `${name}=${value}`].filter((s) => s !== "").join(", ");
  }
  return `${op.name}(${inside})`;
}

function got(v: V): string {
  if (Array.isArray(v))
    return `(${v.map((item) => (typeof item === "number" ? item : describe(item as V))).join(", ")})`;
  return describe(v).replace(/^the (number|text) /, "");
}

function valueKey(v: V): string {
  if (isDim(v)) return `d${v.id}`;
  if (isDecimal(v)) return v.text;
  if (Array.isArray(v)) return `(${v.map((item) => valueKey(item as V)).join(",")})`;
  return JSON.stringify(v);
}
