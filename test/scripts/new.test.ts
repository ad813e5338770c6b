/** Scaffolds into a copy of the sources and type-checks what came out. */
import { spawnSync } from "node:child_process";
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { newOp, newRule, registered } from "../../scripts/new.ts";

const root = mkdtempSync(join(tmpdir(), "shapewright-new-"));
afterAll(() => rmSync(root, { recursive: true }));
for (const folder of ["src/core", "src/check", "src/library"]) {
  cpSync(folder, join(root, folder), { recursive: true, filter: (path) => !path.endsWith("tsconfig.json") });
}
// With package.json, so that one above the temporary folder decides nothing.
for (const file of ["tsconfig.base.json", "package.json"]) cpSync(file, join(root, file));

const read = (path: string): string => readFileSync(join(root, path), "utf8");

test("a new op and a new rule compile and are registered", () => {
  expect(newOp(root, "Snake", "activation")).toHaveLength(2);
  expect(newRule(root, "dead-branch")).toContain("src/check/pages.ts");
  expect(read("src/core/ops/index.ts")).toContain('import { Snake } from "./activation/Snake.ts";');
  expect(read("src/check/pages.ts")).toContain('"dead-branch": "# dead-branch\\n');
  expect(read("src/check/codes.ts")).toContain('"dead-branch": hint(');
  expect(read("src/check/index.ts")).toContain("  deadBranch(scenes);");
  writeFileSync(
    join(root, "src/use.ts"),
    'import { deadBranch } from "./check/rules/dead-branch.ts";\nimport { catalogue } from "./core/ops/index.ts";\nexport const used = [deadBranch, catalogue.Snake.name];\n',
  );
  const { stdout } = spawnSync(
    process.execPath,
    [join(process.cwd(), "node_modules/typescript/bin/tsc"), "-p", "tsconfig.base.json"],
    {
      cwd: root,
      encoding: "utf8",
    },
  );
  expect(stdout).toBe("");
});

test("what is there already is not written over", () => {
  expect(() => newOp(root, "Snake", "activation")).toThrow("The catalogue has Snake already.");
  expect(() => newRule(root, "dead-branch")).toThrow("There is a page for dead-branch already.");
});

test("names are held to the house's spelling", () => {
  expect(() => newOp(root, "snake_case", "activation")).toThrow("in CamelCase; snake_case is not");
  expect(() => newOp(root, "Other", "nonsense")).toThrow("There is no family nonsense");
  expect(() => newRule(root, "DeadBranch")).toThrow("in kebab-case");
});

test("an op is added to the registry however that is laid out", () => {
  const name = ["Snake", "activation"] as const;
  expect(registered('import { A } from "./a.ts";\n\nexport const catalogue = { A } as const;\n', ...name)).toBe(
    'import { A } from "./a.ts";\nimport { Snake } from "./activation/Snake.ts";\n\nexport const catalogue = { A, Snake } as const;\n',
  );
  expect(
    registered('import {\n  A,\n} from "./a.ts";\n\nexport const catalogue = {\n  A,\n} as const;\n', ...name),
  ).toBe(
    'import {\n  A,\n} from "./a.ts";\nimport { Snake } from "./activation/Snake.ts";\n\nexport const catalogue = {\n  A,\n  Snake,\n} as const;\n',
  );
  expect(() => registered("export {};", ...name)).toThrow("has no `export const catalogue");
});
