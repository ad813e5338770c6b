/** What is really told of every fixture, in the formats that other programs read: as the schema says, and at places that exist. */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { Ajv } from "ajv";
import { describe, expect, test } from "vitest";
import { jsonReport, printJson } from "../../src/export/json.ts";
import type { Range, Report } from "../../src/export/report.ts";
import { files as library } from "../../src/library/files.ts";
import { checkFiles, parseFixture } from "../harness/fixture.ts";

const root = join(import.meta.dirname, "..", "fixtures");
const paths = readdirSync(root, { recursive: true, encoding: "utf8" }).filter((path) => path.endsWith(".arch.yaml"));
const validate = new Ajv({ allErrors: true }).compile(JSON.parse(readFileSync("docs/check.schema.json", "utf8")));

function reportOf(path: string): Report {
  const fixture = parseFixture(readFileSync(join(root, path), "utf8"));
  const texts = new Map(fixture.files.map(({ uri, text }) => [uri, text]));
  for (const [name, text] of Object.entries(library)) texts.set(`shapewright-library:/${name}.arch.yaml`, text);
  const first = fixture.files[0]?.uri ?? "";
  const { problems } = checkFiles(texts, first, ["file:///models"]);
  const uris = [...new Set([first, ...problems.map(({ uri }) => uri)])];
  return {
    files: uris.map((uri) => ({ uri, path: uri, problems: problems.filter((p) => p.uri === uri) })),
    textOf: (uri) => texts.get(uri),
    pathOf: (uri) => uri,
  };
}

/** Whether both ends are columns of lines that the text has, in order. */
function lies({ start, end }: Range, lines: readonly string[]): boolean {
  const within = ({ line, character }: Range["start"]): boolean => {
    const text = lines[line];
    return text !== undefined && character <= text.length;
  };
  const ordered = start.line < end.line || (start.line === end.line && start.character <= end.character);
  return within(start) && within(end) && ordered;
}

describe.each(paths)("%s", (path) => {
  const report = reportOf(path);

  test("fits the schema of JSON", () => {
    expect(validate(JSON.parse(printJson(report))), JSON.stringify(validate.errors)).toBe(true);
  });

  test("every range lies in its document", () => {
    for (const { uri, problems } of jsonReport(report).files)
      for (const { code, range, related, fixes = [] } of problems)
        for (const place of [{ uri, range }, ...related, ...fixes.flatMap(({ edits }) => edits)]) {
          const lines = report.textOf(place.uri)?.split(/\r\n|\n|\r/);
          expect(lines && lies(place.range, lines), `${code} at ${JSON.stringify(place)}`).toBe(true);
        }
  });
});
