/** Every feature over a real connection: what is announced answers, and with what. */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type {
  Hover,
  LocationLink,
  TextEdit as LspEdit,
  Range,
  ServerCapabilities,
  TextDocumentEdit,
  WorkspaceEdit,
} from "vscode-languageserver";
import { TextDocument } from "vscode-languageserver-textdocument";
import { cursor, PUSH, startClient, type TestClient } from "../harness/lsp.ts";

const examples = join(import.meta.dirname, "../../examples");
const NET = "file:///models/net.arch.yaml";
const OTHER = "file:///models/other.arch.yaml";
const BLOCKS = "file:///models/blocks.arch.yaml";

const TEXT = `model: Net
use:
  b: ./blocks.arch.yaml
inputs:
  image: [N, 3, H, W]
layers:
  stem: Conv2d(16, 3, padding=1)
  head: b.Head(width=8)
  out: ReLU
`;
const HEAD = `blocks:
  # Narrows.
  Head:
    params: { width: int }
    layers:
      - Conv2d(width, 1)
`;
const USER = TEXT.replace("model: Net", "model: Other");

let client: TestClient;
beforeAll(async () => {
  client = await startClient({
    disk: new Map([
      [BLOCKS, HEAD],
      [OTHER, USER],
    ]),
    commands: ["shapewright.copyText", "shapewright.explain"],
  });
  client.open(NET, TEXT);
  await client.pull(NET);
});
afterAll(async () => {
  expect(client.messages).toEqual([]);
  await client.stop();
});

const document = { textDocument: { uri: NET } };
const range = { start: { line: 0, character: 0 }, end: { line: 100, character: 0 } };
const position = { line: 7, character: 10 };

/** For each capability a request that it promises to answer; what stands in a capability is asked for as well. */
const PROMISES: Readonly<Record<string, readonly (readonly [method: string, params: object])[]>> = {
  hoverProvider: [["textDocument/hover", { ...document, position }]],
  inlayHintProvider: [["textDocument/inlayHint", { ...document, range }]],
  codeLensProvider: [["textDocument/codeLens", document]],
  documentHighlightProvider: [["textDocument/documentHighlight", { ...document, position }]],
  semanticTokensProvider: [
    ["textDocument/semanticTokens/full", document],
    ["textDocument/semanticTokens/full/delta", { ...document, previousResultId: "none" }],
    ["textDocument/semanticTokens/range", { ...document, range }],
  ],
  definitionProvider: [["textDocument/definition", { ...document, position }]],
  referencesProvider: [["textDocument/references", { ...document, position, context: { includeDeclaration: true } }]],
  renameProvider: [
    ["textDocument/prepareRename", { ...document, position }],
    ["textDocument/rename", { ...document, position, newName: "Top" }],
  ],
  workspaceSymbolProvider: [["workspace/symbol", { query: "head" }]],
  documentSymbolProvider: [["textDocument/documentSymbol", document]],
  foldingRangeProvider: [["textDocument/foldingRange", document]],
  selectionRangeProvider: [["textDocument/selectionRange", { ...document, positions: [position] }]],
  documentLinkProvider: [["textDocument/documentLink", document]],
  completionProvider: [
    ["textDocument/completion", { ...document, position }],
    ["completionItem/resolve", { label: "Conv2d" }],
  ],
  signatureHelpProvider: [["textDocument/signatureHelp", { ...document, position: { line: 6, character: 15 } }]],
  documentFormattingProvider: [
    ["textDocument/formatting", { ...document, options: { tabSize: 2, insertSpaces: true } }],
  ],
  documentRangeFormattingProvider: [
    ["textDocument/rangeFormatting", { ...document, range, options: { tabSize: 2, insertSpaces: true } }],
  ],
  codeActionProvider: [["textDocument/codeAction", { ...document, range, context: { diagnostics: [] } }]],
  diagnosticProvider: [["textDocument/diagnostic", document]],
};

/** Announced, and answered by notifications or otherwise. */
const OTHERS = ["positionEncoding", "textDocumentSync", "workspace"];

describe("what is announced", () => {
  test("has a promise here", () => {
    const announced = Object.keys(client.result.capabilities).filter((name) => !OTHERS.includes(name));
    expect(announced.sort()).toEqual(Object.keys(PROMISES).sort());
  });

  for (const [name, promises] of Object.entries(PROMISES))
    for (const [method, params] of promises) {
      test(`${method} answers`, async () => {
        expect(client.result.capabilities[name as keyof ServerCapabilities]).toBeTruthy();
        expect(await client.request(method, params)).not.toBeNull();
      });

      test(`${method} refuses malformed params, and says nothing else`, async () => {
        const wrong =
          method === "workspace/symbol"
            ? [{}, { query: 7 }]
            : [{}, { textDocument: null }, { textDocument: { uri: 7 } }];
        if ("position" in params)
          wrong.push(
            { ...document, position: { line: -1, character: 0.5 } } as object,
            { ...document, position: "here" } as object,
          );
        if ("range" in params && method !== "textDocument/diagnostic")
          wrong.push({ ...document, range: { start: null } } as object);
        for (const one of wrong) await expect(client.request(method, one)).rejects.toMatchObject({ code: -32602 });
      });

      if (!("textDocument" in params)) continue;
      test(`${method} about a file that is nowhere answers calmly`, async () => {
        const answer = await client.request(method, {
          ...params,
          textDocument: { uri: "file:///models/none.arch.yaml" },
        });
        if (method === "textDocument/diagnostic") expect(answer).toMatchObject({ items: [] });
        else expect(answer).toBeNull();
      });
    }

  test("of a file that is not open is answered from disk", async () => {
    const hover = await client.at<Hover>("textDocument/hover", OTHER, { line: 6, character: 4 });
    expect(JSON.stringify(hover.contents)).toContain("Conv2d");
  });

  test("on every example, open or broken, at every word", { timeout: 60_000 }, async () => {
    const names = readdirSync(examples, { recursive: true, encoding: "utf8" }).filter((n) => n.endsWith(".arch.yaml"));
    expect(names.length).toBeGreaterThan(5);
    const own = await startClient({
      folders: ["file:///examples"],
      disk: new Map(names.map((n) => [`file:///examples/${n}`, readFileSync(join(examples, n), "utf8")])),
    });
    for (const [uri, text] of own.disk) {
      own.open(uri, text);
      const lines = text.split("\n");
      for (const [line, words] of lines.entries()) {
        if (line % 3 !== 0) continue;
        const at = { line, character: words.length >> 1 };
        for (const method of ["hover", "definition", "documentHighlight"])
          await own.at(`textDocument/${method}`, uri, at);
      }
      for (const method of ["codeLens", "semanticTokens/full"])
        await own.request(`textDocument/${method}`, { textDocument: { uri } });
      await own.request("textDocument/inlayHint", { textDocument: { uri }, range });
      await own.request("textDocument/codeAction", { textDocument: { uri }, range, context: { diagnostics: [] } });
      own.close(uri);
    }
    expect(own.messages).toEqual([]);
    await own.stop();
  });
});

describe("names", () => {
  test("a block of another file leads there", async () => {
    const { position } = cursor(TEXT.replace("b.Head", "b.He|ad"));
    const [link] = await client.at<LocationLink[]>("textDocument/definition", NET, position);
    expect(link).toMatchObject({ targetUri: BLOCKS, targetSelectionRange: { start: { line: 2, character: 2 } } });
  });

  test("references and renaming reach files that are not open, with versions of those that are", async () => {
    const { position } = cursor(TEXT.replace("b.Head", "b.He|ad"));
    const found = await client.at<{ uri: string }[]>("textDocument/references", NET, position, {
      context: { includeDeclaration: true },
    });
    expect(found.map(({ uri }) => uri).sort()).toEqual([BLOCKS, NET, OTHER].sort());
    const edit = await client.at<WorkspaceEdit>("textDocument/rename", NET, position, { newName: "Top" });
    const changes = (edit.documentChanges ?? []) as TextDocumentEdit[];
    expect(changes.map(({ textDocument }) => [textDocument.uri, textDocument.version]).sort()).toEqual([
      [BLOCKS, null],
      [NET, 1],
      [OTHER, null],
    ]);
    expect(changes.every(({ edits }) => edits.every((e) => "newText" in e && e.newText === "Top"))).toBe(true);
  });

  test("a name that cannot be is refused with the reason", async () => {
    const { position } = cursor(TEXT.replace("out:", "o|ut:"));
    await expect(client.at("textDocument/rename", NET, position, { newName: "a b" })).rejects.toThrow(/is no name/);
    await expect(client.at("textDocument/rename", NET, position, { newName: "stem" })).rejects.toThrow(/taken/);
  });

  test("symbols of the workspace", async () => {
    const found = await client.request<{ name: string; location: { uri: string } }[]>("workspace/symbol", {
      query: "Head",
    });
    expect(found[0]).toMatchObject({ name: "Head", location: { uri: BLOCKS } });
  });
});

describe("what is shown", () => {
  test("hover has links for a client with the command only", async () => {
    const at = { line: 6, character: 10 };
    const value = ({ contents }: Hover): string => (contents as { value: string }).value;
    const here = value(await client.at<Hover>("textDocument/hover", NET, at));
    expect(here).toContain("command:shapewright.copyText?");
    const plain = await startClient();
    plain.open(NET, TEXT);
    const there = value(await plain.at<Hover>("textDocument/hover", NET, at));
    expect(there).not.toContain("command:");
    expect(here.startsWith(there)).toBe(true);
    await plain.stop();
  });

  test("hints, each kind with its switch", async () => {
    const own = await startClient({ disk: new Map([[BLOCKS, HEAD]]) });
    own.open(NET, TEXT);
    const labels = async (): Promise<string[]> => {
      const hints = await own.request<{ label: string }[]>("textDocument/inlayHint", { ...document, range });
      return hints.map(({ label }) => label);
    };
    expect(await labels()).toEqual(expect.arrayContaining(["[N, 16, H, W]", "in_channels=3,", "out_channels="]));
    own.settings = { inlayHints: { shapes: false, arguments: false }, codeLens: { costs: false } };
    void own.connection.sendNotification("workspace/didChangeConfiguration", { settings: null });
    await own.until(() => own.hintRefreshes > 0);
    const left = await labels();
    expect(left).toContain("in_channels=3,");
    expect(left).not.toContain("out_channels=");
    expect(left).not.toContain("[N, 16, H, W]");
    expect(await own.request("textDocument/codeLens", document)).toEqual([]);
    await own.stop();
  });

  test("colours after an edit are those of the whole text", async () => {
    const own = await startClient({ disk: new Map([[BLOCKS, HEAD]]) });
    own.open(NET, TEXT);
    const before = await own.request<{ resultId: string; data: number[] }>(
      "textDocument/semanticTokens/full",
      document,
    );
    own.change(NET, TEXT.replace("stem: ", "stem2: "));
    const { edits } = await own.request<{ edits: { start: number; deleteCount: number; data?: number[] }[] }>(
      "textDocument/semanticTokens/full/delta",
      { ...document, previousResultId: before.resultId },
    );
    const data = [...before.data];
    for (const { start, deleteCount, data: put } of [...edits].reverse())
      data.splice(start, deleteCount, ...(put ?? []));
    const whole = await own.request<{ data: number[] }>("textDocument/semanticTokens/full", document);
    expect(data).toEqual(whole.data);
    expect(data).not.toEqual(before.data);
    const part = await own.request<{ data: number[] }>("textDocument/semanticTokens/range", { ...document, range });
    expect(part.data).toEqual(whole.data);
    await own.stop();
  });
});

describe("the make-up of a text", () => {
  test("outline, as a tree or flat", async () => {
    interface Symbol {
      readonly name: string;
      readonly children?: readonly Symbol[];
      readonly containerName?: string;
    }
    const flat = await client.request<Symbol[]>("textDocument/documentSymbol", document);
    expect(flat.find(({ name }) => name === "stem")).toMatchObject({ containerName: "Net", location: { uri: NET } });
    const own = await startClient({
      capabilities: { ...PUSH, textDocument: { documentSymbol: { hierarchicalDocumentSymbolSupport: true } } },
      disk: new Map([[BLOCKS, HEAD]]),
    });
    own.open(NET, TEXT);
    const [model] = await own.request<Symbol[]>("textDocument/documentSymbol", document);
    expect(model?.name).toBe("Net");
    expect(model?.children?.map(({ name }) => name)).toEqual(["image", "stem", "head", "out"]);
    await own.stop();
  });

  test("links lead to the used file, selections grow to the whole text", async () => {
    const links = await client.request<{ target: string; range: Range }[]>("textDocument/documentLink", document);
    expect(links).toContainEqual(
      expect.objectContaining({ target: BLOCKS, range: expect.objectContaining({ start: { line: 2, character: 5 } }) }),
    );
    interface Grown {
      readonly range: Range;
      readonly parent?: Grown;
    }
    const [grown] = await client.request<Grown[]>("textDocument/selectionRange", {
      ...document,
      positions: [position],
    });
    let last = grown;
    for (let next = grown; next; next = next.parent) last = next;
    expect(last?.range.start).toEqual({ line: 0, character: 0 });
    expect(last?.range.end.line).toBe(TEXT.split("\n").length - 1);
  });

  test("sections fold", async () => {
    const folds = await client.request<{ startLine: number; endLine: number }[]>("textDocument/foldingRange", document);
    expect(folds).toContainEqual(expect.objectContaining({ startLine: 5, endLine: 8 }));
  });
});

describe("actions", () => {
  const BROKEN =
    "model: Net\ninputs:\n  x: [N, 3, 32, 32]\nlayers:\n  - Conv2(8, 3)\n  - BatchNorm2d(num_features=8)\n";
  const ask = (own: TestClient, only?: string[]) =>
    own.request<
      {
        title: string;
        kind: string;
        edit?: WorkspaceEdit;
        diagnostics?: { code: string }[];
        isPreferred?: boolean;
        command?: { arguments: unknown[] };
      }[]
    >("textDocument/codeAction", {
      ...document,
      range: { start: { line: 4, character: 6 }, end: { line: 4, character: 6 } },
      context: { diagnostics: [], ...(only ? { only } : {}) },
    });

  test("a fix mends its problem, for the version that it was asked for", async () => {
    const own = await startClient({ commands: ["shapewright.explain"] });
    own.open(NET, BROKEN);
    const all = await ask(own);
    const [fix] = all;
    expect(fix).toMatchObject({ kind: "quickfix", diagnostics: [{ code: "unknown-op" }] });
    const [change] = (fix?.edit?.documentChanges ?? []) as TextDocumentEdit[];
    expect(change?.textDocument).toEqual({ uri: NET, version: 1 });
    const [edit] = change?.edits ?? [];
    if (!edit || !("newText" in edit)) throw new Error("there is no edit");
    own.change(NET, edit.newText, edit.range);
    const left = (await own.problems(NET)).map(({ code }) => code);
    expect(left).toContain("redundant-attribute");
    expect(left).not.toContain("unknown-op");
    expect(all.at(-1)?.command?.arguments).toEqual(["unknown-op"]);
    await own.stop();
  });

  test("kinds are asked for", async () => {
    const own = await startClient();
    own.open(NET, BROKEN);
    expect((await ask(own, ["source.fixAll"])).map(({ kind }) => kind)).toEqual(["source.fixAll.shapewright"]);
    expect((await ask(own, ["source"])).map(({ kind }) => kind)).toEqual(["source.fixAll.shapewright"]);
    expect(new Set((await ask(own, ["quickfix"])).map(({ kind }) => kind))).toEqual(new Set(["quickfix"]));
    expect(await ask(own, ["refactor.extract"])).toEqual([]);
    await own.stop();
  });
});

describe("typing", () => {
  interface Item {
    readonly label: string;
    readonly insertTextFormat: number;
    readonly textEdit: { readonly newText: string };
    readonly documentation?: unknown;
  }
  const { text, position: at } = cursor(TEXT.replace("  out: ReLU", "  out: Con|"));
  const list = async (own: TestClient): Promise<readonly Item[]> => {
    own.open(NET, text);
    const { items } = await own.at<{ items: Item[] }>("textDocument/completion", NET, at);
    return items;
  };

  test("every item says what it replaces; tab stops are for clients that have them", async () => {
    const own = await startClient({ disk: new Map([[BLOCKS, HEAD]]) });
    const items = await list(own);
    const conv = items.find(({ label }) => label === "Conv2d");
    expect(conv).toMatchObject({ insertTextFormat: 2, textEdit: { newText: expect.stringContaining("${1:") } });
    expect(conv?.documentation).toBeDefined();
    expect(items.every(({ textEdit }) => textEdit !== undefined)).toBe(true);
    await own.stop();
    const plain = await startClient({ capabilities: PUSH, disk: new Map([[BLOCKS, HEAD]]) });
    const without = await list(plain);
    expect(without.length).toBe(items.length);
    expect(
      without.every(({ insertTextFormat, textEdit }) => insertTextFormat === 1 && !textEdit.newText.includes("${")),
    ).toBe(true);
    await plain.stop();
  });

  test("documentation comes when an item is looked at, of the last list only", async () => {
    const own = await startClient({
      capabilities: {
        ...PUSH,
        textDocument: { completion: { completionItem: { resolveSupport: { properties: ["documentation"] } } } },
      },
      disk: new Map([[BLOCKS, HEAD]]),
    });
    const first = (await list(own)).find(({ label }) => label === "Conv2d");
    expect(first?.documentation).toBeUndefined();
    expect(await own.request("completionItem/resolve", first)).toMatchObject({ documentation: { kind: "markdown" } });
    await own.at("textDocument/completion", NET, at);
    expect(await own.request("completionItem/resolve", first)).toEqual(first);
    expect(await own.request("completionItem/resolve", { label: "Conv2d", data: [99, "x"] })).toEqual({
      label: "Conv2d",
      data: [99, "x"],
    });
    await own.stop();
  });

  test("the signature that is being filled", async () => {
    const { position: inside } = cursor(TEXT.replace("Conv2d(16, 3", "Conv2d(16, 3|"));
    const help = await client.at<{
      signatures: { label: string; parameters: { label: [number, number] }[] }[];
      activeParameter: number;
    }>("textDocument/signatureHelp", NET, inside);
    const [signature] = help.signatures;
    const [from, to] = signature?.parameters[help.activeParameter]?.label ?? [0, 0];
    expect(signature?.label.slice(from, to)).toContain("kernel_size");
  });

  test("formatting, whole and in part", async () => {
    const own = await startClient({ disk: new Map([[BLOCKS, HEAD]]) });
    const messy = TEXT.replace("Conv2d(16, 3", "Conv2d( 16,3").replace("ReLU", "ReLU   ");
    own.open(NET, messy);
    const options = { tabSize: 2, insertSpaces: true };
    const formatted = (edits: LspEdit[]): string =>
      TextDocument.applyEdits(TextDocument.create(NET, "", 1, messy), edits);
    expect(formatted(await own.request<LspEdit[]>("textDocument/formatting", { ...document, options }))).toBe(TEXT);
    const lines = { start: { line: 6, character: 0 }, end: { line: 6, character: 5 } };
    const part = await own.request<LspEdit[]>("textDocument/rangeFormatting", { ...document, range: lines, options });
    expect(formatted(part)).toBe(TEXT.replace("ReLU", "ReLU   "));
    await own.stop();
  });
});

describe("beside the protocol", () => {
  test("pages, library, pulse, status", async () => {
    expect(await client.request("shapewright/ping", undefined)).toBeNull();
    expect(await client.request("shapewright/page", { code: "concat-mismatch" })).toMatch(/^# concat-mismatch\n/);
    expect(await client.request("shapewright/page", { code: "constructor" })).toBeNull();
    await expect(client.request("shapewright/page", {})).rejects.toMatchObject({ code: -32602 });
    expect(
      await client.request("shapewright/library", { uri: "shapewright-library:/torchvision.arch.yaml" }),
    ).toContain("model: ResNet");
    expect(await client.request("shapewright/library", { uri: "shapewright-library:/../x.arch.yaml" })).toBeNull();
    await client.until(() => client.statuses.length > 0);
    expect(client.statuses.at(-1)).toMatchObject({ uri: NET, version: 1, model: "Net", errors: 0 });
  });
});
