/** The models that editor features are tried on: the examples and every fixture, each with the files that it uses. */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { createSession } from "../../src/ide/session.ts";
import type { FileScope, Snapshot } from "../../src/ide/snapshot.ts";
import { parseFixture } from "../harness/fixture.ts";

export interface Sample {
  readonly name: string;
  readonly root: string;
  readonly files: ReadonlyMap<string, string>;
}

const FOLDER = "file:///models";
const top = resolve(import.meta.dirname, "../..");

const modelsIn = (folder: string): string[] =>
  existsSync(join(top, folder)) ? readdirSync(join(top, folder)).filter((f) => f.endsWith(".arch.yaml")) : [];

const together = ["examples", "examples/broken", "templates"];
const texts = new Map(
  together.flatMap((folder) =>
    modelsIn(folder).map((f) => [`${FOLDER}/${folder}/${f}`, readFileSync(join(top, folder, f), "utf8")] as const),
  ),
);

function fixtures(folder: string): Sample[] {
  return modelsIn(folder).map((f) => {
    const { files } = parseFixture(readFileSync(join(top, folder, f), "utf8"));
    return {
      name: `${folder}/${f}`,
      root: files[0]?.uri ?? "",
      files: new Map(files.map(({ uri, text }) => [uri, text])),
    };
  });
}

export const examples: readonly Sample[] = [...texts.keys()].map((root) => ({
  name: root.slice(FOLDER.length + 1),
  root,
  files: texts,
}));
/** Names that hide others, and those of JavaScript's own objects. */
const ODD: ReadonlyMap<string, string> = new Map([
  [
    `${FOLDER}/odd.arch.yaml`,
    `model: constructor
use: { __proto__: ./hasOwnProperty.arch.yaml, share: ./hasOwnProperty.arch.yaml }
params: { toString: 4, valueOf: __proto__.GELU(toString) }
inputs: { 圖: [N, 4, größe, größe] }
blocks:
  Stem: Conv2d(4, 1)
  ReLU:
    params: { ReLU: Tanh }
    layers:
      inner:
        - Stem: Stem
        - Stem -> ReLU
  Tanh: Tanh2
  Tanh2: Conv2d(4, 3, padding=1)
layers:
  Stem: 圖 -> Stem
  hasOwnProperty: ReLU(ReLU=Tanh2)
  list:
    Stem: hasOwnProperty.inner -> Tanh
    sum: Add(Stem, hasOwnProperty)
    deep:
      hasOwnProperty: Stem -> ReLU
      sum: Add(Stem, hasOwnProperty)
  valueOf2: valueOf(out=toString)
  __proto__: __proto__.GELU(4) -> share.GELU(4)
  min: Add(__proto__, list.deep.sum, list.deep.hasOwnProperty)
outputs: { toString: __proto__, min: min, Stem: list.Stem, v: valueOf2 }
`,
  ],
  [
    `${FOLDER}/hasOwnProperty.arch.yaml`,
    `blocks:
  GELU:
    params:
      out: int
      __proto__: max(out, 1)
    layers:
      constructor: Conv2d(__proto__, 1) -> GELU2
  GELU2: Sigmoid
`,
  ],
]);

export const language: readonly Sample[] = [
  { name: "odd names", root: `${FOLDER}/odd.arch.yaml`, files: ODD },
  ...fixtures("test/fixtures/language"),
  ...fixtures("test/fixtures/sizes"),
];
export const mistakes: readonly Sample[] = fixtures("test/fixtures/mistakes");

/** Asks as a host does: what is missing is looked up, or told to be absent. */
export function open(files: ReadonlyMap<string, string>, root: string): Snapshot {
  const session = createSession();
  const known = new Map([...files].filter(([uri]) => uri === root));
  const absent = new Map<string, { readonly reason: string }>();
  for (;;) {
    const snapshot = session.snapshot({ root, files: known, absent, folders: [FOLDER] });
    if (snapshot.missing.length === 0) return snapshot;
    for (const uri of snapshot.missing) {
      const text = files.get(uri);
      if (text === undefined) absent.set(uri, { reason: "does not exist" });
      else known.set(uri, text);
    }
  }
}

export function rootOf({ file, root }: Snapshot): FileScope {
  if (!file) throw new Error(`no text of ${root}`);
  return file;
}

/** A text with `$0` where the cursor is. */
export function cursor(text: string): { readonly text: string; readonly offset: number } {
  const offset = text.indexOf("$0");
  if (offset < 0) throw new Error(`no $0 in ${text}`);
  return { text: text.slice(0, offset) + text.slice(offset + 2), offset };
}
