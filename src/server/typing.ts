/** What helps while typing: completion and signatures; and the text in order, formatted. */
import {
  type CompletionItem,
  CompletionItemKind,
  CompletionRequest,
  CompletionResolveRequest,
  DocumentFormattingRequest,
  DocumentRangeFormattingRequest,
  InsertTextFormat,
  MarkupKind,
  type ServerCapabilities,
  type SignatureHelp,
  SignatureHelpRequest,
  type TextEdit,
} from "vscode-languageserver";
import type { Span } from "../core/span.ts";
import { complete, type CompletionItem as Item } from "../ide/complete/index.ts";
import { format } from "../ide/format/index.ts";
import { type SignatureHelp as Help, signatureHelp } from "../ide/signature.ts";
import type { FileScope } from "../ide/snapshot.ts";
import { rangeIn, spanIn } from "./places.ts";
import { type Asked, checkedRange, checkedText, type Requests, type Server } from "./requests.ts";
import type { Workspace } from "./workspace.ts";

/** A blank is none of them: Enter after it would take what was never asked for. */
const TRIGGERS = [".", "(", ",", "=", "[", "/", ">"];

export function typing(server: Server, requests: Requests, workspace: Workspace): ServerCapabilities {
  completion(server, requests, workspace);

  requests.onPlace(SignatureHelpRequest.type, ({ snapshot, file, offset }) => {
    const found = signatureHelp(snapshot, file, offset);
    return found ? signatureOf(found, server) : null;
  });

  requests.onFile(DocumentFormattingRequest.type, ({ file }) => textEdits(file, format(file)));
  requests.onFile(DocumentRangeFormattingRequest.type, ({ file }, { range }) =>
    textEdits(file, format(file, spanIn(file, checkedRange(range)))),
  );

  return {
    completionProvider: { triggerCharacters: TRIGGERS, resolveProvider: true },
    signatureHelpProvider: { triggerCharacters: ["(", ","], retriggerCharacters: [")"] },
    documentFormattingProvider: true,
    documentRangeFormattingProvider: true,
  };
}

// ── Completion ───────────────────────────────────────────────────────────────────────────────────────────────────

const KIND: Readonly<Record<Item["kind"], CompletionItemKind>> = {
  op: CompletionItemKind.Class,
  block: CompletionItemKind.Struct,
  layer: CompletionItemKind.Variable,
  input: CompletionItemKind.Field,
  weight: CompletionItemKind.Field,
  param: CompletionItemKind.Constant,
  symbol: CompletionItemKind.TypeParameter,
  setting: CompletionItemKind.Property,
  value: CompletionItemKind.Value,
  keyword: CompletionItemKind.Keyword,
  key: CompletionItemKind.Keyword,
  file: CompletionItemKind.File,
  model: CompletionItemKind.Module,
  output: CompletionItemKind.Field,
  snippet: CompletionItemKind.Snippet,
  function: CompletionItemKind.Function,
};

/** Of the last list the documentation is sent when an item is looked at: with each list it would be most of it. */
interface Sent {
  readonly number: number;
  readonly items: readonly Item[];
}

function completion(server: Server, requests: Requests, workspace: Workspace): void {
  let last: Sent = { number: 0, items: [] };
  requests.onPlace(CompletionRequest.type, async ({ snapshot, file, offset }: Asked & { offset: number }) => {
    const models = /^use:/m.test(file.def.text) ? await workspace.models() : [];
    const found = complete(snapshot, file, offset, models);
    if (!found) return null;
    last = { number: last.number + 1, items: found.items };
    const can = server.client().textDocument?.completion?.completionItem;
    const lazy = can?.resolveSupport?.properties.includes("documentation") === true;
    const items = found.items.map((item, index): CompletionItem => {
      const snippet = item.snippet && can?.snippetSupport === true;
      const more = (item.more ?? []).filter(({ uri }) => uri === file.def.uri);
      return {
        label: item.label,
        kind: KIND[item.kind],
        sortText: item.sortText,
        insertTextFormat: snippet ? InsertTextFormat.Snippet : InsertTextFormat.PlainText,
        textEdit: {
          range: rangeIn(file, item.edit.span),
          newText: item.snippet && !snippet ? (item.plain ?? item.label) : item.edit.text,
        },
        ...(item.filterText === undefined ? {} : { filterText: item.filterText }),
        ...(item.detail === undefined ? {} : { detail: item.detail }),
        ...(more.length > 0 ? { additionalTextEdits: textEdits(file, more) } : {}),
        ...(item.documentation === undefined
          ? {}
          : lazy
            ? { data: [last.number, index] }
            : { documentation: { kind: MarkupKind.Markdown, value: item.documentation } }),
      };
    });
    return { isIncomplete: found.incomplete, items };
  });

  requests.on(CompletionResolveRequest.type, (item) => {
    checkedText(item?.label, "label");
    const [number, index] = Array.isArray(item?.data) ? item.data : [];
    const known = number === last.number ? last.items[Number(index)] : undefined;
    return known?.documentation === undefined || known.label !== item.label
      ? item
      : { ...item, documentation: { kind: MarkupKind.Markdown, value: known.documentation } };
  });
}

// ── Signatures, edits ────────────────────────────────────────────────────────────────────────────────────────────

function signatureOf({ label, documentation, parameters, activeParameter }: Help, { client }: Server): SignatureHelp {
  const can = client().textDocument?.signatureHelp?.signatureInformation;
  const markdown = (value: string) => ({ kind: MarkupKind.Markdown, value });
  return {
    signatures: [
      {
        label,
        documentation: markdown(documentation),
        parameters: parameters.map(({ label: [from, to], documentation: text }) => ({
          label: can?.parameterInformation?.labelOffsetSupport === false ? label.slice(from, to) : [from, to],
          documentation: markdown(text),
        })),
      },
    ],
    activeSignature: 0,
    // Past the last one: none is meant.
    activeParameter: activeParameter ?? parameters.length,
  };
}

const textEdits = (file: FileScope, edits: readonly { readonly span: Span; readonly text: string }[]): TextEdit[] =>
  edits.map(({ span, text }) => ({ range: rangeIn(file, span), newText: text }));
