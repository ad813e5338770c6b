/**
 * Addresses of files. Editors escape more or fewer characters than a `use` does, so a file has one address in here, and the
 * editor's own spelling is kept for what is sent.
 */
import { decoded } from "../ide/addresses.ts";

/** Every segment of the path is escaped in one way; what comes before the path stays. */
export function canonical(uri: string): string {
  const [, base = "", path = "", rest = ""] = /^([a-z][\w+.-]*:(?:\/\/[^/]*)?)?([^?#]*)(.*)$/is.exec(uri) ?? [];
  return `${base}${path.split("/").map(escaped).join("/")}${rest}`;
}

function escaped(segment: string): string {
  try {
    return encodeURIComponent(decodeURIComponent(segment)).replace(/%40/g, "@");
  } catch (error) {
    // A stray `%`, or half a character: it names something, though no `use` can.
    if (error instanceof URIError) return segment;
    throw error;
  }
}

/** A folder holds what is below it, and itself. */
export const isInside = (uri: string, folder: string): boolean =>
  uri === folder || uri.startsWith(folder.endsWith("/") ? folder : `${folder}/`);

export const folderOf = (uri: string): string => uri.slice(0, uri.lastIndexOf("/"));

/** As people name it. */
export function nameOf(uri: string): string {
  const name = uri.slice(uri.lastIndexOf("/") + 1);
  return decoded(name) ?? name;
}

export const isModel = (uri: string): boolean => /\.arch\.ya?ml$/.test(uri);
