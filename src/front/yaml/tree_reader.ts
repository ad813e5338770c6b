/**
 * Reads parts of a YAML tree with their places in the document, and tells what is wrong with them. Whatever is told of a
 * value once is not told again of what it holds.
 */
import { nearestName } from "../../core/nearest.ts";
import { type Span, shift } from "../../core/span.ts";
import type { Line, Name, SyntaxProblem } from "../expression/ast.ts";
import { type Extra, type Report, within } from "./report.ts";
import type { YamlEntry, YamlItem, YamlMap, YamlNode, YamlScalar, YamlTree } from "./tree.ts";

export interface Located {
  readonly keyAt: number;
  readonly keyLength: number;
  readonly value: YamlNode | undefined;
  readonly valueAt: number;
  readonly told?: boolean;
}

/** A line below that belongs to nothing is told here as well, but concerns this entry only when it has no value. */
export const wasTold = (of: YamlEntry | YamlItem): boolean =>
  of.problems?.some((p) => !of.value || p.start <= of.length) ?? false;

export class TreeReader {
  readonly uri: string;
  readonly text: string;
  readonly report: Report;
  /** Lines that were parsed before, by their text. */
  readonly lines: Map<string, Line>;
  /** Lines and values that are known in part only. */
  readonly partial: Span[];
  /** Collections that nothing closes; of each, only that is told. */
  private readonly unclosed: readonly Span[];

  constructor(uri: string, tree: YamlTree, report: Report, lines: Map<string, Line>) {
    this.uri = uri;
    this.text = tree.text;
    this.report = report;
    this.lines = lines;
    this.unclosed = unclosedIn(tree);
    this.partial = [...this.unclosed];
  }

  /** Names are one set: whoever comes second is told, and keeps its place without the name. */
  taken(first: Name | undefined, second: Name, what: string): boolean {
    if (!first) return false;
    this.add(second.span, "duplicate-name", `The name "${second.text}" is taken: this ${what} needs another.`, {
      related: [{ uri: this.uri, span: first.span, message: `"${first.text}" is declared here` }],
    });
    return true;
  }

  plain(node: YamlScalar, at: number, what: string): boolean {
    if (node.style === "plain") return true;
    const span = { start: at, end: at + node.length };
    this.add(span, "yaml-syntax", `${what} is written without quotes.`, {
      fix: { title: "Remove the quotes", edits: [{ span, text: node.text }] },
    });
    return false;
  }

  /** Entries of a mapping with absolute places; tells when it is none. */
  map(entry: Located | undefined, what: string): (Located & { key: YamlScalar; told: boolean; doc?: string })[] {
    if (!entry?.value) return [];
    const { value, valueAt } = entry;
    if (value.kind !== "map") {
      this.tell(
        { start: valueAt, end: valueAt + value.length },
        "yaml-syntax",
        `\`${what}\` is a mapping: \`name: value\`, one a line.`,
      );
      return [];
    }
    return value.entries.map((e, i) => {
      const at = valueAt + (value.starts[i] ?? 0);
      for (const p of e.problems ?? []) this.yamlProblem(p, at);
      return {
        key: e.key,
        keyAt: at,
        keyLength: e.key.length,
        value: e.value,
        valueAt: at + e.valueAt,
        told: wasTold(e),
        ...(e.doc === undefined ? {} : { doc: e.doc }),
      };
    });
  }

  keys(map: YamlMap, at: number, known: readonly string[], what: string): Map<string, Located> {
    const out = new Map<string, Located>();
    map.entries.forEach((e, i) => {
      const keyAt = at + (map.starts[i] ?? 0);
      const located: Located = {
        keyAt,
        keyLength: e.key.length,
        value: e.value,
        valueAt: keyAt + e.valueAt,
        told: wasTold(e),
      };
      const span = { start: keyAt, end: keyAt + e.key.length };
      // The root is read twice, as the file and as a block; it tells once.
      if (what !== "") for (const p of e.problems ?? []) this.yamlProblem(p, keyAt);
      if (!known.includes(e.key.text)) {
        const near = nearestName(e.key.text, known);
        // It is read as what was probably meant, so that nothing else seems to lack.
        if (near !== undefined && !out.has(near) && !map.entries.some((other) => other.key.text === near))
          out.set(near, located);
        if (what === "" || wasTold(e)) return;
        this.add(
          span,
          "unknown-name",
          `"${e.key.text}" is no key of ${what}${near ? `; did you mean \`${near}\`?` : `: it has ${known.join(", ")}.`}`,
          near ? { fix: { title: `Change to \`${near}\``, edits: [{ span, text: near }] } } : {},
        );
      } else if (out.has(e.key.text)) {
        const first = out.get(e.key.text);
        if (what !== "") {
          this.add(
            span,
            "duplicate-name",
            `\`${e.key.text}\` stands here twice; only the first counts.`,
            first
              ? {
                  related: [
                    {
                      uri: this.uri,
                      span: { start: first.keyAt, end: first.keyAt + first.keyLength },
                      message: "the first",
                    },
                  ],
                }
              : {},
          );
        }
      } else out.set(e.key.text, located);
    });
    return out;
  }

  name(entry: { readonly key: YamlScalar; readonly keyAt: number; readonly keyLength: number }): Name {
    const name = { text: entry.key.text, span: { start: entry.keyAt, end: entry.keyAt + entry.keyLength } };
    if (!/^[\p{L}_][\p{L}\p{N}_]*$/u.test(name.text)) {
      this.tell(
        name.span,
        "yaml-syntax",
        `"${name.text.slice(0, 60)}" is no name: names are letters, digits and _, and do not begin with a digit.`,
      );
    }
    return name;
  }

  nodeSpan(entry: Located): Span {
    return entry.value
      ? { start: entry.valueAt, end: entry.valueAt + entry.value.length }
      : { start: entry.keyAt, end: entry.keyAt + entry.keyLength };
  }

  scalarText(node: YamlNode | undefined): string | undefined {
    return node?.kind === "scalar" ? node.text : undefined;
  }

  /**
   * What is wrong with the text of a value. With `told`, YAML has cut or mended it already, which is the same mistake.
   * The rest of the value is read for what it gives, and nothing more is said of it.
   */
  syntax(problems: readonly SyntaxProblem[], at: number, node?: YamlScalar, told = false): void {
    if (node && (told || problems.length > 0)) this.partial.push({ start: at, end: at + node.length });
    if (told) return;
    // What stands behind a bracket that nothing closes is read as if it stood inside.
    const open = problems.find((p) => p.message.endsWith(" is not closed."));
    for (const p of problems) {
      if (open && p !== open && p.span.start >= open.span.start) continue;
      this.add(
        shift(p.span, at),
        p.code,
        p.message,
        p.fix
          ? { fix: { title: p.fix.title, edits: p.fix.edits.map((e) => ({ span: shift(e.span, at), text: e.text })) } }
          : {},
      );
    }
  }

  yamlProblem(p: NonNullable<YamlEntry["problems"]>[number], at: number): void {
    this.add(
      { start: at + p.start, end: at + p.end },
      p.code,
      p.message,
      p.fix
        ? {
            fix: {
              title: p.fix.title,
              edits: p.fix.edits.map((e) => ({ span: { start: at + e.start, end: at + e.end }, text: e.text })),
            },
          }
        : {},
    );
  }

  tell(span: Span, code: string, message: string): void {
    this.add(span, code, message);
  }

  add(span: Span, code: string, message: string, extra: Extra = {}): void {
    if (!NEVER_CLOSED.test(message) && within(this.unclosed, span)) return;
    this.report.add(this.uri, span, code, message, extra);
  }
}

const NEVER_CLOSED = /^This [^ ]+ is never closed\.$/;

function unclosedIn({ root, rootAt }: YamlTree): Span[] {
  const out: Span[] = [];
  const todo: { readonly node: YamlNode; readonly at: number }[] = root ? [{ node: root, at: rootAt }] : [];
  for (let next = todo.pop(); next; next = todo.pop()) {
    const { node, at } = next;
    if (node.kind === "scalar") continue;
    if (node.open) {
      out.push({ start: at, end: at + node.length });
      continue;
    }
    const children: readonly (YamlEntry | YamlItem)[] = node.kind === "map" ? node.entries : node.items;
    children.forEach(({ value, valueAt }, i) => {
      if (value) todo.push({ node: value, at: at + (node.starts[i] ?? 0) + valueAt });
    });
  }
  return out.sort((a, b) => a.start - b.start);
}
