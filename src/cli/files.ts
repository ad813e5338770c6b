/**
 * Model files on disk. Only plain files of a size that a model has are read, and what one file imports only from inside
 * its workspace folder, links followed: a model that came from elsewhere must not read the rest of the disk.
 */
import { closeSync, constants, fstatSync, openSync, readSync, realpathSync, type Stats, statSync } from "node:fs";
import { dirname, isAbsolute, relative, resolve, sep } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { isRefusal, type Refusal, refuse } from "./io.ts";

/** 10 MB: the largest network that anyone wrote by hand has a hundredth of it. */
const MAX_BYTES = 10_000_000;

export const uriOf = (path: string): string => pathToFileURL(path).href;

/** `refusal` is a clause that follows the file's name: "is a directory". */
export function readModel(path: string): string | Refusal {
  if (/\.[cm]?ts$/.test(path)) return refuse("is TypeScript; models are read from YAML (*.arch.yaml)");
  try {
    const refused = refusedKind(statSync(path));
    if (refused) return refused;
    // Not to wait for a writer, should it have become a FIFO since.
    const file = openSync(path, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0));
    try {
      return refusedKind(fstatSync(file)) ?? decoded(readUpTo(file, MAX_BYTES + 1));
    } finally {
      closeSync(file);
    }
  } catch (error) {
    return refuse(reasonOf(error));
  }
}

function refusedKind(stats: Stats): Refusal | undefined {
  if (stats.isDirectory()) return refuse("is a directory, not a model file");
  if (stats.isFIFO()) return refuse("is a pipe (FIFO), not a model file");
  if (stats.isSocket()) return refuse("is a socket, not a model file");
  if (stats.isCharacterDevice() || stats.isBlockDevice()) return refuse("is a device, not a model file");
  if (!stats.isFile()) return refuse("is no plain file");
  return stats.size > MAX_BYTES ? tooLarge(stats.size) : undefined;
}

const tooLarge = (bytes: number): Refusal =>
  refuse(`has ${(bytes / 1e6).toFixed(1)} MB; a model file may have ${MAX_BYTES / 1e6} MB`);

function readUpTo(file: number, limit: number): Buffer {
  const chunks: Buffer[] = [];
  let size = 0;
  while (size < limit) {
    const chunk = Buffer.allocUnsafe(Math.min(1 << 18, limit - size));
    const count = readSync(file, chunk);
    if (count === 0) break;
    chunks.push(chunk.subarray(0, count));
    size += count;
  }
  return Buffer.concat(chunks);
}

function decoded(bytes: Buffer): string | Refusal {
  if (bytes.length > MAX_BYTES) return tooLarge(bytes.length);
  const [a, b] = bytes;
  if ((a === 0xff && b === 0xfe) || (a === 0xfe && b === 0xff)) return refuse("is UTF-16; save it as UTF-8");
  // A byte order mark stays: offsets count it.
  return bytes.toString("utf8");
}

function reasonOf(error: unknown): string {
  const code = error instanceof Error && "code" in error ? String(error.code) : "";
  switch (code) {
    case "ENOENT":
    case "ENOTDIR":
      return "does not exist";
    case "EACCES":
    case "EPERM":
      return "may not be read by you";
    case "ELOOP":
      return "is a link that leads back to itself";
    case "ENAMETOOLONG":
      return "has too long a name";
    default:
      if (code === "" || code.startsWith("ERR_INTERNAL")) throw error;
      return `cannot be read (${code})`;
  }
}

export function isInside(path: string, folder: string): boolean {
  const way = relative(folder, path);
  return way === "" || (way !== ".." && !way.startsWith(`..${sep}`) && !isAbsolute(way));
}

/** Imports of a file stay in the folder where the command runs, or beside the file when that lies elsewhere. */
export const workspaceOf = (path: string, cwd: string): string => (isInside(path, cwd) ? cwd : dirname(path));

export interface ImportRefusal extends Refusal {
  readonly outside?: true;
}

/** An imported file, by its URI. */
export function readImport(uri: string, workspace: string): string | ImportRefusal {
  if (!uri.startsWith("file:")) return refuse("is not on this disk");
  let path: string;
  try {
    path = fileURLToPath(uri);
  } catch (error) {
    if (error instanceof TypeError) return refuse("has an address that is no path here");
    throw error;
  }
  try {
    const real = realpathSync(path);
    if (!isInside(real, realpathSync(workspace)))
      return { refusal: "is a link that leads out of the workspace", outside: true };
  } catch (error) {
    return refuse(reasonOf(error));
  }
  return readModel(path);
}

/** As people name it: relative where it is not longer. */
export function shownPath(uri: string, cwd: string): string {
  if (!uri.startsWith("file:")) return uri.replace(/^shapewright-library:\//, "library:");
  const path = fileURLToPath(uri);
  const way = relative(cwd, path);
  return (way !== "" && way.length < path.length && !isAbsolute(way) ? way : path).split(sep).join("/");
}

/** Files that are meant: paths, and patterns for those that are no file. */
export { glob, isPattern } from "./glob.ts";

export const absolute = (path: string, cwd: string): string => resolve(cwd, path);

export { isRefusal };
