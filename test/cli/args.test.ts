import { describe, expect, test } from "vitest";
import { common, readArgs, readPairs, splitOutside } from "../../src/cli/args.ts";

const options = {
  ...common,
  format: { value: "text|json", doc: "" },
  at: { value: "H=1", multiple: true, doc: "" },
} as const;
const read = (...args: string[]) => readArgs(args, "shapewright check", options);

describe("readArgs", () => {
  test("names, switches and values in any order", () => {
    const args = read("a", "--format", "json", "-h", "--at=H=1", "b", "--at", "W=2", "--", "--c");
    expect(args).toEqual({
      names: ["a", "b", "--c"],
      switches: new Set(["help"]),
      values: new Map([
        ["format", ["json"]],
        ["at", ["H=1", "W=2"]],
      ]),
    });
  });

  test.each([
    [["--fromat", "json"], "There is no option --fromat; did you mean --format?"],
    [["--zzzzzzzz"], "There is no option --zzzzzzzz. `shapewright check --help` lists them."],
    [["-q"], "There is no option -q. `shapewright check --help` lists them."],
    [["--format"], "--format needs a value: --format text|json."],
    [["--format", "--ascii"], "--format needs a value: --format text|json."],
    [["--format", "json", "--format", "text"], "--format is given twice."],
    [["--ascii=yes"], "--ascii takes no value."],
    [["--\u001b[31m"], "There is no option --\\x1b[31m. `shapewright check --help` lists them."],
    [["--__proto__"], "There is no option --__proto__. `shapewright check --help` lists them."],
  ])("%j", (args, refusal) => {
    expect(read(...args)).toEqual({ refusal });
  });
});

describe("readPairs", () => {
  test("commas separate pairs, but not inside brackets or quotes", () => {
    expect(readPairs("param", ["a=1, b=[1, 2]", 'c="x,y"'])).toEqual(
      new Map([
        ["a", "1"],
        ["b", "[1, 2]"],
        ["c", '"x,y"'],
      ]),
    );
  });

  test.each([
    ["H", '--at takes NAME=VALUE, not "H".'],
    ["=3", '--at takes NAME=VALUE, not "=3".'],
    ["H=", '--at takes NAME=VALUE, not "H=".'],
    ["H=1,H=2", "--at gives H twice."],
    ["", '--at takes NAME=VALUE, not "".'],
  ])("%s", (text, refusal) => {
    expect(readPairs("at", [text])).toEqual({ refusal });
  });

  test("splitOutside keeps what it does not understand", () => {
    expect(splitOutside("a),b(,c")).toEqual(["a)", "b(,c"]);
  });
});
