/** What is shown in and over the text: hover, inlay hints, code lenses, colours, highlights. */
import {
  CodeLensRequest,
  DocumentHighlightKind,
  DocumentHighlightRequest,
  HoverRequest,
  InlayHintKind,
  InlayHintRequest,
  MarkupKind,
  SemanticTokensBuilder,
  SemanticTokensDeltaRequest,
  SemanticTokensRangeRequest,
  SemanticTokensRequest,
  type ServerCapabilities,
  type InlayHint as ShownHint,
} from "vscode-languageserver";
import type { Span } from "../core/span.ts";
import { codeLenses } from "../ide/code_lens.ts";
import { highlights } from "../ide/highlights.ts";
import { type Hover, hover } from "../ide/hover/index.ts";
import { type InlayHint, inlayHints } from "../ide/inlay_hints.ts";
import { semanticTokens, TOKEN_MODIFIERS, TOKEN_TYPES } from "../ide/semantic_tokens.ts";
import type { FileScope } from "../ide/snapshot.ts";
import { COPY_TEXT } from "../protocol/messages.ts";
import { positionIn, rangeIn, spanIn } from "./places.ts";
import { checkedRange, checkedText, type Requests, type Server } from "./requests.ts";

export function look(server: Server, requests: Requests): ServerCapabilities {
  requests.onPlace(HoverRequest.type, ({ snapshot, file, offset }) => {
    const found = hover(snapshot, file, offset);
    const formats = server.client().textDocument?.hover?.contentFormat ?? [MarkupKind.Markdown];
    const kind = formats.includes(MarkupKind.Markdown) ? MarkupKind.Markdown : MarkupKind.PlainText;
    return (
      (found && {
        range: rangeIn(file, found.span),
        contents: { kind, value: [found.markdown, linksOf(found, server)].filter((s) => s !== "").join("\n\n") },
      }) ??
      null
    );
  });

  requests.onFile(InlayHintRequest.type, async ({ uri, snapshot, file }, { range }) => {
    const span = spanIn(file, checkedRange(range));
    const { hints } = await server.settings.of(server.texts.sent(uri));
    return inlayHints(snapshot, file, span, hints).map((hint) => hintOf(hint, file));
  });

  requests.onFile(CodeLensRequest.type, async ({ uri, snapshot, file }) => {
    if (!(await server.settings.of(server.texts.sent(uri))).lenses) return [];
    return codeLenses(snapshot, file).map(({ span, title }) => ({
      range: rangeIn(file, span),
      command: { title, command: "" },
    }));
  });

  requests.onPlace(DocumentHighlightRequest.type, ({ file, offset }) =>
    highlights(file, offset).map(({ span, kind }) => ({
      range: rangeIn(file, span),
      kind: kind === "write" ? DocumentHighlightKind.Write : DocumentHighlightKind.Read,
    })),
  );

  colours(server, requests);
  return {
    hoverProvider: true,
    inlayHintProvider: true,
    codeLensProvider: {},
    documentHighlightProvider: true,
    semanticTokensProvider: {
      legend: { tokenTypes: [...TOKEN_TYPES], tokenModifiers: [...TOKEN_MODIFIERS] },
      full: { delta: true },
      range: true,
    },
  };
}

/** Only for a client that has the command. */
function linksOf({ links }: Hover, { commands }: Server): string {
  if (!commands().has(COPY_TEXT)) return "";
  return links
    .map(({ title, text }) => {
      const argument = encodeURIComponent(JSON.stringify([text])).replace(/[()]/g, (c) => (c === "(" ? "%28" : "%29"));
      return `[${title}](command:${COPY_TEXT}?${argument})`;
    })
    .join(" · ");
}

function hintOf({ offset, label, kind, tooltip }: InlayHint, file: FileScope): ShownHint {
  return {
    position: positionIn(file, offset),
    label,
    kind: kind === "shape" ? InlayHintKind.Type : InlayHintKind.Parameter,
    ...(kind === "shape" ? { paddingLeft: true } : { paddingRight: !label.endsWith(")") }),
    ...(tooltip ? { tooltip: tooltip.join("\n") } : {}),
  };
}

/** The last colours of each open file are kept, so that after an edit only what moved is sent. */
function colours({ texts }: Server, requests: Requests): void {
  const sent = new Map<string, SemanticTokensBuilder>();
  texts.onChange((uri) => {
    if (!texts.open.has(uri)) sent.delete(uri);
  });
  const builderOf = (uri: string): SemanticTokensBuilder => {
    const builder = sent.get(uri) ?? new SemanticTokensBuilder();
    if (texts.open.has(uri)) sent.set(uri, builder);
    return builder;
  };
  requests.onFile(SemanticTokensRequest.type, ({ uri, file }) => {
    sent.delete(uri);
    const builder = builderOf(uri);
    build(builder, file);
    return builder.build();
  });
  requests.onFile(SemanticTokensDeltaRequest.type, ({ uri, file }, { previousResultId }) => {
    const builder = builderOf(uri);
    builder.previousResult(checkedText(previousResultId, "previousResultId"));
    build(builder, file);
    return builder.buildEdits();
  });
  requests.onFile(SemanticTokensRangeRequest.type, ({ file }, { range }) => {
    const builder = new SemanticTokensBuilder();
    build(builder, file, spanIn(file, checkedRange(range)));
    return { data: builder.build().data };
  });
}

function build(builder: SemanticTokensBuilder, file: FileScope, within?: Span): void {
  for (const { span, type, modifiers } of semanticTokens(file, within)) {
    const { line, character } = positionIn(file, span.start);
    const bits = modifiers.reduce((all, one) => all | (1 << TOKEN_MODIFIERS.indexOf(one)), 0);
    builder.push(line, character, span.end - span.start, TOKEN_TYPES.indexOf(type), bits);
  }
}
