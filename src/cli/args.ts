/** Reads the arguments of a command with Node's `parseArgs`; what it does not take is said in a sentence. */
import { parseArgs } from "node:util";
import { nearestName } from "../core/nearest.ts";
import { visible } from "../export/safe-text.ts";
import { type Refusal, refuse } from "./io.ts";

export interface Option {
  /** Absent for a switch. */
  readonly value?: string;
  readonly short?: string;
  readonly multiple?: true;
  readonly doc: string;
}

export type Options = Readonly<Record<string, Option>>;

export const common = {
  color: { doc: "colours even where the output is no terminal" },
  "no-color": { doc: "no colours" },
  ascii: { doc: "ASCII only" },
  help: { short: "h", doc: "this page" },
} as const satisfies Options;

export interface Args {
  readonly names: readonly string[];
  readonly switches: ReadonlySet<string>;
  readonly values: ReadonlyMap<string, readonly string[]>;
}

export function readArgs(args: readonly string[], command: string, options: Options): Args | Refusal {
  const config = Object.fromEntries(
    Object.entries(options).map(([name, { value, short }]) => [
      name,
      { type: value ? ("string" as const) : ("boolean" as const), multiple: true as const, ...(short && { short }) },
    ]),
  );
  const { tokens, positionals } = parseArgs({
    args: [...args],
    options: config,
    strict: false,
    allowPositionals: true,
    tokens: true,
  });
  const switches = new Set<string>();
  const values = new Map<string, string[]>();
  for (const token of tokens) {
    if (token.kind !== "option") continue;
    const option = Object.hasOwn(options, token.name) ? options[token.name] : undefined;
    const written = visible(token.rawName);
    if (!option) {
      const nearest = nearestName(token.name, Object.keys(options));
      return refuse(
        `There is no option ${written}${nearest ? `; did you mean --${nearest}?` : `. \`${command} --help\` lists them.`}`,
      );
    }
    if (!option.value) {
      if (token.value !== undefined) return refuse(`${written} takes no value.`);
      switches.add(token.name);
      continue;
    }
    if (token.value === undefined || (!token.inlineValue && token.value.startsWith("--")))
      return refuse(`${written} needs a value: ${written} ${option.value}.`);
    const all = values.get(token.name);
    if (!all) values.set(token.name, [token.value]);
    else if (option.multiple) all.push(token.value);
    else return refuse(`${written} is given twice.`);
  }
  return { names: positionals, switches, values };
}

/** `name=value` pairs separated by commas; a comma inside brackets or quotes belongs to the value. */
export function readPairs(option: string, texts: readonly string[]): ReadonlyMap<string, string> | Refusal {
  const pairs = new Map<string, string>();
  for (const text of texts) {
    for (const part of splitOutside(text)) {
      const equals = part.indexOf("=");
      const name = part.slice(0, equals).trim();
      const value = part.slice(equals + 1).trim();
      if (equals < 1 || name === "" || value === "")
        return refuse(`--${option} takes NAME=VALUE, not ${JSON.stringify(visible(part))}.`);
      if (pairs.has(name)) return refuse(`--${option} gives ${visible(name)} twice.`);
      pairs.set(name, value);
    }
  }
  return pairs;
}

/** At commas that are in no bracket and no quotes. */
export function splitOutside(text: string): readonly string[] {
  const parts: string[] = [];
  let depth = 0;
  let quote = "";
  let start = 0;
  for (let i = 0; i < text.length; i++) {
    const c = text[i] ?? "";
    if (quote !== "") {
      if (c === quote) quote = "";
    } else if (c === '"' || c === "'") quote = c;
    else if ("([{".includes(c)) depth++;
    else if (")]}".includes(c)) depth = Math.max(0, depth - 1);
    else if (c === "," && depth === 0) {
      parts.push(text.slice(start, i));
      start = i + 1;
    }
  }
  parts.push(text.slice(start));
  return parts;
}
