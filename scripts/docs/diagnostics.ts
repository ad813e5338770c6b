/** `docs/diagnostics.md`: every code with what it says, under the headings of the registry. */
import { codes } from "../../src/check/codes.ts";

const INTRO = `# Diagnostics

What Shapewright can say about a model. A code is permanent, and each has a page: what it means, why it matters, an example that fails, one that passes, and how to fix it. \`shapewright explain CODE\` prints the page.

| severity | what it means | ends \`check\` with |
|---|---|---|
| error | the model does not work, whatever the sizes are, or at one of the sizes that it declares | 1 |
| warning | it works for some sizes and \`where\` allows others | 0, unless \`--max-warnings\` says otherwise |
| hint | it works, and something in it has no effect or is seldom meant | 0 |
`;

/** The headings are the comments that part the registry, whose text is given. */
export function diagnosticsPage(registry: string): string {
  const body = registry.slice(registry.indexOf("export const codes"), registry.indexOf("} as const"));
  const sections: string[] = [];
  for (const line of body.split("\n")) {
    const heading = /^ {2}\/\/ (.*)$/.exec(line)?.[1];
    if (heading) sections.push(`\n## ${heading}\n\n| code | severity | it says that |\n|---|---|---|\n`);
    const name = /^ {2}"?([\w-]+)"?: \w+\(/.exec(line)?.[1];
    const facts = name !== undefined && Object.hasOwn(codes, name) ? codes[name as keyof typeof codes] : undefined;
    if (!facts) continue;
    const row = `| [${name}](../src/check/rules/${name}.md) | ${facts.severity} | ${facts.summary.replaceAll("|", "\\|")} |\n`;
    sections.push(`${sections.pop() ?? ""}${row}`);
  }
  return INTRO + sections.join("");
}
