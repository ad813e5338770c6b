/** A problem as the protocol has it: what the user made of its severity, its story, and the page about it. */
import {
  type ClientCapabilities,
  type Diagnostic,
  type DiagnosticRelatedInformation,
  DiagnosticSeverity,
  DiagnosticTag,
} from "vscode-languageserver";
import type { Problem } from "../core/diagnostic.ts";
import { visible } from "../export/safe-text.ts";
import type { Snapshot } from "../ide/snapshot.ts";
import { PAGE_SCHEME } from "../protocol/messages.ts";
import { nameOf } from "./addresses.ts";
import { rangeOf } from "./places.ts";
import type { Settings, Shown } from "./settings.ts";

/** Of one file. More than these nobody reads, and every one of them is sent after every edit. */
const MAX_SHOWN = 500;
/** Of one problem. */
const MAX_RELATED = 20;

const SEVERITY: Readonly<Record<Exclude<Shown, "off">, DiagnosticSeverity>> = {
  error: DiagnosticSeverity.Error,
  warning: DiagnosticSeverity.Warning,
  information: DiagnosticSeverity.Information,
  hint: DiagnosticSeverity.Hint,
};

export type Seen = Pick<Snapshot, "files" | "problems">;

export interface Look {
  readonly settings: Settings;
  readonly client: ClientCapabilities;
  /** A file's address as the client writes it. */
  readonly sent: (uri: string) => string;
}

/** What is shown of one file's problems, as several checks found them: its own first, then those of files that use it. */
export function diagnosticsOf(uri: string, checks: readonly Seen[], look: Look): readonly Diagnostic[] {
  const known = new Set<string>();
  const out: Diagnostic[] = [];
  for (const check of checks) {
    const fresh = check.problems.filter((p) => p.uri === uri && !known.has(keyOf(p)));
    for (const problem of fresh) {
      known.add(keyOf(problem));
      const shown = look.settings.severity.get(problem.code) ?? problem.severity;
      if (shown !== "off") out.push(diagnosticOf(problem, SEVERITY[shown], check, look));
    }
  }
  return capped(out);
}

/** The same mistake, whoever found it: the words differ with the sizes that arrive. */
const keyOf = ({ code, span }: Problem): string => `${code} ${span.start} ${span.end}`;

function diagnosticOf(problem: Problem, severity: DiagnosticSeverity, check: Seen, look: Look): Diagnostic {
  const { code, message, tag, related = [] } = problem;
  const can = look.client.textDocument?.diagnostic ?? look.client.textDocument?.publishDiagnostics;
  const told = related.slice(0, MAX_RELATED);
  const diagnostic: Diagnostic = {
    range: rangeOf(check, problem),
    severity,
    code,
    source: "shapewright",
    message: visible(message),
  };
  if (can?.codeDescriptionSupport !== false)
    diagnostic.codeDescription = { href: `${PAGE_SCHEME}:/${code}.shapewright.md` };
  if (tag === "unnecessary") diagnostic.tags = [DiagnosticTag.Unnecessary];
  if (told.length === 0) return diagnostic;
  if (can?.relatedInformation === false)
    diagnostic.message = [diagnostic.message, ...told.map((one) => inWords(one, check))].join("\n");
  else
    diagnostic.relatedInformation = told.map(
      (one): DiagnosticRelatedInformation => ({
        location: { uri: look.sent(one.uri), range: rangeOf(check, one) },
        message: visible(one.message),
      }),
    );
  return diagnostic;
}

function inWords(related: NonNullable<Problem["related"]>[number], check: Seen): string {
  const { line } = rangeOf(check, related).start;
  return `${visible(related.message)} (${visible(nameOf(related.uri))}, line ${line + 1})`;
}

/** Errors stay when there are too many; the first place that is left out says how many are. */
function capped(all: readonly Diagnostic[]): readonly Diagnostic[] {
  if (all.length <= MAX_SHOWN) return all;
  const kept = new Set([...all].sort((a, b) => (a.severity ?? 1) - (b.severity ?? 1)).slice(0, MAX_SHOWN));
  const left = all.filter((one) => !kept.has(one));
  const [first] = left;
  const more: Diagnostic[] = first
    ? [
        {
          range: first.range,
          severity: DiagnosticSeverity.Information,
          source: "shapewright",
          message: `${left.length.toLocaleString("en")} more problems of this file are not shown.`,
        },
      ]
    : [];
  return [...all.filter((one) => kept.has(one)), ...more];
}

/** The same list has the same mark, also from a server that was started again. */
export function markOf(value: unknown): string {
  const text = JSON.stringify(value);
  let a = 0xdeadbeef;
  let b = 0x41c6ce57;
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i);
    a = Math.imul(a ^ unit, 2654435761);
    b = Math.imul(b ^ unit, 1597334677);
  }
  return `${text.length.toString(36)}-${(a >>> 0).toString(36)}-${(b >>> 0).toString(36)}`;
}
