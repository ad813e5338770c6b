/**
 * The shape of a YAML model file, as far as the language uses YAML: maps, lists, scalars, each with its exact place.
 * Places are relative to the parent, so that what an edit does not touch is shared between the trees before and after it.
 * It holds source text only; what plain text means is for the expression language.
 */
export interface YamlScalar {
  readonly kind: "scalar";
  readonly style: "plain" | "single" | "double" | "block";
  /** Plain: the source as it stands, line breaks included, trimmed. Otherwise the decoded string. */
  readonly text: string;
  /** UTF-16 length of the source, quotes included. */
  readonly length: number;
}

export interface YamlEntry {
  readonly key: YamlScalar;
  /** Offsets from the entry's start; the key stands at 0. */
  readonly value: YamlNode | undefined;
  readonly valueAt: number;
  readonly length: number;
  /** The comment above it or beside it, without `#`. */
  readonly doc?: string;
  /** What was mended while reading this entry, offsets from the entry's start. */
  readonly problems?: readonly YamlProblem[];
}

export interface YamlItem {
  readonly value: YamlNode | undefined;
  readonly valueAt: number;
  readonly length: number;
  readonly doc?: string;
  readonly problems?: readonly YamlProblem[];
}

export interface YamlMap {
  readonly kind: "map";
  readonly flow: boolean;
  /** Nothing closes its bracket, which has been told. */
  readonly open?: true;
  readonly entries: readonly YamlEntry[];
  /** Where each entry starts, from the map's start. */
  readonly starts: readonly number[];
  readonly length: number;
}

export interface YamlSeq {
  readonly kind: "seq";
  readonly flow: boolean;
  /** Nothing closes its bracket, which has been told. */
  readonly open?: true;
  readonly items: readonly YamlItem[];
  readonly starts: readonly number[];
  readonly length: number;
}

export type YamlNode = YamlScalar | YamlMap | YamlSeq;

export interface YamlProblem {
  readonly code: "yaml-syntax" | "file-too-large";
  readonly message: string;
  readonly start: number;
  readonly end: number;
  readonly fix?: {
    readonly title: string;
    readonly edits: readonly { readonly start: number; readonly end: number; readonly text: string }[];
  };
}

export interface YamlTree {
  readonly text: string;
  /** The root map; absent in an empty or unreadable file. */
  readonly root: YamlNode | undefined;
  readonly rootAt: number;
  /** Those that belong to no entry; offsets in the document. */
  readonly problems: readonly YamlProblem[];
}

/** A plain scalar whose text is its source. */
export const plain = (text: string): YamlScalar => ({ kind: "scalar", style: "plain", text, length: text.length });
