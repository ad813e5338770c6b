/**
 * The modules that a TypeScript source names: imports, type imports, re-exports, dynamic imports, `require`. A scan of
 * tokens and no parser, so it knows comments, strings, templates and regular expressions, and nothing else.
 */

// A comment, a string, a template up to its end or its first `${`, a regular expression, a word, or one character.
const token =
  /\/\/[^\n]*|\/\*[\s\S]*?\*\/|"(?:[^"\\\n]|\\[\s\S])*"|'(?:[^'\\\n]|\\[\s\S])*'|`(?:[^`\\$]|\\[\s\S]|\$(?!\{))*(?:`|\$\{)|[\w$]+|\s+|[\s\S]/gy;
const templateRest = /(?:[^`\\$]|\\[\s\S]|\$(?!\{))*(?:`|\$\{)/gy;
const regex = /\/(?:[^/\\[\n]|\\.|\[(?:[^\]\\\n]|\\.)*\])+\/\w*/gy;

/** After these a slash begins a regular expression; after a value it divides. */
const beforeRegex = /^(?:[(,=:[!&|?{};+\-*%<>~^]|return|typeof|case|in|of|do|else|void|throw|await|yield)$/;

function tokens(text: string): string[] {
  const found: string[] = [];
  const braces: ("template" | "block")[] = [];
  const take = (pattern: RegExp, at: number): string => {
    pattern.lastIndex = at;
    return pattern.exec(text)?.[0] ?? "";
  };
  for (let at = 0; at < text.length; ) {
    let part = take(token, at);
    if (part === "/" && beforeRegex.test(found.at(-1) ?? "(")) part = take(regex, at) || part;
    else if (part === "{") braces.push("block");
    else if (part === "}" && braces.pop() === "template") part += take(templateRest, at + 1);
    if (part.endsWith("${") && /^[`}]/.test(part)) braces.push("template");
    at += part.length;
    if (!/^(?:\s|\/\/|\/\*)/.test(part)) found.push(part);
  }
  return found;
}

const quoted = (part: string | undefined): string | undefined => /^(["'`])(.*)\1$/s.exec(part ?? "")?.[2];

export function importsOf(text: string): string[] {
  const all = tokens(text);
  const names: string[] = [];
  const add = (name: string | undefined): void => {
    if (name !== undefined) names.push(name);
  };
  for (let i = 0; i < all.length; i++) {
    const [before, part, next] = [all[i - 1], all[i], all[i + 1]];
    if (before === "." || part === undefined) continue;
    if ((part === "import" || part === "require") && next === "(") add(quoted(all[i + 2]));
    else if (part === "import") add(quoted(next));
    else if (part === "from" && before !== undefined && /^[\w$}*]+$/.test(before)) add(quoted(next));
  }
  return names;
}
