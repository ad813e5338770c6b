/**
 * A report as workflow commands of GitHub Actions, which show on the changed lines of a pull request.
 * https://docs.github.com/actions/reference/workflow-commands-for-github-actions
 */
import type { Severity } from "../core/diagnostic.ts";
import { Ranges, type Report } from "./report.ts";
import { visible } from "./safe-text.ts";

const commands: Readonly<Record<Severity, string>> = { error: "error", warning: "warning", hint: "notice" };

export function printGithub(report: Report): string {
  const ranges = new Ranges(report.textOf);
  let text = "";
  for (const file of report.files) {
    for (const { severity, code, message, uri, span } of file.problems) {
      const { start, end } = ranges.of(uri, span);
      // GitHub reads columns only where they are on one line.
      const columns = start.line === end.line ? `,col=${start.character + 1},endColumn=${end.character + 1}` : "";
      const place = `file=${property(file.path)},line=${start.line + 1},endLine=${end.line + 1}${columns}`;
      text += `::${commands[severity]} ${place},title=${property(code)}::${data(message)}\n`;
    }
  }
  return text;
}

/** After the second `::` all but line ends and `%` stand for themselves. */
const data = (text: string): string =>
  visible(text.replaceAll("%", "%25").replaceAll("\r", "%0D").replaceAll("\n", "%0A"));

const property = (text: string): string => data(text).replaceAll(":", "%3A").replaceAll(",", "%2C");
