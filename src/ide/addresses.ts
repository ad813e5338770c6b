/** Addresses of files as `use` writes them, and as they are. */

/** Whether a file came with Shapewright: nobody edits it. */
export const isLibrary = (uri: string): boolean => uri.startsWith("shapewright-library:");

/**
 * From one file to another: `./resnet.arch.yaml`, `../blocks/up.arch.yaml`. Undefined where the addresses have no folder
 * in common, or one is no address.
 */
export function relativePath(from: string, to: string): string | undefined {
  const [a, b] = [from.split("/"), to.split("/")];
  let same = 0;
  while (same < a.length - 1 && same < b.length - 1 && a[same] === b[same]) same++;
  // `file:`, the empty host and the root are no folder.
  if (same < 3) return undefined;
  const rest = b.slice(same).map(decoded);
  if (rest.includes(undefined)) return undefined;
  return `${same === a.length - 1 ? "./" : "../".repeat(a.length - 1 - same)}${rest.join("/")}`;
}

/** Undefined for what is no part of an address. */
export function decoded(part: string): string | undefined {
  try {
    return decodeURIComponent(part);
  } catch {
    return undefined;
  }
}
