/** Files that are moved are still used, and use what they did. */
import { describe, expect, test } from "vitest";
import { movedFiles } from "../../src/ide/moved_files.ts";
import { createSession } from "../../src/ide/session.ts";

const ROOT = "file:///work";
const texts = new Map([
  [
    `${ROOT}/net.arch.yaml`,
    'model: Net\nuse:\n  b: ./parts/blocks.arch.yaml # ours\n  q: "./parts/a b.arch.yaml"\n  tv: torchvision\n  no: ./none.arch.yaml\nlayers: {}\n',
  ],
  [`${ROOT}/parts/blocks.arch.yaml`, "use: { q: ./a b.arch.yaml, up: ../top.arch.yaml }\nblocks: {}\n"],
  [`${ROOT}/parts/a b.arch.yaml`, "blocks: {}\n"],
  [`${ROOT}/top.arch.yaml`, "blocks: {}\n"],
]);
const address = (path: string): string => `${ROOT}/${path.replaceAll(" ", "%20")}`;

/** What `use` says afterwards, of each file that changes. */
function usesAfter(...moves: readonly (readonly [string, string])[]): Record<string, string[]> {
  const session = createSession();
  const files = new Map([...texts].map(([uri, text]) => [uri.replaceAll(" ", "%20"), text]));
  const absent = new Map([[`${ROOT}/none.arch.yaml`, { reason: "does not exist" }]]);
  const scopes = [...files.keys()].flatMap(
    (root) => session.snapshot({ root, files, absent, folders: [ROOT] }).file ?? [],
  );
  const edits = movedFiles(
    scopes,
    moves.map(([from, to]) => ({ from: address(from), to: address(to) })),
    [ROOT],
  );
  const out: Record<string, string[]> = {};
  for (const { uri, span, text } of edits) {
    const before = files.get(uri)?.slice(span.start, span.end);
    (out[uri.slice(ROOT.length + 1)] ??= []).push(`${before} => ${text}`);
  }
  return out;
}

describe("moved files", () => {
  test("a file that is renamed is named so by who uses it", () => {
    expect(usesAfter(["parts/blocks.arch.yaml", "parts/cells.arch.yaml"])).toEqual({
      "net.arch.yaml": ["./parts/blocks.arch.yaml => ./parts/cells.arch.yaml"],
    });
  });

  test("a name in quotes keeps them, a name with blanks is as it is written", () => {
    expect(usesAfter(["parts/a b.arch.yaml", "c d.arch.yaml"])).toEqual({
      "net.arch.yaml": ["./parts/a b.arch.yaml => ./c d.arch.yaml"],
      "parts/blocks.arch.yaml": ["./a b.arch.yaml => ../c d.arch.yaml"],
    });
  });

  test("a file that is moved finds what it uses from where it is then", () => {
    expect(usesAfter(["parts/blocks.arch.yaml", "blocks.arch.yaml"])).toEqual({
      "net.arch.yaml": ["./parts/blocks.arch.yaml => ./blocks.arch.yaml"],
      "parts/blocks.arch.yaml": ["./a b.arch.yaml => ./parts/a b.arch.yaml", "../top.arch.yaml => ./top.arch.yaml"],
    });
  });

  test("a folder takes what is in it along; among themselves its files change nothing", () => {
    expect(usesAfter(["parts", "deep/er"])).toEqual({
      "net.arch.yaml": [
        "./parts/blocks.arch.yaml => ./deep/er/blocks.arch.yaml",
        "./parts/a b.arch.yaml => ./deep/er/a b.arch.yaml",
      ],
      "parts/blocks.arch.yaml": ["../top.arch.yaml => ../../top.arch.yaml"],
    });
  });

  test("what only sounds alike stays", () => {
    expect(usesAfter(["part", "other"], ["top.arch.yaml.old", "x"])).toEqual({});
  });
});
