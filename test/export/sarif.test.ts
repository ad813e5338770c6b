import { Ajv } from "ajv";
import { describe, expect, test } from "vitest";
import { printSarif, sarifReport } from "../../src/export/sarif.ts";
import { report } from "./report.ts";

const options = {
  version: "1.2.3",
  base: "file:///w/",
  pages: { "unknown-op": "# unknown-op\n\nThere is no op of `that` name.\n" },
};
const run = () => {
  const [first] = sarifReport(report, options).runs;
  if (!first) throw new Error("there is no run");
  return first;
};

// What SARIF 2.1.0 demands of the objects that are written, after sections 3.13 to 3.58 of the standard.
const message = {
  type: "object",
  required: ["text"],
  additionalProperties: false,
  properties: { text: { type: "string" } },
};
const place = {
  type: "object",
  required: ["uri"],
  additionalProperties: false,
  properties: { uri: { type: "string", pattern: "^[!-~]+$" }, uriBaseId: { type: "string" } },
};
const one = { type: "integer", minimum: 1 };
const region = {
  type: "object",
  required: ["startLine"],
  additionalProperties: false,
  properties: { startLine: one, startColumn: one, endLine: one, endColumn: one },
};
const location = {
  type: "object",
  additionalProperties: false,
  properties: {
    id: { type: "integer", minimum: -1 },
    message,
    physicalLocation: {
      type: "object",
      required: ["artifactLocation"],
      additionalProperties: false,
      properties: { artifactLocation: place, region },
    },
  },
};
const replacement = {
  type: "object",
  required: ["deletedRegion"],
  additionalProperties: false,
  properties: { deletedRegion: region, insertedContent: message },
};
const change = {
  type: "object",
  required: ["artifactLocation", "replacements"],
  additionalProperties: false,
  properties: { artifactLocation: place, replacements: { type: "array", minItems: 1, items: replacement } },
};
const fix = {
  type: "object",
  required: ["artifactChanges"],
  additionalProperties: false,
  properties: { description: message, artifactChanges: { type: "array", minItems: 1, items: change } },
};
const result = {
  type: "object",
  required: ["message"],
  additionalProperties: false,
  properties: {
    ruleId: { type: "string" },
    ruleIndex: { type: "integer", minimum: -1 },
    level: { enum: ["none", "note", "warning", "error"] },
    message,
    locations: { type: "array", items: location },
    relatedLocations: { type: "array", uniqueItems: true, items: location },
    fixes: { type: "array", uniqueItems: true, items: fix },
    properties: { type: "object" },
  },
};
const multiformat = {
  type: "object",
  required: ["text"],
  additionalProperties: false,
  properties: { text: { type: "string" }, markdown: { type: "string" } },
};
const rule = {
  type: "object",
  required: ["id"],
  additionalProperties: false,
  properties: { id: { type: "string" }, shortDescription: multiformat, help: multiformat },
};
const driver = {
  type: "object",
  required: ["name"],
  additionalProperties: false,
  properties: {
    name: { type: "string" },
    semanticVersion: { type: "string" },
    rules: { type: "array", uniqueItems: true, items: rule },
  },
};
const runSchema = {
  type: "object",
  required: ["tool"],
  additionalProperties: false,
  properties: {
    tool: { type: "object", required: ["driver"], additionalProperties: false, properties: { driver } },
    columnKind: { enum: ["utf16CodeUnits", "unicodeCodePoints"] },
    originalUriBaseIds: {
      type: "object",
      additionalProperties: { type: "object", properties: { uri: { type: "string", pattern: "^file:///.*/$" } } },
    },
    artifacts: {
      type: "array",
      uniqueItems: true,
      items: { type: "object", additionalProperties: false, properties: { location: place } },
    },
    results: { type: "array", items: result },
  },
};
const schema = {
  type: "object",
  required: ["version", "runs"],
  additionalProperties: false,
  properties: { $schema: { type: "string" }, version: { const: "2.1.0" }, runs: { type: "array", items: runSchema } },
};

describe("SARIF", () => {
  test("has the objects that the standard demands", () => {
    const validate = new Ajv({ allErrors: true }).compile(schema);
    expect(validate(JSON.parse(printSarif(report, options))), JSON.stringify(validate.errors)).toBe(true);
  });

  test("files below the base are relative to it", () => {
    expect(run().artifacts).toEqual([
      { location: { uri: "models/a%20b.arch.yaml", uriBaseId: "ROOT" } },
      { location: { uri: "file:///elsewhere/other.arch.yaml" } },
    ]);
  });

  test("levels, rules and regions are those of the problems", () => {
    const { results, tool } = run();
    expect(results.map(({ ruleId, level }) => [ruleId, level])).toEqual([
      ["concat-mismatch", "warning"],
      ["unknown-op", "error"],
      ["unused-layer", "note"],
    ]);
    for (const { ruleId, ruleIndex } of results) expect(tool.driver.rules[ruleIndex]?.id).toBe(ruleId);
    expect(tool.driver.rules.find(({ id }) => id === "unknown-op")?.shortDescription?.text).toBe(
      "There is no op of that name.",
    );
    expect(results[0]?.locations[0]?.physicalLocation.region).toEqual({
      startLine: 3,
      startColumn: 8,
      endLine: 3,
      endColumn: 24,
    });
    expect(results[0]?.fixes?.[0]?.artifactChanges[0]?.replacements[0]?.insertedContent.text).toBe(
      "where: H % 2 == 0\n",
    );
  });
});
