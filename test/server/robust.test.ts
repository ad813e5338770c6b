/** What must not break the server: edits and files that race, hostile texts, odd encodings, sizes. */

import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Diagnostic, Hover, Range, TextDocumentEdit, WorkspaceEdit } from "vscode-languageserver";
import { TextDocument } from "vscode-languageserver-textdocument";
import { fcOptions } from "../harness/fuzz.ts";
import { PUSH, start, startClient } from "../harness/lsp.ts";

const NET = "file:///models/net.arch.yaml";
const BLOCKS = "file:///models/blocks.arch.yaml";
const USER = "model: User\nuse:\n  b: ./blocks.arch.yaml\ninputs:\n  x: [N, 3, 32, 32]\nlayers:\n  - b.Head\n";
const HEAD = "blocks:\n  Head:\n    layers:\n      - Conv2d(8, 3)\n";
const BROKEN = "model: Net\ninputs:\n  x: [N, 3, 32, 32]\nlayers:\n  a: Conv2d(8, 3)\n  b: Concat(x, a)\n";

describe("races", () => {
  test("a cancelled request is answered as such, and later ones are answered", async () => {
    const client = await start();
    client.open(NET, BROKEN);
    const sent = client.connection.sendRequest(
      "textDocument/diagnostic",
      { textDocument: { uri: NET } },
      {
        isCancellationRequested: true,
        onCancellationRequested: (cancel) => {
          cancel(undefined);
          return { dispose: () => undefined };
        },
      },
    );
    await expect(sent).rejects.toMatchObject({ code: -32800 });
    expect(await client.problems(NET)).toHaveLength(1);
  });

  test("a request is not answered about a text that came after it", async () => {
    let release: () => void = () => undefined;
    const client = await start({ disk: new Map([[BLOCKS, HEAD]]) });
    client.readHold = new Promise((resolve) => {
      release = resolve;
    });
    client.open(NET, USER);
    const hover = client.at<Hover>("textDocument/hover", NET, { line: 6, character: 7 });
    const problems = client.problems(NET);
    const settled = expect(hover).rejects.toMatchObject({ code: -32801 });
    while (client.read.length === 0) await client.request("shapewright/ping", undefined);
    client.change(NET, USER.replace("b.Head", "x -> ReLU"));
    await client.request("shapewright/ping", undefined);
    release();
    await settled;
    expect(await problems).toEqual([]);
  });

  test("a file that changes while it is read is read again", async () => {
    let release: () => void = () => undefined;
    const client = await start({ disk: new Map([[BLOCKS, "blocks: {}\n"]]) });
    client.readHold = new Promise((resolve) => {
      release = resolve;
    });
    client.open(NET, USER);
    const first = client.problems(NET);
    while (client.read.length === 0) await client.request("shapewright/ping", undefined);
    client.watched(BLOCKS, 2);
    await client.request("shapewright/ping", undefined);
    client.disk.set(BLOCKS, HEAD);
    release();
    await first;
    expect(await client.problems(NET)).toEqual([]);
    expect(client.read.length).toBe(2);
  });

  test("opened and closed at once, nothing stays behind", async () => {
    const client = await start({ capabilities: PUSH, disk: new Map([[BLOCKS, HEAD]]) });
    for (let i = 0; i < 20; i++) {
      client.open(NET, BROKEN);
      client.change(NET, USER);
      client.close(NET);
    }
    client.open(NET, BROKEN);
    await client.until(() => client.pushed.get(NET)?.diagnostics.length === 1);
    client.close(NET);
    await client.until(() => client.pushed.get(NET)?.diagnostics.length === 0);
    expect([...client.pushed.values()].every(({ diagnostics }) => diagnostics.length === 0)).toBe(true);
  });

  test("a server that takes its place says the same", async () => {
    const first = await startClient();
    first.open(NET, BROKEN);
    const told = await first.pull(NET);
    await first.stop();
    const second = await start();
    second.open(NET, BROKEN);
    expect(await second.pull(NET)).toEqual(told);
  });

  test("edits in any order leave the text that the editor has", async () => {
    const client = await start();
    const lines = BROKEN.split("\n");
    await fc.assert(
      fc.asyncProperty(
        fc.array(
          fc.record({
            line: fc.nat(7),
            to: fc.nat(7),
            from: fc.nat(20),
            text: fc.constantFrom("", "a", "\n", "\r\n", "ReLU", "é😀", "\ud800", "  - x\n"),
          }),
          { minLength: 1, maxLength: 8 },
        ),
        async (edits) => {
          const mirror = TextDocument.create(NET, "shapewright", 1, lines.join("\n"));
          client.open(NET, mirror.getText());
          for (const [i, { line, to, from, text }] of edits.entries()) {
            const range: Range = {
              start: { line: Math.min(line, to), character: line <= to ? from : 0 },
              end: { line: Math.max(line, to), character: from },
            };
            TextDocument.update(mirror, [{ range, text }], i + 2);
            client.change(NET, text, range);
          }
          const after = await client.pull(NET);
          client.close(NET);
          client.open(NET, mirror.getText());
          const fresh = await client.pull(NET);
          client.close(NET);
          expect(after.resultId).toBe(fresh.resultId);
        },
      ),
      fcOptions(40),
    );
  });
});

describe("hostile texts", () => {
  const names = [
    "`x`",
    "<img src=x onerror=alert(1)>",
    "[x](command:evil)",
    "\u202etxt",
    "</script>",
    "__proto__",
    "![a](http://a/b.png)",
    "a\u0007b",
  ];

  test("are shown as text", async () => {
    const client = await start({ commands: ["shapewright.copyText"] });
    for (const name of names) {
      const text = `model: Net\ninputs:\n  x: [N, 3, 32, 32]\nlayers:\n  # ${name}\n  a: Conv2d(8, 3)\n  b: ${JSON.stringify(name)}\n  ${JSON.stringify(name)}: a -> ReLU\n`;
      client.open(NET, text);
      const problems = await client.problems(NET);
      expect(problems.length).toBeGreaterThan(0);
      // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
      for (const { message } of problems) expect(message).not.toMatch(/[\u0000-\u001f\u202a-\u202e]/);
      const hover = await client.at<Hover | null>("textDocument/hover", NET, { line: 5, character: 3 });
      const shown = (hover?.contents as { value: string } | undefined)?.value ?? "";
      expect(shown).not.toMatch(/(?<!\\)<img|(?<!\\)<\/script|(?<!\\)\]\(command:evil|(?<!\\)!\[a\]|\u202e/);
      client.close(NET);
    }
  });

  test("params of another kind do no harm", async () => {
    const client = await start();
    client.open(NET, BROKEN);
    for (const params of [null, [], 7, "x", { textDocument: {} }, { textDocument: { uri: [] } }])
      for (const method of ["textDocument/hover", "textDocument/diagnostic", "textDocument/codeAction"])
        await expect(client.request(method, params)).rejects.toMatchObject({ code: expect.any(Number) });
    await expect(client.request("textDocument/nothing", {})).rejects.toMatchObject({ code: -32601 });
    void client.connection.sendNotification("workspace/didChangeWatchedFiles", { changes: [{ uri: "%", type: 9 }] });
    void client.connection.sendNotification("textDocument/nothing", { a: 1 });
    expect(await client.problems(NET)).toHaveLength(1);
  });
});

describe("encodings", () => {
  /** Of the one problem, the text that it is about, cut out as an editor does. */
  async function marked(text: string): Promise<string[]> {
    const client = await start();
    client.open(NET, text);
    const problems: readonly Diagnostic[] = await client.problems(NET);
    const document = TextDocument.create(NET, "", 1, text);
    return problems.map(({ range }) => document.getText(range));
  }

  const lines = [
    "model: Net # é 😀 \u{10ffff}",
    "inputs:",
    "  x: [N, 3, 32, 32] # 😀",
    "layers:",
    "  a: Conv2d(8, 3) -> Nothing # 😀",
  ];
  for (const [name, text] of [
    ["\\n", lines.join("\n")],
    ["\\r\\n", lines.join("\r\n")],
    ["lone \\r", lines.join("\r")],
    ["a byte order mark", `\ufeff${lines.join("\n")}`],
    ["a lone surrogate", lines.join("\n").replace("é", "\ud83d")],
    ["wide characters before it", lines.join("\n").replace("a: Conv2d(8, 3)", "café: Conv2d(8, 3)")],
  ] as const)
    test(`${name}: the place is exact`, async () => {
      expect(await marked(text)).toContain("Nothing");
    });
});

describe("sizes", () => {
  test("an empty file, comments only, a file of 10 MB", { timeout: 120_000 }, async () => {
    const client = await start();
    for (const text of ["", "# nothing yet\n", "\n\n\n", `# ${"x".repeat(1_000_000)}\n`, "#\n".repeat(5_000_000)]) {
      client.open(NET, text);
      const problems = await client.problems(NET);
      expect(problems.length).toBeLessThan(3);
      expect(await client.at("textDocument/hover", NET, { line: 0, character: 0 })).toBeNull();
      client.close(NET);
    }
  });

  test("thousands of edits leave nothing behind", { timeout: 120_000 }, async () => {
    setFlagsFromString("--expose-gc");
    const collect = runInNewContext("gc") as () => void;
    const client = await start();
    const line = (n: number) => `  a: Conv2d(${(n % 50) + 1}, 3)\n`;
    client.open(NET, BROKEN);
    const used = async (from: number, to: number): Promise<number> => {
      for (let n = from; n < to; n++) {
        client.change(NET, line(n), { start: { line: 4, character: 0 }, end: { line: 5, character: 0 } });
        if (n % 3 === 0) await client.pull(NET);
      }
      await client.pull(NET);
      collect();
      return process.memoryUsage().heapUsed;
    };
    const early = await used(0, 2_000);
    const late = await used(2_000, 10_000);
    expect(late / early).toBeLessThan(1.1);
  });
});

describe("files that move", () => {
  test("what uses them says where they are", async () => {
    const client = await start({
      disk: new Map([
        [BLOCKS, HEAD],
        [NET, USER],
      ]),
    });
    client.open(NET, USER);
    expect(await client.problems(NET)).toEqual([]);
    const moved = "file:///models/parts/cells.arch.yaml";
    const edit = await client.request<WorkspaceEdit>("workspace/willRenameFiles", {
      files: [{ oldUri: BLOCKS, newUri: moved }],
    });
    const [change] = (edit.documentChanges ?? []) as TextDocumentEdit[];
    expect(change?.textDocument).toEqual({ uri: NET, version: 1 });
    const [one] = change?.edits ?? [];
    if (!one || !("newText" in one)) throw new Error("there is no edit");
    expect(one.newText).toBe("./parts/cells.arch.yaml");
    client.disk.set(moved, HEAD);
    client.disk.delete(BLOCKS);
    void client.connection.sendNotification("workspace/didRenameFiles", { files: [{ oldUri: BLOCKS, newUri: moved }] });
    client.change(NET, one.newText, one.range);
    expect(await client.problems(NET)).toEqual([]);
  });

  test("a folder that is deleted takes its files along", async () => {
    const inside = "file:///models/parts/blocks.arch.yaml";
    const client = await start({ disk: new Map([[inside, HEAD]]) });
    client.open(NET, USER.replace("./", "./parts/"));
    expect(await client.problems(NET)).toEqual([]);
    client.disk.clear();
    void client.connection.sendNotification("workspace/didDeleteFiles", { files: [{ uri: "file:///models/parts" }] });
    expect((await client.problems(NET)).map(({ code }) => code)).toEqual(["import-not-found"]);
  });
});
