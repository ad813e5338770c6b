/**
 * Fixtures: a model file as a user would write it, with what is expected written under the tokens that it concerns.
 * Lines that hold only a marker are removed before the file is read.
 *
 *     cat: Concat(skip, up)
 *     #    ^^^^^^^^^^^^^^^^ error[concat-mismatch]: axis 2
 *     #    ^^^^^^^^^^^^^^^^ shape: [N, 192, H/2, W/2]
 *
 * Carets give both ends; `<---` begins at column 0 and is as long as the token. `^^^…` begins there and ends on a later
 * line. The text after the code is contained in the message. Every problem needs its marker and every marker its
 * problem; `fix` names one that a problem there offers. `# file: name` begins another file; the first one is checked. `# × 1000` stands for the line above, so often.
 * TypeScript has `//` for `#`. `UPDATE=1` gives the text with markers as they should be.
 */
import { expect } from "vitest";
import type { Problem } from "../../src/core/diagnostic.ts";
import type { Variant } from "../../src/core/graph.ts";
import { type Absence, type CheckResult, createSession } from "../../src/ide/session.ts";

export interface FixtureOptions {
  /** Of the first file; the others stand beside it. */
  readonly uri?: string;
  /** More files, by URI, that need no markers. */
  readonly files?: ReadonlyMap<string, string>;
  readonly folders?: readonly string[];
  /** Takes the text with the right markers when `UPDATE=1`. */
  readonly update?: (text: string) => void;
}

interface Marker {
  readonly uri: string;
  readonly kind: "error" | "warning" | "hint" | "shape" | "fix";
  readonly code: string;
  readonly text: string;
  readonly start: number;
  readonly end: number;
  /** It ends on a later line. */
  readonly open: boolean;
  /** In the fixture, from 1. */
  readonly line: number;
}

interface FixtureFile {
  readonly uri: string;
  /** As it is written after `# file:`; absent for a first file that has no such line. */
  readonly name: string | undefined;
  readonly text: string;
}

export interface Fixture {
  readonly files: readonly FixtureFile[];
  readonly markers: readonly Marker[];
}

const MARKER = /^(\s*(?:#|\/\/)\s*)(\^+|<-+)(…?)\s+(error|warning|hint|shape|fix)(?:\[([a-z-]+)\])?(?::\s*(.*?))?\s*$/;
const LOOKS_LIKE_ONE = /^\s*(?:#|\/\/)\s*(?:\^+|<-+)/;
const FILE = /^(?:#|\/\/) file: (\S+)\s*$/;
const REPEAT = /^\s*(?:#|\/\/) × (\d+)\s*$/;

/** `marked: false` keeps marker lines as the comments that they are. */
export function parseFixture(text: string, uri = "file:///models/main.arch.yaml"): Fixture {
  const files: FixtureFile[] = [];
  const markers: Marker[] = [];
  const folder = uri.slice(0, uri.lastIndexOf("/") + 1);
  let current: { uri: string; name: string | undefined } = { uri, name: undefined };
  let lines: string[] = [];
  let length = 0;
  let started = false;
  const finish = () => {
    if (started) files.push({ ...current, text: lines.join("") });
    lines = [];
    length = 0;
  };
  const all = text.match(/[^\n]*\n|[^\n]+$/g) ?? [];
  all.forEach((line, i) => {
    const bare = line.replace(/\r?\n$/, "");
    const file = FILE.exec(bare);
    if (file) {
      finish();
      current = { uri: files.length === 0 && !started ? uri : folder + file[1], name: file[1] };
      started = true;
      return;
    }
    const marker = MARKER.exec(bare);
    if (marker) {
      const [, lead = "", arrow = "", dots = "", kind, code = "", message = ""] = marker;
      const last = lines.at(-1) ?? "";
      const start = length - last.length + (arrow.startsWith("<") ? 0 : lead.length);
      markers.push({
        uri: current.uri,
        kind: kind as Marker["kind"],
        code,
        text: message,
        start,
        end: start + arrow.length,
        open: dots !== "",
        line: i + 1,
      });
      return;
    }
    if (LOOKS_LIKE_ONE.test(bare)) throw new Error(`Line ${i + 1} is no marker: ${bare}`);
    started = true;
    const repeat = REPEAT.exec(bare);
    if (repeat) {
      const again = (lines.at(-1) ?? "").repeat(Number(repeat[1]) - 1);
      lines.push(again);
      length += again.length;
      return;
    }
    lines.push(line);
    length += line.length;
  });
  started = true;
  finish();
  return { files, markers };
}

/** Asks as a host does: what is missing is looked up until nothing is. */
export function checkFiles(files: ReadonlyMap<string, string>, root: string, folders?: readonly string[]): CheckResult {
  const session = createSession();
  const absent = new Map<string, Absence>();
  const known = new Map<string, string>([...files].filter(([uri]) => uri === root));
  for (;;) {
    const result = session.check({ files: known, root, absent, ...(folders ? { folders } : {}) });
    const open = result.missing.filter((uri) => !absent.has(uri));
    if (open.length === 0) return result;
    for (const uri of open) {
      const text = files.get(uri);
      if (text === undefined) absent.set(uri, { reason: "does not exist" });
      else known.set(uri, text);
    }
  }
}

export function checkFixture(text: string, options: FixtureOptions = {}): CheckResult {
  const fixture = parseFixture(text, options.uri);
  const files = new Map([...(options.files ?? []), ...fixture.files.map((f) => [f.uri, f.text] as const)]);
  const root = fixture.files[0]?.uri ?? "";
  const result = checkFiles(files, root, options.folders);
  if (process.env.UPDATE === "1" && options.update) options.update(renderFixture(fixture, result));
  else expect(differences(fixture, result)).toEqual([]);
  for (const p of result.problems) {
    const own = files.get(p.uri);
    for (const { uri, span } of [p, ...(p.related ?? []), ...(p.fixes ?? []).flatMap((f) => f.edits)]) {
      const inside = files.get(uri) ?? (uri === p.uri ? own : undefined);
      if (inside !== undefined)
        expect(
          span.start >= 0 && span.start <= span.end && span.end <= inside.length,
          `a span of ${p.code} lies outside its document`,
        ).toBe(true);
    }
  }
  return result;
}

/** What is not as it is marked, as lines for people. Empty when all is. */
export function differences({ files, markers }: Fixture, { problems, variants }: CheckResult): string[] {
  const texts = new Map(files.map((f) => [f.uri, f.text]));
  const left = new Set(markers);
  const out: string[] = [];
  for (const problem of problems) {
    const marker = [...left].find(
      (m) =>
        m.kind === problem.severity &&
        m.code === problem.code &&
        covers(m, problem, texts.get(problem.uri) ?? "") &&
        problem.message.includes(m.text),
    );
    if (marker) left.delete(marker);
    else out.push(`not marked: ${problem.severity}[${problem.code}] at ${where(problem, texts)}: ${problem.message}`);
  }
  for (const marker of left) {
    if (marker.kind === "fix" && problems.some((p) => offers(p, marker, texts.get(p.uri) ?? ""))) continue;
    const shapes = marker.kind === "shape" ? shapesAt(marker, variants) : [];
    if (marker.kind === "shape" && shapes.includes(marker.text)) continue;
    const found = marker.kind === "shape" ? `; found ${shapes.join(" or ") || "no layer there"}` : "";
    out.push(
      `marked in line ${marker.line}, but not found: ${marker.kind}${marker.code && `[${marker.code}]`}: ${marker.text}${found}`,
    );
  }
  return out;
}

const offers = (problem: Problem, marker: Marker, text: string): boolean =>
  covers(marker, problem, text) && (problem.fixes ?? []).some((fix) => fix.title.includes(marker.text));

function covers(marker: Marker, { uri, span }: Pick<Problem, "uri" | "span">, text: string): boolean {
  if (marker.uri !== uri || marker.start !== span.start) return false;
  if (marker.open) return text.slice(span.start, span.end).trimEnd().includes("\n");
  return marker.end === span.end || (span.start === span.end && marker.end === span.end + 1);
}

function shapesAt(marker: Marker, variants: readonly Variant[]): string[] {
  const graph = variants[0]?.graph;
  const out = new Set<string>();
  for (const { site, outputs } of graph?.nodes ?? []) {
    if (site.uri !== marker.uri || site.span.start !== marker.start || site.span.end !== marker.end) continue;
    out.add(outputs.map((shape) => (shape ? (graph?.dims.printShape(shape) ?? "") : "?")).join(", "));
  }
  return [...out];
}

function where({ uri, span }: Problem, texts: ReadonlyMap<string, string>): string {
  const text = texts.get(uri);
  if (text === undefined) return uri;
  const before = text.slice(0, span.start).split("\n");
  return `${uri.slice(uri.lastIndexOf("/") + 1)}:${before.length}:${(before.at(-1) ?? "").length + 1}, under ${JSON.stringify(text.slice(span.start, span.end).slice(0, 80))}`;
}

/** The fixture with the markers that its problems ask for; shapes that are marked are kept, and filled in. */
export function renderFixture({ files, markers }: Fixture, { problems, variants }: CheckResult): string {
  return files
    .map(({ uri, name, text }) => {
      const marks: { start: number; end: number; words: string }[] = [
        ...problems
          .filter((p) => p.uri === uri)
          .flatMap((p) => [
            { ...p.span, words: `${p.severity}[${p.code}]: ${p.message}` },
            ...(p.fixes ?? []).map((fix) => ({ ...p.span, words: `fix: ${fix.title}` })),
          ]),
        ...markers
          .filter((m) => m.uri === uri && m.kind === "shape")
          .map((m) => ({ start: m.start, end: m.end, words: `shape: ${shapesAt(m, variants)[0] ?? m.text}` })),
      ].sort((a, b) => a.start - b.start || a.end - b.end);
      let at = 0;
      const lines = (text.match(/[^\n]*\n|[^\n]+$/g) ?? []).map((line) => {
        const start = at;
        at += line.length;
        const end = at;
        const own = marks.filter((m) => m.start >= start && m.start < end);
        return (
          (own.length > 0 && !line.endsWith("\n") ? `${line}\n` : line) +
          own.map((m) => `${markerLine(line, m.start - start, m.end - start, m.words)}\n`).join("")
        );
      });
      return (name === undefined ? "" : `# file: ${name}\n`) + lines.join("");
    })
    .join("");
}

function markerLine(line: string, from: number, to: number, words: string): string {
  const width = line.trimEnd().length;
  const open = to > width && to > line.length;
  const length = Math.max(1, (open ? width : to) - from);
  if (from === 0) return `# <${"-".repeat(Math.max(1, length - 1))}${open ? "…" : ""} ${words}`;
  const indent = Math.min(line.length - line.trimStart().length, from - 1);
  return `${" ".repeat(indent)}#${" ".repeat(from - indent - 1)}${"^".repeat(length)}${open ? "…" : ""} ${words}`;
}
