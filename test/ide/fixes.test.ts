/** Whatever is offered is applied and checked again: what it is offered for is gone, and nothing is wrong that was not. */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Texts } from "../harness/actions.ts";
import { mendsAll } from "../harness/actions_mend.ts";
import { parseFixture } from "../harness/fixture.ts";
import { fcOptions } from "../harness/fuzz.ts";

const project = join(import.meta.dirname, "../..");
const folders = [
  "test/fixtures/language",
  "test/fixtures/mistakes",
  "test/fixtures/sizes",
  "examples",
  "examples/broken",
];

const examples: Texts = new Map(
  ["examples", "examples/broken"].flatMap((folder) =>
    modelsIn(folder).map((name) => {
      const path = `${folder}/${name}`;
      return [`file:///${path}`, readFileSync(join(project, path), "utf8")] as const;
    }),
  ),
);

function modelsIn(folder: string): string[] {
  return readdirSync(join(project, folder)).filter((name) => name.endsWith(".arch.yaml"));
}

describe.each(folders)("%s", (folder) => {
  test.each(modelsIn(folder))("%s", (name) => {
    const text = readFileSync(join(project, folder, name), "utf8");
    const uri = `file:///${folder}/${name}`;
    const fixture = folder.startsWith("test/") ? parseFixture(text, uri).files : [{ uri, text }];
    mendsAll(new Map([...examples, ...fixture.map((f) => [f.uri, f.text] as const)]), uri);
  });
});

/** One slip in a model that was right: another number, an argument that is missing, a name for another. */
type Mutation = { readonly kind: "number" | "argument" | "name"; readonly at: number; readonly by: number };

function mutated(text: string, { kind, at, by }: Mutation): string {
  const pattern = { number: /(?<![\w.])\d+(?![\w.])/g, argument: /, [\w=()]+(?=[,)])/g, name: /(?<=[(,>] ?)[a-z]\w*/g }[
    kind
  ];
  const from = text.indexOf("layers:");
  const found = [...text.slice(from).matchAll(pattern)];
  const [word, other] = [found[at % Math.max(1, found.length)], found[by % Math.max(1, found.length)]];
  if (!word || !other) return text;
  const meant = kind === "number" ? String(by % 70) : kind === "argument" ? "" : other[0];
  const start = from + word.index;
  return text.slice(0, start) + meant + text.slice(start + word[0].length);
}

test("one slip anywhere in an example", () => {
  const small = [...examples].filter(([, text]) => text.length < 4000);
  let taken = 0;
  fc.assert(
    fc.property(
      fc.nat(small.length - 1),
      fc.record({ kind: fc.constantFrom("number", "argument", "name"), at: fc.nat(200), by: fc.nat(200) }),
      (index, mutation: Mutation) => {
        const [uri = "", text = ""] = small[index] ?? [];
        taken += mendsAll(new Map([...examples, [uri, mutated(text, mutation)]]), uri, 3);
      },
    ),
    fcOptions(40),
  );
  expect(taken).toBeGreaterThan(30);
});
