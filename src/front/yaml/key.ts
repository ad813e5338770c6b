/** The key of an entry, also where something is missing or stands before it that plays no part. */

import { isBlank, isQuote, keyColon, type LineCursor, quotedEnd, skipBlanks, trimBlanks } from "./lines.ts";
import { gluedKey, goesOn, isDash } from "./marks.ts";
import { oneEdit, problem } from "./problem.ts";
import { ANCHOR, QUESTION, TAG } from "./refused.ts";
import type { YamlProblem } from "./tree.ts";

export interface KeyStart {
  readonly at: number;
  /** What stands before the key. */
  readonly problem?: YamlProblem;
  /** YAML's `? `, whose value stands on a line that begins with `:`. */
  readonly question?: boolean;
}

/** Where the key of a line in a mapping starts; undefined for an item without a name. */
export function keyStart(text: string, lineAt: number, end: number): KeyStart | undefined {
  if (isDash(text, lineAt, end)) {
    const at = skipBlanks(text, lineAt + 1, end);
    if (keyColon(text, at, end) < 0) return undefined;
    const message = "An entry with a name stands without `- ` here, like those beside it.";
    return { at, problem: problem(lineAt, lineAt + 1, message, oneEdit("Remove the `- `", lineAt, at, "")) };
  }
  const code = text.charCodeAt(lineAt);
  if (code === 63 && isBlank(text.charCodeAt(lineAt + 1))) {
    const at = skipBlanks(text, lineAt + 1, end);
    const fix = oneEdit("Remove it", lineAt, at, "");
    return { at, problem: problem(lineAt, lineAt + 1, QUESTION, fix), question: true };
  }
  if (code === 115 && SELF.test(text.slice(lineAt, Math.min(end, lineAt + 200)))) {
    const at = lineAt + 5;
    return { at, problem: problem(lineAt, at, NO_SELF, oneEdit("Remove `self.`", lineAt, at, "")) };
  }
  if (code === 38 || code === 33) {
    const stop = wordEnd(text, lineAt, end);
    const at = skipBlanks(text, stop, end);
    if (at < end) {
      const fix = oneEdit("Remove it", lineAt, at, "");
      return { at, problem: problem(lineAt, stop, code === 38 ? ANCHOR : TAG, fix) };
    }
  }
  return { at: lineAt };
}

/** A line of PyTorch's `__init__`: `self.conv1 = nn.Conv2d(3, 64, 7)`. */
const SELF = /^self\.[\p{L}_][\p{L}\p{N}_]*[ \t]*(?:=(?![=>])|:)/u;
const NO_SELF = "Layers have no `self.`: they go by their names.";

export interface BrokenKey {
  readonly keyEnd: number;
  /** Where the value may begin, or -1 when nothing could be one. */
  readonly after: number;
  readonly problem?: YamlProblem;
}

/** The key of the cursor's line, which has no `: `; undefined when it has nothing that could be a name. */
export function brokenKey(
  text: string,
  at: number,
  cursor: LineCursor,
  indent: number,
  ahead: LineCursor,
): BrokenKey | undefined {
  const { end } = cursor;
  const glued = gluedKey(text, at, end);
  if (glued >= 0) {
    const keyEnd = trimBlanks(text, at, glued);
    const after = glued + 1;
    // `name:# comment` is told at its `#`.
    if (text.charCodeAt(after) === 35) return { keyEnd, after };
    const fix = oneEdit("Insert a space", after, after, " ");
    return { keyEnd, after, problem: problem(glued, after, "A space is missing after the `:`.", fix) };
  }
  if (isQuote(text.charCodeAt(at)) && quotedEnd(text, at, end) < 0) return undefined;
  const line = text.slice(at, end);
  const name = /^[\p{L}_][\p{L}\p{N}_]*(?:[ \t]*,[ \t]*[\p{L}_][\p{L}\p{N}_]*)*/u.exec(line)?.[0];
  if (name === undefined || goesOn(text, at, end)) return undefined;
  const keyEnd = at + name.length;
  const missing = `A \`:\` is missing after \`${name}\`.`;
  const rest = /^([ \t]*=(?![=>])[ \t]*|[ \t]+)?(.*)$/s.exec(line.slice(name.length));
  const gap = rest?.[1] ?? "";
  const value = (rest?.[2] ?? "").replace(/^#.*|[ \t]#.*$/s, "").trimEnd();
  if (value === "") {
    ahead.moveTo(cursor.after);
    if (!ahead.done && ahead.indent > cursor.indent && cursor.indent === indent) {
      return {
        keyEnd,
        after: keyEnd,
        problem: problem(at, keyEnd, missing, oneEdit("Write `:`", keyEnd, keyEnd, ":")),
      };
    }
    return { keyEnd, after: -1, problem: problem(at, keyEnd, noValue(name)) };
  }
  if (gap === "") return undefined;
  const after = keyEnd + gap.length;
  if (gap.includes("=") || /^[\p{Lu}([{]|->|\(/u.test(value)) {
    const message = gap.includes("=") ? `A name is set with a colon here, not with \`=\`: \`${name}: …\`.` : missing;
    return { keyEnd, after, problem: problem(keyEnd, after, message, oneEdit("Write `: `", keyEnd, after, ": ")) };
  }
  return { keyEnd, after: -1, problem: problem(at, after + value.length, noValue(name)) };
}

const noValue = (name: string): string =>
  name === "return"
    ? "What the model gives is named by `outputs:`, beside `layers:`."
    : `This line has no \`: \`: an entry is \`${name}: value\`.`;

export function wordEnd(text: string, from: number, end: number): number {
  let at = from;
  while (at < end && !isBlank(text.charCodeAt(at))) at++;
  return at;
}
