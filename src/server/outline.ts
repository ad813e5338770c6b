/** How a text is made up: its outline, what folds, what grows when a selection does, what links. */
import {
  type DocumentLink,
  DocumentLinkRequest,
  type DocumentSymbol,
  DocumentSymbolRequest,
  type FoldingRange,
  FoldingRangeKind,
  FoldingRangeRequest,
  type SelectionRange,
  SelectionRangeRequest,
  type ServerCapabilities,
  type SymbolInformation,
  SymbolKind,
} from "vscode-languageserver";
import { documentSymbols, type DocumentSymbol as Found } from "../ide/document_symbols.ts";
import { foldingRanges } from "../ide/folding.ts";
import { documentLinks } from "../ide/links.ts";
import { selectionRange } from "../ide/selection.ts";
import type { FileScope } from "../ide/snapshot.ts";
import { offsetIn, rangeIn } from "./places.ts";
import { checkedPosition, invalid, type Requests, type Server } from "./requests.ts";

export function outline({ texts, client }: Server, requests: Requests): ServerCapabilities {
  requests.onFile(DocumentSymbolRequest.type, ({ uri, file }): DocumentSymbol[] | SymbolInformation[] => {
    const found = documentSymbols(file);
    return client().textDocument?.documentSymbol?.hierarchicalDocumentSymbolSupport
      ? found.map((one) => symbolOf(one, file))
      : found.flatMap((one) => flat(one, file, texts.sent(uri)));
  });

  requests.onFile(FoldingRangeRequest.type, ({ file }) => {
    const most = client().textDocument?.foldingRange?.rangeLimit ?? Number.POSITIVE_INFINITY;
    return foldingRanges(file)
      .slice(0, most)
      .map(({ span, kind }): FoldingRange => {
        const { start, end } = rangeIn(file, span);
        return {
          startLine: start.line,
          startCharacter: start.character,
          endLine: end.line,
          endCharacter: end.character,
          ...(kind ? { kind: kind === "comment" ? FoldingRangeKind.Comment : FoldingRangeKind.Region } : {}),
        };
      });
  });

  requests.onFile(SelectionRangeRequest.type, ({ file }, { positions }) => {
    if (!Array.isArray(positions)) return invalid("`positions` are missing.");
    return positions.map((position) => {
      const spans = selectionRange(file, offsetIn(file, checkedPosition(position)));
      return nested(spans.map((span) => rangeIn(file, span))) ?? { range: { start: position, end: position } };
    });
  });

  requests.onFile(DocumentLinkRequest.type, ({ file }) =>
    documentLinks(file).map(
      ({ span, target, tooltip }): DocumentLink => ({
        range: rangeIn(file, span),
        target: texts.sent(target),
        tooltip,
      }),
    ),
  );

  return {
    documentSymbolProvider: { label: "Shapewright" },
    foldingRangeProvider: true,
    selectionRangeProvider: true,
    documentLinkProvider: {},
  };
}

const KIND: Readonly<Record<Found["kind"], SymbolKind>> = {
  model: SymbolKind.Module,
  block: SymbolKind.Class,
  param: SymbolKind.Constant,
  input: SymbolKind.Field,
  weight: SymbolKind.Field,
  layer: SymbolKind.Variable,
  output: SymbolKind.Interface,
};

function symbolOf({ name, detail, kind, span, nameSpan, children }: Found, file: FileScope): DocumentSymbol {
  return {
    name,
    kind: KIND[kind],
    range: rangeIn(file, span),
    selectionRange: rangeIn(file, nameSpan),
    ...(detail === "" ? {} : { detail }),
    ...(children.length > 0 ? { children: children.map((child) => symbolOf(child, file)) } : {}),
  };
}

function flat(
  { name, kind, span, children }: Found,
  file: FileScope,
  uri: string,
  container?: string,
): SymbolInformation[] {
  const own: SymbolInformation = {
    name,
    kind: KIND[kind],
    location: { uri, range: rangeIn(file, span) },
    ...(container === undefined ? {} : { containerName: container }),
  };
  return [own, ...children.flatMap((child) => flat(child, file, uri, name))];
}

/** From the innermost outwards. */
function nested(ranges: readonly SelectionRange["range"][]): SelectionRange | undefined {
  let out: SelectionRange | undefined;
  for (const range of [...ranges].reverse()) out = out ? { range, parent: out } : { range };
  return out;
}
