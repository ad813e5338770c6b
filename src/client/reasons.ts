/**
 * Why a file is not read, as a clause that follows its name. The words are those of the command line, which reads files
 * without an editor.
 */

/** 10 MB: the largest network that anyone wrote by hand has a hundredth of it. */
const MAX_BYTES = 10_000_000;

/** What the editor knows of a file before it is read. */
export interface FileKind {
  readonly kind: "file" | "directory" | "other";
  readonly size: number;
}

export function refusalOfName(path: string): string | undefined {
  return /\.[cm]?ts$/.test(path) ? "is TypeScript; models are read from YAML (*.arch.yaml)" : undefined;
}

export function refusalOfKind({ kind, size }: FileKind): string | undefined {
  if (kind === "directory") return "is a directory, not a model file";
  if (kind === "other") return "is no plain file";
  return size > MAX_BYTES
    ? `has ${(size / 1e6).toFixed(1)} MB; a model file may have ${MAX_BYTES / 1e6} MB`
    : undefined;
}

export function refusalOfBytes(bytes: Uint8Array): string | undefined {
  const [a, b] = bytes;
  if ((a === 0xff && b === 0xfe) || (a === 0xfe && b === 0xff)) return "is UTF-16; save it as UTF-8";
  // It may have grown since it was looked at.
  return refusalOfKind({ kind: "file", size: bytes.length });
}

/** By the code of the editor's FileSystemError. */
export function refusalOfError(code: string): string {
  switch (code) {
    case "FileNotFound":
    case "FileNotADirectory":
      return "does not exist";
    case "NoPermissions":
      return "may not be read by you";
    case "FileIsADirectory":
      return "is a directory, not a model file";
    case "Unavailable":
      return "cannot be reached now";
    default:
      return "cannot be read";
  }
}

export const LEADS_OUT = "is a link that leads out of the workspace";
export const LEADS_ANYWHERE = "is reached by a link, and where that leads cannot be known here";

/** Paths with `/`; a folder is inside itself. */
export function isInside(path: string, folder: string): boolean {
  const base = folder.endsWith("/") ? folder : `${folder}/`;
  return path === folder || path.startsWith(base);
}

/** The paths from below a folder down to a path inside it: each may be a link. */
export function stepsTo(path: string, folder: string): readonly string[] {
  const base = folder.replace(/\/+$/, "");
  if (!isInside(path, folder)) return [path];
  const steps = path
    .slice(base.length)
    .split("/")
    .filter((name) => name !== "");
  return steps.map((_, index) => `${base}/${steps.slice(0, index + 1).join("/")}`);
}
