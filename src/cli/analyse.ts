/** Text to facts, for files on disk: asks the session, loads what it misses, and asks again until nothing is missing. */
import { pathToFileURL } from "node:url";
import { type Absence, type CheckResult, createSession, type Session } from "../ide/session.ts";
import { files as library } from "../library/files.ts";
import {
  absolute,
  type ImportRefusal,
  isRefusal,
  readImport,
  readModel,
  shownPath,
  uriOf,
  workspaceOf,
} from "./files.ts";
import type { Refusal } from "./io.ts";

export interface Analysis {
  readonly uri: string;
  readonly result: CheckResult;
}

const NO_PARAMS: ReadonlyMap<string, string> = new Map();

/** More would be no model but a mistake or an attack. */
const MAX_IMPORTS = 2000;

/** Many files in one process: what they share is read and worked out once. */
export class Analyser {
  private readonly cwd: string;
  private readonly session: Session = createSession();
  private readonly texts = new Map<string, string>();
  private readonly imports = new Map<string, string | ImportRefusal>();

  constructor(cwd: string) {
    this.cwd = cwd;
  }

  readonly textOf = (uri: string): string | undefined => {
    const known = this.texts.get(uri);
    if (known !== undefined) return known;
    const name = /^shapewright-library:\/(.*)\.arch\.yaml$/.exec(uri)?.[1];
    return name !== undefined && Object.hasOwn(library, name) ? library[name] : undefined;
  };

  readonly pathOf = (uri: string): string => shownPath(uri, this.cwd);

  file(path: string, params: ReadonlyMap<string, string> = NO_PARAMS): Analysis | Refusal {
    const full = absolute(path, this.cwd);
    const text = readModel(full);
    return isRefusal(text) ? text : this.text(uriOf(full), text, workspaceOf(full, this.cwd), params);
  }

  /** A text that need not be on disk. */
  text(uri: string, text: string, workspace: string, params: ReadonlyMap<string, string> = NO_PARAMS): Analysis {
    this.texts.set(uri, text);
    const files = new Map([[uri, text]]);
    const absent = new Map<string, Absence>();
    const folders = [pathToFileURL(workspace).href];
    for (;;) {
      const result = this.session.check({ files, root: uri, folders, absent, params });
      const missing = result.missing.filter((one) => !files.has(one) && !absent.has(one));
      if (missing.length === 0) return { uri, result };
      for (const one of missing) {
        const found: string | ImportRefusal =
          files.size > MAX_IMPORTS
            ? { refusal: `is one import too many: a model may use ${MAX_IMPORTS} files` }
            : this.imported(one, workspace);
        if (isRefusal(found)) absent.set(one, { reason: found.refusal, ...(found.outside ? { outside: true } : {}) });
        else {
          files.set(one, found);
          this.texts.set(one, found);
        }
      }
    }
  }

  private imported(uri: string, workspace: string): string | ImportRefusal {
    const key = `${workspace}\n${uri}`;
    const known = this.imports.get(key);
    if (known !== undefined) return known;
    const found = readImport(uri, workspace);
    this.imports.set(key, found);
    return found;
  }
}
