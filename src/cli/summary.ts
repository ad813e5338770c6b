import type { Problem } from "../core/diagnostic.ts";
import type { Graph } from "../core/graph.ts";
import { Ranges, type Report } from "../export/report.ts";
import { visible } from "../export/safe-text.ts";
import { depthOf, rowCount } from "../export/table.ts";
import { Analyser } from "./analyse.ts";
import { type Args, readPairs } from "./args.ts";
import { type Command, complain } from "./commands.ts";
import { exit, type Io, isRefusal } from "./io.ts";
import { printProblem } from "./report-text.ts";
import { sizesFor } from "./sizes.ts";
import { summaryPage } from "./summary-text.ts";
import type { Look } from "./terminal.ts";

/** Rows that still are an overview, where no depth is asked for. */
const OVERVIEW = 64;

export const summary: Command = {
  name: "summary",
  takes: "FILE",
  summary: "prints the table of layers: shapes, parameters, MACs",
  options: {
    at: { value: "H=512,W=512", multiple: true, doc: "sizes to show; the rest as in the file's first `sizes`" },
    param: { value: "NAME=VALUE", multiple: true, doc: "another value for a parameter of the model" },
    depth: { value: "N", doc: "levels to show; blocks below are folded into one row" },
  },
  about: `Each layer has its output as a formula over the model's symbols and at the sizes shown, its
trainable parameters, and its multiply-accumulates. A layer that fails is marked with an x, and what
cannot be known after it is ?; one that no output needs is marked with a - and counted apart.

Examples:
  shapewright summary unet.arch.yaml
  shapewright summary unet.arch.yaml --at H=1024,W=1024 --depth 1
  shapewright summary resnet.arch.yaml --param depth=18`,
  run,
};

function run(args: Args, io: Io, look: Look): number {
  const [path, ...more] = args.names;
  if (path === undefined || more.length > 0) {
    complain(
      io,
      `summary takes one file${more.length > 0 ? `, not ${args.names.length}` : ": shapewright summary unet.arch.yaml"}.`,
    );
    return exit.usage;
  }
  const wanted = args.values.get("depth")?.[0];
  if (wanted !== undefined && !/^[1-9]\d{0,5}$/.test(wanted)) {
    complain(io, `--depth takes a whole number from 1, not ${JSON.stringify(visible(wanted))}.`);
    return exit.usage;
  }
  const given = readPairs("at", args.values.get("at") ?? []);
  const params = readPairs("param", args.values.get("param") ?? []);
  for (const pairs of [given, params])
    if (isRefusal(pairs)) {
      complain(io, pairs.refusal);
      return exit.usage;
    }
  if (isRefusal(given) || isRefusal(params)) return exit.usage;

  const analyser = new Analyser(io.cwd);
  const analysis = analyser.file(path, params);
  if (isRefusal(analysis)) {
    complain(io, `${visible(path)} ${analysis.refusal}.`);
    return exit.usage;
  }
  const { variants, problems } = analysis.result;
  const report: Report = { files: [], textOf: analyser.textOf, pathOf: analyser.pathOf };
  const errors = problems.filter(({ severity }) => severity === "error");
  const variant = variants[0];
  if (!variant || variant.graph.nodes.length === 0) {
    printProblems(errors.length > 0 ? errors : problems, report, io, look);
    complain(io, `${visible(path)} has no layers to show.`);
    return exit.problems;
  }
  const refusedParam = [...params.keys()].some((name) => !variant.overrides.has(name));
  if (refusedParam) {
    // It is told at the very start of the file, since it stands nowhere in it.
    complain(io, problems.find(({ span }) => span.end === 0)?.message ?? "--param names no parameter of the model.");
    return exit.usage;
  }
  const sizes = sizesFor(variant, variants, given);
  if (isRefusal(sizes)) {
    complain(io, sizes.refusal);
    return exit.usage;
  }
  const depth = wanted === undefined ? overviewDepth(variant.graph) : Number(wanted);
  const page = summaryPage(variant, sizes, depth, errors, look);
  io.stdout.write(page.text);
  if (errors.length > 0) {
    io.stdout.write("\n");
    printProblems(errors, report, io, look);
  }
  return errors.length > 0 || page.failures > 0 ? exit.problems : exit.clean;
}

function printProblems(problems: readonly Problem[], report: Report, io: Io, look: Look): void {
  const ranges = new Ranges(report.textOf);
  for (const problem of problems) io.stdout.write(`${printProblem(problem, report, ranges, look)}\n\n`);
}

/** The deepest at which the table still fits in one look. */
function overviewDepth(graph: Graph): number {
  const most = depthOf(graph);
  let depth = most;
  while (depth > 1 && rowCount(graph, depth) > OVERVIEW) depth--;
  return depth;
}
