/** What the first characters of a line say about it. */
import { isBlank } from "./lines.ts";

const DASH = 45;

/** `- ` or a lone `-`. */
export function isDash(text: string, at: number, end: number): boolean {
  return text.charCodeAt(at) === DASH && (at + 1 >= end || isBlank(text.charCodeAt(at + 1)));
}

/** An item of a list, also one whose dash has no space after it. */
export function startsItem(text: string, at: number, end: number): boolean {
  return text.charCodeAt(at) === DASH && !goesOn(text, at, end);
}

/** Whether a line can only be the rest of the line above: it begins with an arrow or a closing bracket. */
export function goesOn(text: string, at: number, end: number): boolean {
  const code = text.charCodeAt(at);
  if (code === 41) return true;
  return at + 1 < end && (code === DASH || code === 61) && text.charCodeAt(at + 1) === 62;
}

const GLUED = /(?:[\p{L}_][\p{L}\p{N}_]*[ \t]*,[ \t]*)*[\p{L}_][\p{L}\p{N}_]*[ \t]*:(?![\s:/]|$)/uy;

/** Where the `:` of `name:value` stands, a key without a space after it, or -1. */
export function gluedKey(text: string, at: number, end: number): number {
  GLUED.lastIndex = at;
  const found = GLUED.exec(text);
  const colon = found ? at + found[0].length - 1 : -1;
  return colon >= 0 && colon + 1 < end && !found?.[0].includes("\n") ? colon : -1;
}

const ASSIGNED = /(?:self\.)?[\p{L}_][\p{L}\p{N}_]*[ \t]+=[ \t]/uy;

/** `conv1 = Conv2d(64)`: Python's way to name what `:` names here. */
export function isAssignment(text: string, at: number, end: number): boolean {
  ASSIGNED.lastIndex = at;
  return ASSIGNED.test(text) && ASSIGNED.lastIndex <= end;
}

const LONE_NAME = /^[\p{L}_][\p{L}\p{N}_]*[ \t\r]*(?:[ \t]#.*)?$/u;

/** A line that holds a name and nothing else. */
export function isLoneName(text: string, at: number, end: number): boolean {
  return end - at < 200 && LONE_NAME.test(text.slice(at, end));
}

/** `|`, `>-`, `|2+`: the header of a block of text. */
export function isBlockHeader(text: string, at: number, end: number): boolean {
  const code = text.charCodeAt(at);
  if (code !== 124 && code !== 62) return false;
  return /^[|>][-+0-9]{0,2}[ \t]*(?:[ \t]#.*)?$/.test(text.slice(at, Math.min(end, at + 200)).trimEnd());
}
