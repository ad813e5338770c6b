/** How much is read. What is beyond is told and not looked at: reading takes memory and time in proportion to the text. */
import type { YamlProblem } from "./tree.ts";

export const MAX_DEPTH = 64;
const MAX_LENGTH = 8 * 1024 * 1024;
const MAX_LINES = 200_000;

export const TOO_DEEP = `This is nested deeper than ${MAX_DEPTH} levels, which is more than is read.`;

/** The problem of a text that is too large to be read. */
export function tooLarge(text: string): YamlProblem | undefined {
  const say = (message: string): YamlProblem => {
    const line = /[\r\n]/.exec(text.slice(0, 200))?.index ?? 200;
    return { code: "file-too-large", message, start: 0, end: Math.min(line, text.length) };
  };
  if (text.length > MAX_LENGTH) {
    return say(
      `The file has ${text.length} characters; up to ${MAX_LENGTH} are read. Use repeats and blocks, and keep data out of model files.`,
    );
  }
  let lines = 1;
  for (let at = text.indexOf("\n"); at >= 0; at = text.indexOf("\n", at + 1)) lines++;
  if (lines === 1) for (let at = text.indexOf("\r"); at >= 0; at = text.indexOf("\r", at + 1)) lines++;
  if (lines > MAX_LINES) {
    return say(
      `The file has ${lines} lines; up to ${MAX_LINES} are read. Use repeats and blocks, and keep data out of model files.`,
    );
  }
  return undefined;
}
