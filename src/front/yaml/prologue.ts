/**
 * What concerns a file as a whole, before its lines are read: the byte order mark, YAML's directives and document
 * marks, and what a merge left behind. What plays no part is covered by blanks, so that offsets stay as they are.
 */
import { oneEdit, problem } from "./problem.ts";
import type { YamlProblem } from "./tree.ts";

export interface Prepared {
  /** As long as the source, or shorter where a second document begins. */
  readonly text: string;
  readonly from: number;
  readonly problems: readonly YamlProblem[];
}

export function prepare(source: string): Prepared {
  const problems: YamlProblem[] = [];
  const from = source.charCodeAt(0) === 0xfeff ? 1 : 0;
  let text = source;
  if (text.includes("\r")) text = text.replace(/\r(?!\n)/g, "\n");
  if (text.includes("<<<<<<<")) text = oneSide(text, problems);
  const marked = ["---", "...", "%"].some((mark) => text.startsWith(mark, from) || text.includes(`\n${mark}`));
  if (marked) text = oneDocument(text, from, problems);
  return { text, from, problems };
}

/** Of each conflict the first side stays. */
function oneSide(text: string, problems: YamlProblem[]): string {
  const markers = /^(<{7}|\|{7}|={7}|>{7})(?=[ \r\n]|$)[^\r\n]*/gm;
  const parts: string[] = [];
  let done = 0;
  let open = -1;
  let hide = -1;
  const cover = (start: number, end: number): void => {
    parts.push(text.slice(done, start), text.slice(start, end).replace(/[^\r\n]/g, " "));
    done = end;
  };
  for (let m = markers.exec(text); m; m = markers.exec(text)) {
    const end = m.index + m[0].length;
    if (m[1] === "<<<<<<<" && open < 0) {
      open = m.index;
      problems.push(
        problem(
          m.index,
          end,
          "A merge left a conflict here: keep one side and remove the marks. The first side is read.",
        ),
      );
      cover(m.index, end);
    } else if (open >= 0 && m[1] === ">>>>>>>") {
      cover(hide < 0 ? m.index : hide, end);
      open = hide = -1;
    } else if (open >= 0 && hide < 0) hide = m.index;
  }
  if (hide >= 0) cover(hide, text.length);
  return parts.join("") + text.slice(done);
}

/** The first document; directives before it play no part. */
function oneDocument(text: string, from: number, problems: YamlProblem[]): string {
  const lines = /^[^\r\n]+/gm;
  const parts: string[] = [];
  let done = 0;
  let begun = false;
  const cover = (start: number, end: number): void => {
    parts.push(text.slice(done, start), " ".repeat(end - start));
    done = end;
  };
  const upTo = (end: number): string => parts.join("") + text.slice(done, end);
  for (let m = lines.exec(text); m; m = lines.exec(text)) {
    const line = m.index === 0 && from === 1 ? m[0].slice(1) : m[0];
    const start = m.index + m[0].length - line.length;
    const end = start + line.length;
    const mark = /^(?:---|\.\.\.)(?=[ \t]|$)/.exec(line)?.[0];
    if (line.startsWith("%") && !begun) {
      problems.push(
        problem(start, end, "YAML's directives (`%YAML`) play no part here.", oneEdit("Remove it", start, end, "")),
      );
      cover(start, end);
    } else if (mark) {
      if (!begun && mark === "---") {
        cover(start, start + 3);
        begun = true;
      } else if (begun && mark === "..." && !/^[^\S\r\n]*[^\s#]/m.test(text.slice(end))) return upTo(start);
      else if (begun) {
        problems.push(problem(start, start + 3, "A file is one model: what stands from here on is not read."));
        return upTo(start);
      } else cover(start, start + 3);
    } else if (/^[ \t]*[^\s#]/.test(line)) begun = true;
  }
  return upTo(text.length);
}
