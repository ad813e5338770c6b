/**
 * What always holds of an answer, tried on every example: a condition that is printed is the one that was meant, a
 * mistake is told once and nothing follows from it, and the answer depends on the text alone.
 */
import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import type { Problem } from "../src/core/diagnostic.ts";
import { Dims } from "../src/core/dim/index.ts";
import { ops } from "../src/core/ops/index.ts";
import { RuleContext } from "../src/core/rule.ts";
import { type CheckResult, createSession } from "../src/ide/session.ts";
import { checkFiles } from "./harness/fixture.ts";
import { readExample, readShape } from "./harness/op_example.ts";

const names = readdirSync("examples").filter((name) => name.endsWith(".arch.yaml"));
const files = new Map(names.map((name) => [`file:///examples/${name}`, readFileSync(`examples/${name}`, "utf8")]));

const check = (uri: string, text: string): CheckResult => checkFiles(new Map([...files, [uri, text]]), uri);
const told = ({ code, message, span }: Problem): string => `${code} at ${span.start}: ${message}`;

/** Without `where`, its value and the comment above it. */
const unguarded = (text: string): string => text.replace(/^where:.*\n(?:[ \t-].*\n)*/m, "");

/** A session that has checked every example before. */
const used = createSession();
for (const root of files.keys()) used.check({ root, files });

describe.each([...files])("%s", (uri, text) => {
  test("what is told without `where` can be stated there, and then nothing is left", () => {
    const open = unguarded(text);
    const conditions = check(uri, open).problems.flatMap(({ condition = [] }) => condition);
    const guarded = `${open.trimEnd()}\nwhere:\n${conditions.map((one) => `  - ${one}\n`).join("")}`;
    const left = check(uri, conditions.length > 0 ? guarded : open).problems;
    expect(left.filter(({ severity }) => severity !== "hint").map(told)).toEqual([]);
    if (open !== text) expect(conditions.length).toBeGreaterThan(0);
  });

  test("a layer that is misspelt is told there, and nothing else is wrong", () => {
    const start = text.search(/^layers:/m);
    const lines = text.slice(start).split("\n");
    lines.forEach((line, i) => {
      const broken = line.replace(/\b(Conv2d|ReLU|Linear|MaxPool2d|Concat|Add|LSTM)\b/, "Nonesuch");
      if (broken === line || line.trimStart().startsWith("#")) return;
      const changed = text.slice(0, start) + [...lines.slice(0, i), broken, ...lines.slice(i + 1)].join("\n");
      const { problems } = check(uri, changed);
      const wrong = problems.filter(({ severity }) => severity !== "hint");
      expect(
        wrong.map(({ code, span }) => [code, changed.slice(span.start, span.end).slice(0, 8)]),
        broken,
      ).toEqual([["unknown-op", "Nonesuch"]]);
    });
  });

  test("the answer is that of the text, whatever was checked before", () => {
    const seen = (result: CheckResult): unknown => ({
      problems: result.problems,
      shapes: result.variants.map(({ graph }) =>
        graph.nodes.map(({ outputs }) => outputs.map((shape) => shape && graph.dims.printShape(shape))),
      ),
    });
    const again = unguarded(text);
    const request = { root: uri, files: new Map([...files, [uri, again]]) };
    expect(seen(used.check(request))).toEqual(seen(createSession().check(request)));
  });
});

test.each([...ops.values()])("the rule of $name is pure: it changes nothing and answers twice alike", (op) => {
  for (const example of op.examples) {
    const dims = new Dims();
    const symbol = (name: string) => dims.symbol(name);
    const inputs = Object.freeze(example.inputs.map((text) => Object.freeze(readShape(dims, text, symbol))));
    const values = Object.freeze(readExample(dims, op, example, symbol));
    for (const value of Object.values(values)) if (Array.isArray(value)) Object.freeze(value);
    const run = (): unknown => {
      const context = new RuleContext(dims);
      const outputs = op.shape(context, inputs, values).map((shape) => shape && dims.printShape(shape));
      const weights = op.weights(context, inputs, values).map(({ name, shape }) => [name, dims.printShape(shape)]);
      return { outputs, weights, faults: context.faults.length, requirements: context.requirements.length };
    };
    expect(run()).toEqual(run());
  }
});
