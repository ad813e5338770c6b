/** What is offered, and in which order: what begins with the typed letters first, then what fits, then what is near. */
import type { Edit } from "../../core/diagnostic.ts";
import type { Span } from "../../core/span.ts";

export type CompletionKind =
  | "op"
  | "block"
  | "layer"
  | "input"
  | "weight"
  | "param"
  | "symbol"
  | "setting"
  | "value"
  | "keyword"
  | "key"
  | "file"
  | "model"
  | "output"
  | "snippet"
  | "function";

export interface CompletionItem {
  readonly label: string;
  readonly kind: CompletionKind;
  /** Beside the label: a shape, a type, a default. */
  readonly detail?: string;
  /** Markdown. */
  readonly documentation?: string;
  readonly edit: { readonly span: Span; readonly text: string };
  /** The text has tab stops, `${1:out_channels}`. */
  readonly snippet: boolean;
  /** For an editor without tab stops; only where `snippet`. */
  readonly plain?: string;
  readonly sortText: string;
  readonly filterText?: string;
  /** Elsewhere: a line under `use`. */
  readonly more?: readonly Edit[];
}

export interface CompletionList {
  readonly items: readonly CompletionItem[];
  /** Other items may come with the next letter. */
  readonly incomplete: boolean;
}

/** An item before it has its place among the others. */
export interface Offer {
  readonly label: string;
  readonly kind: CompletionKind;
  /** Smaller comes first; within a group `order` decides. */
  readonly group: number;
  readonly order?: number;
  readonly detail?: string;
  readonly documentation?: string;
  /** The label, where it is left out. */
  readonly text?: string;
  /** The same with tab stops. */
  readonly snippet?: string;
  /** Of the label, where they are not the whole of it. */
  readonly filterText?: string;
  /** Instead of the word under the cursor. */
  readonly span?: Span;
  readonly more?: readonly Edit[];
}

/** Of two with one label the first in the order counts. */
export function itemsOf(offers: Iterable<Offer>, word: Span, prefix: string): CompletionItem[] {
  const out = new Map<string, CompletionItem>();
  for (const offer of offers) {
    const { label, kind, text = label, snippet, filterText, span = word } = offer;
    const sortText = [
      tier(filterText ?? label, prefix),
      String(offer.group).padStart(2, "0"),
      String(Math.min(offer.order ?? 0, 99_999)).padStart(5, "0"),
      label,
    ].join("");
    const known = out.get(label);
    if (known && known.sortText <= sortText) continue;
    out.set(label, {
      label,
      kind,
      ...(offer.detail ? { detail: offer.detail } : {}),
      ...(offer.documentation ? { documentation: offer.documentation } : {}),
      edit: { span, text: snippet ?? text },
      snippet: snippet !== undefined,
      ...(snippet === undefined ? {} : { plain: text }),
      sortText,
      ...(filterText === undefined ? {} : { filterText }),
      ...(offer.more ? { more: offer.more } : {}),
    });
  }
  return [...out.values()].sort((a, b) => (a.sortText < b.sortText ? -1 : a.sortText > b.sortText ? 1 : 0));
}

/** How the typed letters are found in a name: as written, in another case, at its humps, in order, not at all. */
function tier(name: string, prefix: string): number {
  if (prefix === "") return 0;
  if (name.startsWith(prefix)) return 0;
  const [low, typed] = [name.toLowerCase(), prefix.toLowerCase()];
  if (low.startsWith(typed)) return 1;
  const humps = name.replace(/(?<=[a-z0-9])(?=[A-Z])|_/g, " ").split(" ");
  if (inHumps(humps, typed)) return 2;
  return isWithin(low, typed) ? 3 : 4;
}

/** `ct2` of `ConvTranspose2d`, `ks` of `kernel_size`: each hump gives a beginning of its own, or nothing. */
function inHumps(humps: readonly string[], typed: string): boolean {
  const [first = "", ...rest] = humps;
  if (typed === "") return true;
  if (humps.length === 0) return false;
  for (let n = Math.min(first.length, typed.length); n > 0; n--)
    if (first.slice(0, n).toLowerCase() === typed.slice(0, n) && inHumps(rest, typed.slice(n))) return true;
  return inHumps(rest, typed);
}

function isWithin(name: string, typed: string): boolean {
  let at = 0;
  for (const c of typed) {
    at = name.indexOf(c, at) + 1;
    if (at === 0) return false;
  }
  return true;
}

/** In a snippet these have a meaning of their own. */
export const escaped = (text: string): string => text.replace(/[\\$}]/g, "\\$&");
