/** The examples of every page are models that a user could have written: the first fails as it says, the second passes. */
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { checkFixture, parseFixture } from "../harness/fixture.ts";

const folder = "src/check/rules";
const FENCE = /^```yaml\n([\s\S]*?)^```$/gm;

/** The workspace is one folder up, so that a page can leave it. */
const options = { uri: "file:///project/models/main.arch.yaml", folders: ["file:///project/models"] };

for (const file of readdirSync(folder).filter((name) => name.endsWith(".md"))) {
  const code = file.slice(0, -3);
  const path = `${folder}/${file}`;
  const examples = [...readFileSync(path, "utf8").matchAll(FENCE)].map((m) => m[1] ?? "");
  const update = (index: number) => (text: string) => {
    let n = 0;
    writeFileSync(
      path,
      readFileSync(path, "utf8").replace(FENCE, (fence) => (n++ === index ? `\`\`\`yaml\n${text}\`\`\`` : fence)),
    );
  };

  describe(code, () => {
    test("fails as it is marked", () => {
      const [text = ""] = examples;
      checkFixture(text, { ...options, update: update(0) });
      expect(parseFixture(text).markers.map((m) => m.code)).toContain(code);
    });

    test("passes when it is mended", () => {
      const [, text = ""] = examples;
      expect(parseFixture(text).markers).toEqual([]);
      checkFixture(text, options);
    });
  });
}
