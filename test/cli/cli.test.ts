import { spawnSync } from "node:child_process";
import { existsSync, readFileSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { Ajv } from "ajv";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { main } from "../../src/cli/cli.ts";
import { version } from "../../src/cli/version.ts";
import { type Folder, type Ran, runIn, temporaryFolder, type World } from "./io.ts";

let folder: Folder;
beforeEach(() => {
  folder = temporaryFolder();
});
afterEach(() => folder.remove());

const run = (args: readonly string[], world?: World): Ran => runIn(folder.path, main, args, world);

const good = `model: Good
inputs:
  image: [N, 3, H, W]
sizes: { N: 1, H: 64, W: 64 }
layers:
  stem: Conv2d(16, 3, padding=1) -> ReLU
  out: Conv2d(10, 1)
`;
const bad = `model: Bad
inputs:
  image: [N, 3, 32, 32]
layers:
  a: Conv2d(16, 3, padding=1)
  b: MaxPool2d(2)
  cat: Concat(a, b)
`;
/** Fits only where H and W are even. */
const sometimes = `model: Sometimes
inputs:
  image: [N, 3, H, W]
layers:
  a: Conv2d(16, 3, padding=1)
  b: MaxPool2d(2)
  up: ConvTranspose2d(16, 2, stride=2)
  cat: Concat(a, up)
`;

describe("shapewright", () => {
  test("--help teaches every command, in at most 100 columns of ASCII", () => {
    const { code, out, err } = run(["--help"]);
    expect([code, err]).toEqual([0, ""]);
    for (const name of ["check", "summary", "shape", "explain"]) expect(out).toContain(`shapewright ${name} `);
    for (const args of [
      ["--help"],
      ["help"],
      ["check", "--help"],
      ["summary", "-h"],
      ["shape", "--help"],
      ["help", "explain"],
    ]) {
      const page = run(args);
      expect(page.code).toBe(0);
      expect(page.out).toMatch(/^[\n -~]+$/);
      for (const line of page.out.split("\n")) expect(line.length).toBeLessThanOrEqual(100);
    }
  });

  test("the model in --help is one, and every command says an example", () => {
    const page = run(["--help"]).out;
    const model = page.slice(page.indexOf("  model:"), page.indexOf("\n\nTry:"));
    folder.write("tiny.arch.yaml", model.replace(/^ {2}/gm, ""));
    const checked = run(["check", "tiny.arch.yaml"]);
    expect(checked.code).toBe(0);
    expect(checked.out).toContain("1 warning");
    for (const name of ["check", "summary", "shape", "explain"])
      expect(run([name, "--help"]).out).toContain(`  shapewright ${name} `);
  });

  test("--version is package.json's", () => {
    expect(run(["--version"])).toEqual({ code: 0, out: `${version}\n`, err: "" });
    expect(JSON.parse(readFileSync("package.json", "utf8")).version).toBe(version);
  });

  test("nothing at all shows the help, as an error", () => {
    const { code, out, err } = run([]);
    expect([code, out]).toEqual([2, ""]);
    expect(err).toContain("shapewright check");
  });

  test.each([
    [["chekc"], 'shapewright: there is no command "chekc"; did you mean check?\n'],
    [["xyzzy"], 'shapewright: there is no command "xyzzy"; `shapewright --help` lists them.\n'],
    [
      ["unet.arch.yaml"],
      'shapewright: there is no command "unet.arch.yaml"; to check a file: shapewright check unet.arch.yaml.\n',
    ],
    [
      ["--format"],
      "shapewright: there is no option --format here; a command comes first; `shapewright --help` lists them.\n",
    ],
    [["help", "me"], 'shapewright: there is no command "me"; there are check, summary, shape, explain.\n'],
    [["check"], 'shapewright: check which files? For example: shapewright check "**/*.arch.yaml"\n'],
    [["check", "a", "--fromat", "json"], "shapewright: There is no option --fromat; did you mean --format?\n"],
    [
      ["check", "a", "--format", "jsno"],
      'shapewright: --format takes text, json, github or sarif, not "jsno"; did you mean json?\n',
    ],
    [["check", "a", "--max-warnings", "few"], 'shapewright: --max-warnings takes a whole number, not "few".\n'],
    [["summary"], "shapewright: summary takes one file: shapewright summary unet.arch.yaml.\n"],
    [["summary", "a", "b"], "shapewright: summary takes one file, not 2.\n"],
    [["summary", "a", "--depth", "0"], 'shapewright: --depth takes a whole number from 1, not "0".\n'],
    [["summary", "a", "--at", "H"], 'shapewright: --at takes NAME=VALUE, not "H".\n'],
    [["shape"], 'shapewright: shape of what? For example: shapewright shape "Conv2d(64, 3)" --in 1,3,H,W\n'],
    [["shape", "ReLU"], 'shapewright: which shape arrives? For example: shapewright shape "ReLU" --in 1,3,H,W\n'],
    [["explain", "concat-mismach"], 'shapewright: there is no code "concat-mismach"; did you mean concat-mismatch?\n'],
  ])("%j is a wrong call", (args, err) => {
    expect(run(args)).toEqual({ code: 2, out: "", err });
  });

  test("our own mistakes are one line, and the stack only when it is asked for", () => {
    const fail = (env: Readonly<Record<string, string>>) => {
      let err = "";
      const io = {
        cwd: folder.path,
        env,
        stdout: {
          write: () => {
            throw new Error("the printer is on fire");
          },
        },
        stderr: {
          write: (text: string) => {
            err += text;
          },
        },
      };
      return [main(["--version"], io), err] as const;
    };
    const [code, err] = fail({});
    expect(code).toBe(70);
    expect(err).toMatch(/^shapewright: this is our mistake, not yours: the printer is on fire\. /);
    expect(err).not.toContain("    at ");
    expect(fail({ SHAPEWRIGHT_DEBUG: "1" })[1]).toContain("    at ");
  });
});

describe("check", () => {
  test("a clean file", () => {
    folder.write("good.arch.yaml", good);
    expect(run(["check", "good.arch.yaml"])).toEqual({ code: 0, out: "1 file checked: no problems\n", err: "" });
  });

  test("an error has its code, its frame and both sides", () => {
    folder.write("bad.arch.yaml", bad);
    const { code, out, err } = run(["check", "bad.arch.yaml"]);
    expect([code, err]).toEqual([1, ""]);
    const lines = out.split("\n");
    expect(lines[0]).toMatch(/^error\[concat-mismatch\]: /);
    expect(lines[1]).toMatch(/^ --> bad\.arch\.yaml:7:\d+$/);
    const frame = lines.indexOf("7 |   cat: Concat(a, b)");
    expect(frame).toBeGreaterThan(0);
    expect(lines[frame + 1]).toMatch(/^ {2}\| +\^+$/);
    expect(out).toContain("note: ");
    expect(lines.at(-2)).toBe("1 file checked: 1 error");
  });

  test("a condition is told with a counterexample and the nearest sizes, and fails only when asked to", () => {
    folder.write("s.arch.yaml", sometimes);
    const { code, out } = run(["check", "s.arch.yaml"]);
    expect(code).toBe(0);
    expect(out).toMatch(/^warning\[condition-not-guaranteed\]: /);
    expect(out).toContain("H % 2 == 0");
    expect(out).toContain("1 warning");
    expect(run(["check", "s.arch.yaml", "--max-warnings", "1"]).code).toBe(0);
    const strict = run(["check", "s.arch.yaml", "--max-warnings", "0"]);
    expect([strict.code, strict.err]).toEqual([1, "shapewright: 1 warning is more than --max-warnings 0 allows.\n"]);
  });

  test("many files and patterns, each file once", () => {
    folder.write("m/good.arch.yaml", good);
    folder.write("m/n/bad.arch.yaml", bad);
    folder.write("m/n/s.arch.yaml", sometimes);
    folder.write("m/readme.md", "");
    const { code, out } = run(["check", "m/**/*.arch.yaml", "m/good.arch.yaml", "./m/n/bad.arch.yaml"]);
    expect(code).toBe(1);
    expect(out.split("\n").at(-2)).toBe("3 files checked: 1 error, 1 warning");
  });

  test("a file whose name looks like a pattern", () => {
    folder.write("{a,b}.arch.yaml", good);
    expect(run(["check", "{a,b}.arch.yaml"]).code).toBe(0);
  });

  test("what cannot be read is said, the rest is checked, and it ends with 2", () => {
    folder.write("bad.arch.yaml", bad);
    folder.write("d/x.txt", "");
    const { code, out, err } = run(["check", "none.arch.yaml", "d", "*.nothing", "bad.arch.yaml"]);
    expect(code).toBe(2);
    expect(err.split("\n")).toEqual([
      'shapewright: no file matches "*.nothing".',
      "shapewright: none.arch.yaml does not exist.",
      'shapewright: d is a directory, not a model file; its models are "d/**/*.arch.yaml".',
      "",
    ]);
    expect(out).toContain("1 file checked: 1 error");
  });

  test("JSON fits the schema, whatever was found", () => {
    const validate = new Ajv().compile(JSON.parse(readFileSync("docs/check.schema.json", "utf8")));
    folder.write("good.arch.yaml", good);
    folder.write("bad.arch.yaml", bad);
    folder.write("s.arch.yaml", sometimes);
    folder.write("broken.arch.yaml", "\ufeffmodel: [\n  layers: {{{\n");
    const { code, out, err } = run(["check", "*.arch.yaml", "--format", "json"]);
    expect([code, err]).toEqual([1, ""]);
    const report = JSON.parse(out);
    expect(validate(report), JSON.stringify(validate.errors)).toBe(true);
    expect(report.files).toHaveLength(4);
    const [bad_, , , s] = report.files;
    expect(bad_.problems[0]).toMatchObject({
      code: "concat-mismatch",
      severity: "error",
      range: { start: { line: 6 }, end: { line: 6 } },
    });
    expect(s.problems[0]).toMatchObject({ severity: "warning", condition: expect.arrayContaining(["H % 2 == 0"]) });
  });

  test("github and sarif say the same problems", () => {
    folder.write("bad.arch.yaml", bad);
    const github = run(["check", "bad.arch.yaml", "--format", "github"]);
    expect([github.code, github.out.split("\n").length]).toEqual([1, 3]);
    expect(github.out).toMatch(
      /^::error file=bad\.arch\.yaml,line=7,endLine=7,col=\d+,endColumn=\d+,title=concat-mismatch::/,
    );
    const sarif = JSON.parse(run(["check", "bad.arch.yaml", "--format", "sarif"]).out);
    expect(sarif.runs[0].results[0]).toMatchObject({
      ruleId: "concat-mismatch",
      locations: [{ physicalLocation: { artifactLocation: { uri: "bad.arch.yaml" } } }],
    });
    expect(sarif.runs[0].tool.driver.rules[0].help.markdown).toContain("concat");
  });

  test("in a terminal no line of a message is longer than it, and in a pipe a message is one line", () => {
    folder.write("bad.arch.yaml", bad);
    const inTerminal = run(["check", "bad.arch.yaml", "--no-color"], { terminal: true, columns: 60 }).out;
    expect(Math.max(...inTerminal.split("\n").map((line) => line.length))).toBeLessThanOrEqual(60);
    expect(inTerminal).toMatch(/^error\[concat-mismatch\]: .*\n {4}\S/);
    const piped = run(["check", "bad.arch.yaml"], { columns: 60 }).out;
    expect(piped.split("\n")[0]).toContain("CropLike or ResizeLike would make them equal.");
  });

  test("a narrow table has the numbers and not the formulas", () => {
    folder.write("good.arch.yaml", good);
    const head = (columns: number): string =>
      run(["summary", "good.arch.yaml"], { terminal: true, columns, env: { NO_COLOR: "1" } }).out.split("\n")[1] ?? "";
    expect(head(100)).toMatch(/Operator +Output +At these sizes +Parameters/);
    expect(head(60)).toMatch(/Operator +At these sizes +Parameters/);
  });

  test("colours only where they belong", () => {
    folder.write("bad.arch.yaml", bad);
    const start = "\u001b[";
    expect(run(["check", "bad.arch.yaml"]).out).not.toContain(start);
    expect(run(["check", "bad.arch.yaml", "--color"]).out).toContain(`${start}31m`);
    expect(run(["check", "bad.arch.yaml"], { terminal: true }).out).toContain(start);
    expect(run(["check", "bad.arch.yaml"], { terminal: true, env: { NO_COLOR: "1" } }).out).not.toContain(start);
    expect(run(["check", "bad.arch.yaml", "--format", "json"], { terminal: true }).out).not.toContain(start);
  });

  test("nothing in a file reaches the terminal as a command", () => {
    folder.write(
      "evil.arch.yaml",
      `model: E\ninputs: { x: [1, 3, 8, 8] }\nlayers:\n  a\u001b[2J\u202e: Nope\u009b31m(1)\n  b: Conv2d("\u0007", 3)\n`,
    );
    for (const format of ["text", "json", "github", "sarif"]) {
      const { code, out } = run(["check", "evil.arch.yaml", "--format", format]);
      expect(code).toBe(1);
      // biome-ignore lint/suspicious/noControlCharactersInRegex: none may be there
      expect(out).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202a-\u202e]/);
    }
    expect(run(["summary", "evil.arch.yaml"]).out).not.toContain("\u001b");
  });

  test("imports are read from the disk, and a mistake in one is told once", () => {
    folder.write(
      "lib/block.arch.yaml",
      "model: Block\ninputs: { x: [N, C, H, W] }\nlayers:\n  a: Conv2d(8, 3, pading=1)\n",
    );
    for (const name of ["one", "two"])
      folder.write(
        `${name}.arch.yaml`,
        `model: M\nuse: { lib: ./lib/block.arch.yaml }\ninputs: { x: [1, 3, 8, 8] }\nlayers:\n  a: lib.Block\n`,
      );
    const { code, out } = run(["check", "one.arch.yaml", "two.arch.yaml"]);
    expect(code).toBe(1);
    expect(out.match(/error\[unknown-attribute\]/g)).toHaveLength(1);
    expect(out).toContain("lib/block.arch.yaml:4:");
  });

  test("imports stay in the workspace", () => {
    const outside = temporaryFolder();
    try {
      outside.write("secret.arch.yaml", "model: Secret\nlayers:\n  a: TOP_SECRET\n");
      symlinkSync(join(outside.path, "secret.arch.yaml"), join(folder.path, "link.arch.yaml"));
      const using = (path: string): string =>
        `model: M\nuse: { s: ${path} }\ninputs: { x: [1, 3, 8, 8] }\nlayers:\n  a: Conv2d(3, 1)\n`;
      for (const [path, code] of [
        ["./link.arch.yaml", /import-(outside-workspace|not-found)/],
        [`../${outside.path.split("/").at(-1)}/secret.arch.yaml`, /import-outside-workspace/],
        ["./none.arch.yaml", /import-not-found/],
      ] as const) {
        folder.write("m.arch.yaml", using(path));
        const ran = run(["check", "m.arch.yaml"]);
        expect(ran.code).toBe(1);
        expect(ran.out).toMatch(code);
        expect(ran.out).not.toContain("TOP_SECRET");
      }
    } finally {
      outside.remove();
    }
  });
});

describe("summary", () => {
  test("the table, at the file's own sizes", () => {
    folder.write("good.arch.yaml", good);
    const { code, out, err } = run(["summary", "good.arch.yaml"]);
    expect([code, err]).toEqual([0, ""]);
    expect(out).toMatch(/^Good at N=1, H=64, W=64\n/);
    expect(out).toMatch(/stem\.?.*\n.*Conv2d\(16, 3, padding=1\) +\[N, 16, H, W\] +\[1, 16, 64, 64\] +448 +1\.77 M\n/);
    expect(out).toMatch(/out +Conv2d\(10, 1\) +\[N, 10, H, W\] +\[1, 10, 64, 64\] +170 +655,360\n/);
    expect(out).toContain("618, 2.47 kB (2.41 KiB)");
    expect(out).toContain("MACs              2,424,832 (2.42 M); FLOPs 4,849,664");
    expect(out).toContain("3 x 3 of the input, moving by 1 x 1".replaceAll(" x ", " × "));
    expect(out).toContain("Works for         every size");
    for (const line of out.split("\n")) expect([...line].length).toBeLessThanOrEqual(100);
  });

  test("at other sizes", () => {
    folder.write("good.arch.yaml", good);
    const { out } = run(["summary", "good.arch.yaml", "--at", "H=100,N=2", "--at", "W=50"]);
    expect(out).toContain("[2, 10, 100, 50]");
    expect(run(["summary", "good.arch.yaml", "--at", "h=100"])).toMatchObject({
      code: 2,
      err: "shapewright: the model has no symbol h; did you mean H?\n",
    });
    expect(run(["summary", "good.arch.yaml", "--at", "H=1.5"])).toMatchObject({
      code: 2,
      err: "shapewright: --at takes whole numbers, not H=1.5.\n",
    });
  });

  test("goes on past a layer that fails, and marks it", () => {
    folder.write("bad.arch.yaml", `${bad}  last: Conv2d(4, 1)\n`);
    const { code, out } = run(["summary", "bad.arch.yaml"]);
    expect(code).toBe(1);
    expect(out).toMatch(/\n✗ cat /);
    expect(out).toMatch(/\n {2}last /);
    expect(out).toContain("error[concat-mismatch]");
  });

  test("marks what fails at the sizes asked for", () => {
    folder.write("s.arch.yaml", sometimes);
    expect(run(["summary", "s.arch.yaml", "--at", "N=1,H=8,W=8"]).code).toBe(0);
    const { code, out } = run(["summary", "s.arch.yaml", "--at", "N=1,H=7,W=8"]);
    expect(code).toBe(1);
    expect(out).toMatch(/\n✗ cat .* \? /);
    expect(out).toContain("Fails             at these sizes: cat needs ");
    expect(out).toContain("Works for         H % 2 == 0 and W % 2 == 0");
  });

  test("without sizes it shows formulas", () => {
    folder.write("s.arch.yaml", sometimes);
    const { code, out } = run(["summary", "s.arch.yaml"]);
    expect(code).toBe(0);
    expect(out).toContain("No sizes are given: --at N=...,H=...,W=...");
  });

  test("blocks fold below a depth", () => {
    folder.write(
      "nested.arch.yaml",
      "model: N\ninputs: { x: [1, 3, 8, 8] }\nblocks:\n  B:\n    params: { o: int }\n    layers:\n      - Conv2d(o, 1) -> BatchNorm2d\nlayers:\n  a: B(4) * 2\n  b: B(2)\n",
    );
    const open = run(["summary", "nested.arch.yaml"]).out;
    expect(open).toContain("BatchNorm2d");
    const folded = run(["summary", "nested.arch.yaml", "--depth", "1"]).out;
    expect(folded).not.toContain("BatchNorm2d");
    expect(folded).toMatch(/\n {2}a +\(4 layers\) +\[1, 4, 8, 8\] +52 /);
    expect(folded).toMatch(/\n {2}b +B \(2 layers\) +\[1, 2, 8, 8\] +14 /);
    expect(folded).toContain("--depth 2 shows more");
  });

  test("in ASCII where the terminal wants it", () => {
    folder.write("s.arch.yaml", sometimes);
    expect(run(["summary", "s.arch.yaml", "--ascii"]).out).toMatch(/^[\n -~]+$/);
    expect(run(["summary", "s.arch.yaml"], { env: { LANG: "C" } }).out).toMatch(/^[\n -~]+$/);
    expect(run(["check", "s.arch.yaml", "--ascii"]).out).toMatch(/^[\n -~]+$/);
  });

  test("other parameters", () => {
    folder.write(
      "p.arch.yaml",
      "model: P\nparams: { classes: 10 }\ninputs: { x: [1, 3, 8, 8] }\nlayers:\n  a: Conv2d(classes, 1)\n",
    );
    expect(run(["summary", "p.arch.yaml", "--param", "classes=20"]).out).toContain("[1, 20, 8, 8]");
    expect(run(["summary", "p.arch.yaml", "--param", "clases=20"])).toMatchObject({
      code: 2,
      err: expect.stringContaining("classes"),
    });
  });

  test("a file without layers", () => {
    folder.write("empty.arch.yaml", "");
    const { code, err } = run(["summary", "empty.arch.yaml"]);
    expect(code).toBe(1);
    expect(err).toBe("shapewright: empty.arch.yaml has no layers to show.\n");
  });
});

describe("shape", () => {
  test("one operator", () => {
    const { code, out, err } = run(["shape", "Conv2d(64, 7, stride=2, padding=3)", "--in", "1,3,H,W"]);
    expect([code, err]).toEqual([0, ""]);
    expect(out.split("\n").slice(0, 7)).toEqual([
      "  input       [1, 3, H, W]",
      "Conv2d(64, 7, stride=2, padding=3)",
      "  output      [1, 64, ⌈H/2⌉, ⌈W/2⌉]",
      "  weight      [64, 3, 7, 7]  9,408",
      "  bias        [64]              64",
      "  parameters  9,472, 37.9 kB (37.0 KiB)",
      "  MACs        9408·⌈H/2⌉·⌈W/2⌉",
    ]);
  });

  test("with numbers the costs are numbers", () => {
    const { out } = run(["shape", "Conv2d(64, 7, stride=2, padding=3)", "--in", "[1, 3, 224, 224]"]);
    expect(out).toContain("[1, 64, 112, 112]");
    expect(out).toContain("118,013,952");
  });

  test("several tensors", () => {
    expect(run(["shape", "Concat", "--in", "N,64,56,56", "--in", "N,32,56,56"]).out).toContain("[N, 96, 56, 56]");
    expect(run(["shape", "Concat(dim=-1)", "--in", "N,4", "--in", "N,5"]).out).toContain("[N, 9]");
  });

  test("a chain", () => {
    const { code, out } = run(["shape", "Conv2d(8, 3) -> ReLU -> MaxPool2d(2)", "--in", "1,3,32,32"]);
    expect(code).toBe(0);
    expect(out).toContain("[1, 8, 15, 15]");
  });

  test("its condition", () => {
    expect(run(["shape", "Conv2d(8, 5)", "--in", "1,3,H,32"]).out).toContain("works for   H >= 5");
  });

  test("what does not work is an error with its place", () => {
    const { code, out } = run(["shape", "Conv2d(8, 50)", "--in", "1,3,32,32"]);
    expect(code).toBe(1);
    expect(out).toMatch(/^error\[size-too-small\]/);
    expect(run(["shape", "Conv3d(8, 3, pading=1)", "--in", "1,3,8,8,8"]).out).toContain("padding");
  });

  test.each([
    [["shape", "ReLU\nblocks: {}", "--in", "1"], "the operator stands on one line."],
    [["shape", "ReLU", "--in", "1,{x}"], '--in takes sizes with commas between, such as 1,3,H,W; "{x}" is none.'],
    [
      ["shape", "Conv2d(8,", "3)", "--in", "1"],
      'shape takes one operator; put it in quotes: shapewright shape "Conv2d(8, 3)"',
    ],
  ])("%j is a wrong call", (args, sentence) => {
    expect(run(args)).toEqual({ code: 2, out: "", err: `shapewright: ${sentence}\n` });
  });
});

describe("explain", () => {
  test("prints a page, also with the code as it was printed", () => {
    const { code, out } = run(["explain", "concat-mismatch"]);
    expect(code).toBe(0);
    expect(out).toContain("concat-mismatch");
    expect(run(["explain", "error[concat-mismatch]"]).out).toBe(out);
    for (const line of out.split("\n")) if (!line.startsWith("    ")) expect(line.length).toBeLessThanOrEqual(100);
    expect(run(["explain"]).out).toMatch(/^concat-mismatch +error {4}tensors that are joined/m);
  });
});

describe("the built command", () => {
  test("says its version, if it is built", () => {
    const built = "dist/cli.js";
    const ran = existsSync(built)
      ? spawnSync(process.execPath, [built, "--version"], { encoding: "utf8" }).stdout
      : `${version}\n`;
    expect(ran).toBe(`${version}\n`);
  });
});
