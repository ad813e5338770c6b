/**
 * Scaffolding: `npm run new op NAME [FAMILY]` and `npm run new rule CODE`. What is written compiles, is registered, and
 * says what is still to be thought of.
 */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { writeGenerated } from "./generate.ts";

const FAMILIES = [
  "convolution",
  "pooling",
  "normalization",
  "activation",
  "dropout",
  "linear",
  "recurrent",
  "embedding",
  "attention",
  "shape",
  "resize",
  "padding",
  "join",
  "arithmetic",
  "reduction",
];

const usage = [
  "usage: npm run new op NAME [FAMILY]     NAME as PyTorch writes the class: Softplus",
  `                                        FAMILY: ${FAMILIES.slice(0, 8).join(", ")},`,
  `                                        ${FAMILIES.slice(8).join(", ")}; without it arithmetic`,
  "       npm run new rule CODE            CODE in kebab-case: dead-branch",
].join("\n");

/** What cannot be done, as a sentence for the terminal. */
class Refused extends Error {}

function write(path: string, text: string): string {
  if (existsSync(path)) throw new Refused(`${path} exists already.`);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
  return path;
}

const opText = (name: string, family: string): string => `import { defineOp } from "../../op.ts";

// A first version: one tensor in, the same shape out. Settings, weights, cost and window are in \`OpFacts\`.
export const ${name} = defineOp({
  name: "${name}",
  family: "${family}",
  summary: "TODO: one sentence for hover and completion.",
  torch: "torch.nn.${name}",
  onnx: "TODO",
  source: "https://docs.pytorch.org/docs/stable/generated/torch.nn.${name}.html",
  inputs: [{ name: "input", doc: "Any shape." }],
  attributes: {},
  shape: (_, [x]) => [x],
  examples: [{ code: "${name}", inputs: ["[N, C, H, W]"], outputs: ["[N, C, H, W]"] }],
});
`;

/** The registry with one more import and one more name, each after the others. */
export function registered(text: string, name: string, family: string): string {
  const imported = `import { ${name} } from "./${family}/${name}.ts";`;
  const lines = text.split("\n");
  const imports = lines.flatMap((line, i) => (/^(?:import|\} from)\b/.test(line) ? [i] : []));
  const open = lines.findIndex((line) => /^export const catalogue = \{/.test(line));
  const close = lines.findIndex((line, i) => i >= open && /\} as const/.test(line));
  if (open < 0 || close < 0)
    throw new Refused("src/core/ops/index.ts has no `export const catalogue = { … } as const`.");
  const before = lines.slice(0, close);
  const inline = open === close;
  const entry = inline
    ? [(lines[close] ?? "").replace(/,? \} as const/, `, ${name} } as const`)]
    : [`  ${name},`, lines[close] ?? ""];
  const at = (imports.at(-1) ?? -1) + 1;
  return [...before.slice(0, at), imported, ...before.slice(at), ...entry, ...lines.slice(close + 1)].join("\n");
}

export function newOp(root: string, name: string, family: string): string[] {
  if (!/^[A-Z][A-Za-z0-9]*$/.test(name))
    throw new Refused(`An op is called as in PyTorch, in CamelCase; ${name} is not.`);
  if (!FAMILIES.includes(family)) throw new Refused(`There is no family ${family}; there are ${FAMILIES.join(", ")}.`);
  const index = join(root, "src/core/ops/index.ts");
  const text = readFileSync(index, "utf8");
  if (new RegExp(`\\b${name}\\b`).test(text)) throw new Refused(`The catalogue has ${name} already.`);
  const changed = registered(text, name, family);
  const written = write(join(root, "src/core/ops", family, `${name}.ts`), opText(name, family));
  writeFileSync(index, changed);
  return [written, index];
}

const pageText = (code: string): string => `# ${code}

TODO: one sentence that says what is wrong.

## Why it matters

TODO: what happens in PyTorch, and when it is noticed there.

## Fails

\`\`\`yaml
model: Net
inputs:
  x: [N, 3, H, W]
layers:
  - ReLU
\`\`\`

## Passes

\`\`\`yaml
model: Net
inputs:
  x: [N, 3, H, W]
layers:
  - ReLU
\`\`\`

## How to fix it

TODO.
`;

const camel = (code: string): string => code.replace(/-(\w)/g, (_, letter: string) => letter.toUpperCase());

const ruleText = (code: string): string => `import type { Scene } from "../scene.ts";
import { layerName } from "../show.ts";

/** TODO: what it looks for, and why that is seldom meant. A scene is the model at one choice of its parameters. */
export function ${camel(code)}(scenes: readonly Scene[]): void {
  for (const { graph, findings } of scenes) {
    for (const node of graph.nodes) {
      // A first version, which finds nothing.
      if (node.id >= 0) continue;
      const { uri, span } = node.site;
      findings.add({ uri, span, code: "${code}", severity: "hint", message: \`TODO: \${layerName(node)}.\` }, node.site);
    }
  }
}
`;

/** The lines of a file with one more after the last that matches. */
function withLine(text: string, after: RegExp, line: string, path: string): string {
  const lines = text.split("\n");
  const at = lines.findLastIndex((one) => after.test(one));
  if (at < 0)
    throw new Refused(`${path} has no line like ${after.source}, so it is not clear where to add ${line.trim()}`);
  lines.splice(at + 1, 0, line);
  return lines.join("\n");
}

export function newRule(root: string, code: string): string[] {
  if (!/^[a-z]+(?:-[a-z]+)*$/.test(code))
    throw new Refused(`A code is in kebab-case, like dead-branch; ${code} is not.`);
  const folder = join(root, "src/check");
  if (existsSync(join(folder, "rules", `${code}.md`))) throw new Refused(`There is a page for ${code} already.`);
  const [registry, index] = [join(folder, "codes.ts"), join(folder, "index.ts")];
  const name = camel(code);
  const listed = withLine(
    readFileSync(registry, "utf8"),
    /^ {2}"?[\w-]+"?: (?:error|warning|hint)\(/,
    `  "${code}": hint("TODO: one clause"),`,
    registry,
  );
  const imported = withLine(
    readFileSync(index, "utf8"),
    /^import \{ \w+ \} from "\.\/rules\//,
    `import { ${name} } from "./rules/${code}.ts";`,
    index,
  );
  const called = withLine(imported, /^ {2}\w+\(scenes\);$/, `  ${name}(scenes);`, index);
  const written = [
    write(join(folder, "rules", `${code}.md`), pageText(code)),
    write(join(folder, "rules", `${code}.ts`), ruleText(code)),
  ];
  writeFileSync(registry, listed);
  writeFileSync(index, called);
  return [...written, registry, index, ...writeGenerated(root)];
}

export function main(args: readonly string[]): number {
  const [kind, name, family = "arithmetic", ...rest] = args;
  if (!name || rest.length > 0 || (kind !== "op" && kind !== "rule") || (kind === "rule" && args.length > 2)) {
    console.error(usage);
    return 2;
  }
  try {
    const written = kind === "op" ? newOp(".", name, family) : newRule(".", name);
    console.log(`Written: ${written.join(", ")}. Search them for TODO, and run npm run fix and npm run generate.`);
    return 0;
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    console.error(error.message);
    return 1;
  }
}
