/** What holds of the names of every model: where they are, and that each use leads to what declares it. */
import { describe, expect, test } from "vitest";
import { definition } from "../../src/ide/definition.ts";
import { highlights } from "../../src/ide/highlights.ts";
import { type Names, namesOf } from "../../src/ide/names/index.ts";
import { references } from "../../src/ide/references.ts";
import { prepareRename } from "../../src/ide/rename.ts";
import { semanticTokens } from "../../src/ide/semantic_tokens.ts";
import { workspaceSymbols } from "../../src/ide/workspace_symbols.ts";
import { examples, language, mistakes, open, rootOf } from "./corpus.ts";

const samples = [...examples, ...language, ...mistakes];

/** In quotes or not. */
const written = ({ file }: Names, span: { readonly start: number; readonly end: number }): string =>
  file.def.text.slice(span.start, span.end).replace(/^(["'])(.*)\1$/s, "$2");

describe.each(samples)("$name", ({ files, root }) => {
  const snapshot = open(files, root);

  test("names stand where they are, in order", () => {
    for (const file of snapshot.files.values()) {
      const names = namesOf(file);
      let end = 0;
      for (const o of names.occurrences) {
        expect(o.span.start, `"${o.text}" begins inside the name before it`).toBeGreaterThanOrEqual(end);
        end = o.span.end;
        expect(written(names, o.span)).toBe(o.text);
        expect(names.at(o.span.start)).toBe(o);
      }
      expect(end).toBeLessThanOrEqual(file.def.text.length);
    }
  });

  test("every use leads to a declaration of that name, which has it among its references", () => {
    for (const file of snapshot.files.values())
      for (const o of namesOf(file).occurrences) {
        const found = definition(snapshot, file, o.span.start);
        if (o.kind === "declared") expect(found, `"${o.text}" leads nowhere`).toBeDefined();
        for (const { uri, span, whole } of found?.targets ?? []) {
          const target = snapshot.files.get(uri);
          if (!target) throw new Error(`no file ${uri}`);
          expect(whole.start).toBeLessThanOrEqual(span.start);
          expect(whole.end).toBeGreaterThanOrEqual(span.end);
          expect(whole.end).toBeLessThanOrEqual(target.def.text.length);
          const declared = namesOf(target).at(span.start);
          if (o.kind === "declared" && (o.declaration.kind === "file" || o.declaration.implicit)) continue;
          expect(declared?.text).toBe(o.text);
          if (o.kind === "word") continue;
          expect(declared?.role).toBe("declaration");
          const all = references(target, span.start, snapshot.files.values(), true);
          expect(all.filter((r) => r.role === "declaration").map((r) => [r.uri, r.span])).toContainEqual([uri, span]);
          expect(all.map((r) => [r.uri, r.span])).toContainEqual([file.def.uri, o.span]);
        }
      }
  });

  test("tokens are in order and lie inside the text; highlights hold the name itself", () => {
    const file = rootOf(snapshot);
    let end = 0;
    for (const { span } of semanticTokens(file)) {
      expect(span.start).toBeGreaterThanOrEqual(end);
      expect(span.end).toBeGreaterThan(span.start);
      end = span.end;
    }
    expect(end).toBeLessThanOrEqual(file.def.text.length);
    for (const o of namesOf(file).occurrences)
      expect(highlights(file, o.span.start).map((h) => h.span)).toContainEqual(o.span);
  });

  test("a name that can be renamed is offered as it stands", () => {
    const file = rootOf(snapshot);
    const names = namesOf(file);
    for (const o of names.occurrences) {
      const asked = prepareRename(file, o.span.start);
      if ("refusal" in asked) expect(asked.refusal).toMatch(/^.{10,}[.`:].*$/s);
      else expect(file.def.text.slice(asked.span.start, asked.span.end)).toBe(asked.placeholder);
    }
  });
});

describe("any beginning of a text", () => {
  test.each([...examples, ...language])("$name", ({ files, root }) => {
    const text = files.get(root) ?? "";
    const step = Math.max(1, Math.floor(text.length / 24));
    for (let end = 0; end <= text.length; end += step) {
      const snapshot = open(new Map([...files, [root, text.slice(0, end)]]), root);
      const file = rootOf(snapshot);
      semanticTokens(file, { start: Math.max(0, end - 200), end });
      workspaceSymbols(snapshot.files.values(), text.slice(end, end + 3));
      for (const at of [0, end >> 1, end - 1, end]) {
        if (at < 0) continue;
        definition(snapshot, file, at);
        const all = references(file, at, snapshot.files.values(), true);
        expect(all.every((r) => r.span.start < r.span.end)).toBe(true);
        highlights(file, at);
        prepareRename(file, at);
      }
    }
  });
});
