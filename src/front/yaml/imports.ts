/**
 * Which file a `use` names. Addresses are URIs; nothing is read here. A path is relative, stays inside the workspace and
 * is what it looks like: no scheme, no absolute path, no escape that a file system would read differently.
 */
export type Resolved =
  | { readonly uri: string }
  | { readonly problem: { readonly code: "import-outside-workspace" | "import-not-found"; readonly message: string } };

const outside = (message: string): Resolved => ({ problem: { code: "import-outside-workspace", message } });

export function resolveUse(
  from: string,
  target: string,
  folders: readonly string[],
  library: ReadonlyMap<string, string>,
): Resolved {
  if (/^[\w-]+$/.test(target)) {
    if (library.has(target)) return { uri: libraryUri(target) };
    return {
      problem: {
        code: "import-not-found",
        message: `There is no library file "${target}"${library.size > 0 ? `; there is ${[...library.keys()].join(", ")}` : ""}. A file of your own is named by its path: \`./${target}.arch.yaml\`.`,
      },
    };
  }
  if (target === "")
    return { problem: { code: "import-not-found", message: "A `use` names a file: `resnet: ./resnet.arch.yaml`." } };
  if (/^[a-z][a-z0-9+.-]*:/i.test(target))
    return outside(`"${target}" is an address; a \`use\` names a file by its relative path: \`./blocks.arch.yaml\`.`);
  if (target.includes("\\")) return outside(`"${target}" has a backslash: paths are written with \`/\`.`);
  if (target.startsWith("/") || target.startsWith("~"))
    return outside(
      `"${target}" is an absolute path; a \`use\` names a file by its path from this one: \`./blocks.arch.yaml\`.`,
    );
  if (/%[0-9a-f]{2}/i.test(target))
    return outside(`"${target}" has an escaped character (\`%\`): write the path as it is.`);
  if (/[?#\0]/.test(target)) return outside(`"${target}" has a character that no path here may have (\`?\`, \`#\`).`);
  if (!/\.arch\.ya?ml$/.test(target))
    return {
      problem: { code: "import-not-found", message: `"${target}" is no model file: its name ends in \`.arch.yaml\`.` },
    };
  const slash = from.lastIndexOf("/");
  const scheme = /^[a-z][a-z0-9+.-]*:\/\/[^/]*/i.exec(from);
  if (from.startsWith("untitled:") || slash < 0)
    return {
      problem: {
        code: "import-not-found",
        message: "This file has no folder yet: save it, and paths are read from there.",
      },
    };
  const base = scheme ? scheme[0] : "";
  const parts = from
    .slice(base.length, slash)
    .split("/")
    .filter((p) => p !== "");
  for (const part of target.split("/")) {
    if (part === "" || part === ".") continue;
    if (part !== "..") parts.push(encodeURIComponent(part).replace(/%40/g, "@"));
    else if (parts.pop() === undefined) return outside(`"${target}" leads above the root.`);
  }
  const uri = `${base}/${parts.join("/")}`;
  const inside = (folder: string) => uri.startsWith(folder.endsWith("/") ? folder : `${folder}/`);
  const home = folders.filter((f) => from.startsWith(f.endsWith("/") ? f : `${f}/`));
  const allowed = home.length > 0 ? home : [from.slice(0, slash)];
  if (!allowed.some(inside))
    return outside(`"${target}" leads out of the workspace; a model uses only files inside it.`);
  return { uri };
}

export const libraryUri = (name: string): string => `shapewright-library:/${name}.arch.yaml`;
