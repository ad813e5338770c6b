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
export const language: readonly Sample[] = [...fixtures("test/fixtures/language"), ...fixtures("test/fixtures/sizes")];
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
