/**
 * Collections in brackets, `{ N: 1 }` and `[N, 3, H, W]`. They are parsed by `yaml` into its concrete syntax, after
 * what would break them has been mended; the text of each value is taken from the source again.
 */
import { type CST, Parser } from "yaml";
import { asLines, cutProblem, type Layout } from "./flow_cut.ts";
import type { Cut, FlowScan } from "./flow_scan.ts";
import { isGap } from "./lines.ts";
import { moved, oneEdit, problem, type YamlFix } from "./problem.ts";
import { quotedScalar } from "./quoted.ts";
import { ALIAS, ANCHOR, MERGE, QUESTION, TAG } from "./refused.ts";
import {
  plain,
  type YamlEntry,
  type YamlItem,
  type YamlMap,
  type YamlNode,
  type YamlProblem,
  type YamlScalar,
  type YamlSeq,
} from "./tree.ts";

const NAME_AND_COLON = /^([\p{L}_][\p{L}\p{N}_]*):(?=[^\s:/])/u;

/** Reads the collection that a scan has found at the start of `source`. `layout` is that of lines in its place. */
export function readFlow(
  source: string,
  scan: FlowScan,
  from: number,
  layout: Layout | undefined,
): YamlNode | undefined {
  for (const token of new Parser().parse(scan.mended)) {
    if (token.type === "document" && token.value?.type === "flow-collection") {
      const cuts = scan.cuts.map((c) => ({ ...c, start: c.start - from, end: c.end - from }));
      const colons = scan.colons.map((at) => at - from);
      const whole =
        cuts.length > 0 && scan.open.length === 0 && scan.quote < 0 && scan.wrong < 0 && colons.length === 0;
      const fix = whole && layout ? asLines(token.value, source, layout, source.length) : undefined;
      return new Flow(source, cuts, colons, fix).collection(token.value);
    }
  }
  return undefined;
}

const MARKS: ReadonlyMap<string, string> = new Map([
  ["anchor", ANCHOR],
  ["tag", TAG],
  ["explicit-key-ind", QUESTION],
]);

interface Placed<T> {
  readonly at: number;
  readonly end: number;
  readonly node: T;
}

class Flow {
  private readonly source: string;
  private readonly cuts: readonly Cut[];
  private readonly colons: readonly number[];
  private cut = 0;
  private colon = 0;
  /** Writes the outermost collection as lines. */
  private readonly fix: YamlFix | undefined;
  private depth = 0;
  /** The key whose value is read, in braces. */
  private key: string | undefined = undefined;
  /** A parenthesis of the value before is still open: what follows its comma belongs to it, and that is told. */
  private unclosed = false;
  /** Problems of the entry at work, in places of the source. */
  private problems: YamlProblem[] = [];

  constructor(source: string, cuts: Flow["cuts"], colons: readonly number[], fix: YamlFix | undefined) {
    this.source = source;
    this.fix = fix;
    this.cuts = cuts;
    this.colons = colons;
  }

  collection(token: CST.FlowCollection): YamlMap | YamlSeq {
    const start = token.offset;
    const last = token.end[0];
    const length = Math.min(last ? last.offset + last.source.length : this.source.length, this.source.length) - start;
    const { key } = this;
    this.key = undefined;
    this.depth++;
    const node = token.start.source === "{" ? this.map(token, start, length) : this.seq(token, start, length);
    this.depth--;
    this.key = key;
    return node;
  }

  private map(token: CST.FlowCollection, start: number, length: number): YamlMap {
    const entries: YamlEntry[] = [];
    const starts: number[] = [];
    const add = (at: number, entry: YamlEntry): void => {
      entries.push(entry);
      starts.push(at - start);
    };
    const outer = this.problems;
    for (const item of token.items) {
      this.problems = [];
      this.pair(item, start, add);
    }
    this.problems = outer;
    return { kind: "map", flow: true, entries, starts, length };
  }

  private seq(token: CST.FlowCollection, start: number, length: number): YamlSeq {
    const items: YamlItem[] = [];
    const starts: number[] = [];
    const outer = this.problems;
    for (const item of token.items) {
      this.problems = [];
      let placed: Placed<YamlNode> | undefined;
      if (item.sep?.some((t) => t.type === "map-value-ind")) {
        const entries: YamlEntry[] = [];
        const inner: number[] = [];
        this.pair(item, start, (at, entry) => {
          entries.push(entry);
          inner.push(start + at);
        });
        const first = inner[0] ?? start;
        const end = first + (entries[0]?.length ?? 0);
        this.problems = [];
        placed = {
          at: first - start,
          end: end - start,
          node: { kind: "map", flow: true, entries, starts: inner.map((at) => at - first), length: end - first },
        };
      } else {
        this.leading(item.start);
        const value = item.value ?? item.key;
        placed = value ? this.value(value) : undefined;
        if (!placed && item.start.length === 0 && this.problems.length === 0) continue;
      }
      const at = placed?.at ?? this.startOf(item, start);
      const value = placed?.node;
      if (!value && this.problems.length === 0) continue;
      items.push({
        value,
        valueAt: 0,
        length: placed ? placed.end - placed.at : 0,
        ...this.told(at),
      });
      starts.push(at - start);
    }
    this.problems = outer;
    return { kind: "seq", flow: true, items, starts, length };
  }

  private pair(item: CST.CollectionItem, start: number, add: (at: number, entry: YamlEntry) => void): void {
    this.leading(item.start);
    const key = item.key ? this.value(item.key) : undefined;
    const colon = item.sep?.find((t) => t.type === "map-value-ind");
    if (!item.key && !colon) {
      // Nothing between two commas, or before the closing bracket.
      if (this.problems.length > 0 && item.start.length > 0)
        add(this.startOf(item, start), this.keyless(this.startOf(item, start)));
      return;
    }
    const at = key?.at ?? (item.key ? this.startOf(item, start) : (colon?.offset ?? start + 1));
    if (!colon && key?.node.kind === "scalar" && key.node.style === "plain") {
      const glued = NAME_AND_COLON.exec(key.node.text);
      if (glued?.[1] !== undefined) {
        const after = at + glued[0].length;
        this.problems.push(
          problem(after - 1, after, "A space is missing after the `:`.", oneEdit("Insert a space", after, after, " ")),
        );
        const text = this.source.slice(after, key.end);
        add(at, {
          key: plain(glued[1]),
          value: plain(text),
          valueAt: after - at,
          length: key.end - at,
          ...this.told(at),
        });
        return;
      }
    }
    let name: YamlScalar = plain("");
    if (key) {
      if (key.node.kind === "scalar") name = key.node;
      else {
        name = plain(this.source.slice(key.at, key.end));
        this.problems.push(problem(key.at, key.end, "A key is a name, not a collection."));
      }
    } else if (!item.key) this.problems.push(problem(at, at + 1, "A name is missing before this `:`."));
    this.leading(item.sep ?? []);
    if (name.text === "<<") {
      this.problems.length = 0;
      this.problems.push(problem(at, at + name.length, MERGE));
      add(at, {
        key: name,
        value: undefined,
        valueAt: name.length,
        length: (item.value ? this.tokenEnd(item.value) : at + name.length) - at,
        ...this.told(at),
      });
      return;
    }
    this.key = name.text;
    const value = item.value ? this.value(item.value) : undefined;
    this.key = undefined;
    if (!colon && this.unclosed) return;
    this.unclosed = value?.node.kind === "scalar" && value.node.style === "plain" && opens(value.node.text);
    if (!colon) {
      this.problems.push(
        problem(
          at,
          at + name.length,
          `\`${name.text}\` has no value: YAML ends it at the comma. What holds a comma goes on a line of its own.`,
        ),
      );
    }
    if (value && this.inside(value.at, value.end)) {
      this.withoutComma(value, name, at, add);
      return;
    }
    const end = value?.end ?? (colon ? colon.offset + 1 : at + name.length);
    add(at, { key: name, value: value?.node, valueAt: (value?.at ?? end) - at, length: end - at, ...this.told(at) });
  }

  /** Whether the second `:` of an entry lies in a range; those before it are done with. */
  private inside(start: number, end: number): boolean {
    while ((this.colons[this.colon] ?? end) < start) this.colon++;
    return (this.colons[this.colon] ?? end) < end;
  }

  /** `a: 1 b: 2`: each `:` ends a name, and before the name a comma is missing. */
  private withoutComma(
    value: Placed<YamlNode>,
    first: YamlScalar,
    firstAt: number,
    add: (at: number, entry: YamlEntry) => void,
  ): void {
    let key = first;
    let at = firstAt;
    let from = value.at;
    while (this.inside(from, value.end)) {
      const colon = this.colons[this.colon] ?? value.end;
      let name = colon;
      while (name > from && !isGap(this.source.charCodeAt(name - 1))) name--;
      const stop = from + this.source.slice(from, name).trimEnd().length;
      if (stop <= from || name === colon) {
        this.problems.push(problem(colon, colon + 1, "A value holds no `: `; is a comma missing before?"));
        add(at, { key, value: undefined, valueAt: from - at, length: value.end - at, ...this.told(at) });
        while (this.inside(from, value.end)) this.colon++;
        return;
      }
      this.problems.push(problem(stop, name, "A comma is missing here.", oneEdit("Insert a comma", stop, stop, ",")));
      add(at, {
        key,
        value: plain(this.source.slice(from, stop)),
        valueAt: from - at,
        length: stop - at,
        ...this.told(at),
      });
      this.problems = [];
      key = plain(this.source.slice(name, colon));
      at = name;
      from = colon + 1;
      while (from < value.end && isGap(this.source.charCodeAt(from))) from++;
      this.colon++;
    }
    const rest = from < value.end ? plain(this.source.slice(from, value.end)) : undefined;
    add(at, { key, value: rest, valueAt: from - at, length: from + (rest?.length ?? 0) - at, ...this.told(at) });
  }

  private value(token: CST.Token): Placed<YamlNode> | undefined {
    switch (token.type) {
      case "scalar": {
        const end = token.offset + token.source.length;
        let told = false;
        for (let cut = this.cuts[this.cut]; cut && cut.start < end; cut = this.cuts[++this.cut]) {
          if (cut.start < token.offset || (told && cut.kind === "cut")) continue;
          told ||= cut.kind === "cut";
          this.problems.push(
            cut.kind === "cut"
              ? cutProblem(
                  cut.start,
                  cut.end,
                  this.source.slice(cut.start, cut.end),
                  this.source.slice(token.offset, end),
                  this.key,
                  this.depth === 1 ? this.fix : undefined,
                )
              : problem(cut.start, cut.end, DASH, oneEdit("Remove it", cut.start, this.blanksAfter(cut.end), "")),
          );
        }
        if (/^[@`%|>]/.test(token.source)) {
          this.problems.push(
            problem(token.offset, token.offset + 1, `A value cannot begin with \`${token.source[0]}\` in YAML.`),
          );
        }
        return this.trailing(token, plain(this.source.slice(token.offset, Math.min(end, this.source.length))));
      }
      case "single-quoted-scalar":
      case "double-quoted-scalar": {
        const { scalar, error } = quotedScalar(token.source);
        if (error) this.problems.push(problem(token.offset, token.offset + token.source.length, sentence(error)));
        return this.trailing(token, scalar);
      }
      case "flow-collection": {
        const kept = this.problems;
        const node = this.collection(token);
        this.problems = kept;
        return this.trailing(token, node);
      }
      case "alias":
        this.problems.push(problem(token.offset, token.offset + token.source.length, ALIAS));
        return undefined;
      default: {
        const at = "offset" in token ? token.offset : 0;
        this.problems.push(problem(at, this.tokenEnd(token), "This cannot stand in brackets."));
        return undefined;
      }
    }
  }

  /** What stands between the end of a value and the next comma makes it plain text. */
  private trailing(token: CST.FlowScalar | CST.FlowCollection, node: YamlNode): Placed<YamlNode> {
    const at = token.offset;
    const end = at + node.length;
    const after = (token.end ?? []).filter((t) => t.type !== "space" && t.type !== "comment" && t.type !== "newline");
    const rest: readonly CST.Token[] = token.type === "flow-collection" ? after.slice(1) : after;
    const last = rest.at(-1);
    if (!last) return { at, end, node };
    const stop = this.tokenEnd(last);
    this.problems.push(
      problem(end, stop, "A value that begins with a quote or a bracket ends with it: put the whole in parentheses.", {
        title: "Put it in parentheses",
        edits: [
          { start: at, end: at, text: "(" },
          { start: stop, end: stop, text: ")" },
        ],
      }),
    );
    return { at, end: stop, node: plain(this.source.slice(at, stop)) };
  }

  /** What stands before a key or a value: marks of YAML that play no part. */
  private leading(tokens: readonly CST.SourceToken[]): void {
    let commas = 0;
    for (const { type, offset, source } of tokens) {
      const end = offset + source.length;
      const mark = MARKS.get(type);
      if (mark !== undefined)
        this.problems.push(problem(offset, end, mark, oneEdit("Remove it", offset, this.blanksAfter(end), "")));
      else if (type === "comma" && ++commas > 1) {
        const fix = oneEdit("Remove the comma", offset, end, "");
        this.problems.push(problem(offset, end, "Between two commas a value is missing.", fix));
      }
    }
  }

  private blanksAfter(from: number): number {
    let at = from;
    while (this.source[at] === " ") at++;
    return at;
  }

  private keyless(at: number): YamlEntry {
    return { key: plain(""), value: undefined, valueAt: 0, length: 0, ...this.told(at) };
  }

  /** Where an item starts that has no value, or none that counts. */
  private startOf(item: CST.CollectionItem, start: number): number {
    const token = item.key ?? item.value;
    if (token && "offset" in token) return token.offset;
    const last = item.start.at(-1);
    return last ? last.offset + last.source.length : start + 1;
  }

  private tokenEnd(token: CST.Token): number {
    let last: CST.Token | null | undefined = token;
    while (last?.type === "block-map" || last?.type === "block-seq") {
      const item: CST.CollectionItem | undefined = last.items.at(-1);
      last = item?.value ?? item?.key;
    }
    const end: CST.Token | null | undefined = last?.type === "flow-collection" ? last.end[0] : last;
    const at = end && "source" in end && "offset" in end ? end.offset + end.source.length : this.source.length;
    return Math.min(at, this.source.length);
  }

  private told(at: number): { readonly problems?: readonly YamlProblem[] } {
    return this.problems.length === 0 ? {} : { problems: this.problems.map((p) => moved(p, -at)) };
  }
}

const sentence = (text: string): string => (text.endsWith(".") ? text : `${text}.`);

const opens = (text: string): boolean => text.split("(").length > text.split(")").length;

const DASH = "In brackets an item stands without `- `.";
