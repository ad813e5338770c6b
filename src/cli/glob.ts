/**
 * File patterns for shells that have none or were given quotes: `*` and `?` inside a name, `**` for any folders, and
 * `{a,b}`. Folders that are hidden or hold packages are passed over unless the pattern names them, and links to folders
 * are not followed.
 */
import { type Dirent, readdirSync } from "node:fs";
import { join } from "node:path";

const MAX_ALTERNATIVES = 1000;

export const isPattern = (text: string): boolean => /[*?{]/.test(text);

/** Paths that match, relative to `folder` or absolute as the pattern is, sorted. */
export function glob(pattern: string, folder: string): readonly string[] {
  const found = new Set<string>();
  for (const one of alternatives(pattern)) for (const path of matches(one, folder)) found.add(path);
  return [...found].sort();
}

interface Visit {
  /** As it is shown; empty for the folder itself. */
  readonly path: string;
  /** Next part of the pattern. */
  readonly part: number;
}

function matches(pattern: string, folder: string): readonly string[] {
  const absolute = /^(\/|[A-Za-z]:\/)/.exec(pattern)?.[0] ?? "";
  const parts = pattern
    .slice(absolute.length)
    .split("/")
    .filter((part) => part !== "" && part !== ".");
  const found: string[] = [];
  const seen = new Set<string>();
  const queue: Visit[] = [{ path: absolute, part: 0 }];
  for (let visit = queue.pop(); visit; visit = queue.pop()) {
    const key = `${visit.part} ${visit.path}`;
    if (seen.has(key)) continue;
    seen.add(key);
    const part = parts[visit.part];
    if (part === undefined) continue;
    const last = visit.part === parts.length - 1;
    const at = (name: string): string =>
      visit.path === "" || visit.path.endsWith("/") ? visit.path + name : `${visit.path}/${name}`;
    if (part === "..") {
      queue.push({ path: at(".."), part: visit.part + 1 });
      continue;
    }
    const entries = entriesOf(visit.path === "" ? folder : absolute ? visit.path : join(folder, visit.path));
    if (part === "**") {
      queue.push({ path: visit.path, part: visit.part + 1 });
      for (const entry of entries)
        if (entry.isDirectory() && !passedOver(entry.name)) queue.push({ path: at(entry.name), part: visit.part });
      if (!last) continue;
    }
    for (const entry of entries) {
      if (entry.name.startsWith(".") && !part.startsWith(".")) continue;
      if (!nameMatches(part === "**" ? "*" : part, entry.name)) continue;
      if (last) {
        if (!entry.isDirectory()) found.push(at(entry.name));
      } else if (entry.isDirectory() || !isPattern(part)) queue.push({ path: at(entry.name), part: visit.part + 1 });
    }
  }
  return found;
}

const passedOver = (name: string): boolean => name.startsWith(".") || name === "node_modules";

function entriesOf(folder: string): readonly Dirent[] {
  try {
    return readdirSync(folder, { withFileTypes: true });
  } catch {
    // A folder that is not there or not ours to read has no matches.
    return [];
  }
}

/** `*` and `?`, in time that is at most the product of the lengths. */
export function nameMatches(pattern: string, name: string): boolean {
  let p = 0;
  let n = 0;
  let star = -1;
  let mark = 0;
  while (n < name.length) {
    if (pattern[p] === "*") {
      star = p++;
      mark = n;
    } else if (p < pattern.length && (pattern[p] === "?" || pattern[p] === name[n])) {
      p++;
      n++;
    } else if (star >= 0) {
      p = star + 1;
      n = ++mark;
    } else return false;
  }
  while (pattern[p] === "*") p++;
  return p === pattern.length;
}

/** `a{b,c}d` is `abd` and `acd`; braces without a comma or an end stand for themselves. */
function alternatives(pattern: string): readonly string[] {
  const done: string[] = [];
  const queue = [pattern];
  for (
    let text = queue.pop();
    text !== undefined && done.length + queue.length < MAX_ALTERNATIVES;
    text = queue.pop()
  ) {
    const group = innermost(text);
    if (!group) done.push(text);
    else for (const word of group.words) queue.push(text.slice(0, group.start) + word + text.slice(group.end));
  }
  return done;
}

function innermost(
  text: string,
): { readonly start: number; readonly end: number; readonly words: readonly string[] } | undefined {
  let open = -1;
  for (let i = 0; i < text.length; i++) {
    if (text[i] === "{") open = i;
    else if (text[i] === "}" && open >= 0) {
      const words = text.slice(open + 1, i).split(",");
      if (words.length > 1) return { start: open, end: i + 1, words };
      open = -1;
    }
  }
  return undefined;
}
