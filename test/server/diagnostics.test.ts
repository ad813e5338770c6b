/** Problems over a real connection: pulled, pushed, of several files, after edits. */
import { describe, expect, test } from "vitest";
import { PULL, PUSH, start, type TestClient } from "../harness/lsp.ts";

const BROKEN = `model: Net
inputs:
  image: [N, 3, 32, 32]
layers:
  skip: Conv2d(8, 3, padding=1)
  down: MaxPool2d(2)
  joined: Concat(skip, down)
`;
const FIXED = BROKEN.replace("MaxPool2d(2)", "ReLU");
const NET = "file:///models/net.arch.yaml";

const BLOCKS = "file:///models/blocks.arch.yaml";
const USER = `model: User
use:
  b: ./blocks.arch.yaml
inputs:
  x: [N, 3, 32, 32]
layers:
  - b.Head
`;
const GOOD_BLOCKS = `blocks:
  Head:
    layers:
      - Conv2d(8, 3)
`;
const BAD_BLOCKS = `blocks:
  Head:
    layers:
      - Conv2d(8, 3)
      - Linear(4, in_features=7)
`;

describe("pull", () => {
  test("a problem is told with its places, its page and its code", async () => {
    const client = await start();
    client.open(NET, BROKEN);
    const problems = await client.problems(NET);
    expect(problems).toHaveLength(1);
    const [problem] = problems;
    expect(problem).toMatchObject({
      code: "concat-mismatch",
      severity: 1,
      source: "shapewright",
      range: { start: { line: 6, character: 10 } },
      codeDescription: { href: "shapewright-page:/concat-mismatch.shapewright.md" },
    });
    const lines = problem?.relatedInformation?.map(({ location }) => location.range.start.line);
    expect(lines).toEqual(expect.arrayContaining([4, 5]));
    expect(problem?.relatedInformation?.every(({ location }) => location.uri === NET)).toBe(true);
  });

  test("nothing that is known is sent again, also by a server that was started again", async () => {
    const client = await start();
    client.open(NET, BROKEN);
    const first = await client.pull(NET);
    expect(await client.pull(NET, first.resultId)).toEqual({ kind: "unchanged", resultId: first.resultId });
    client.change(NET, FIXED);
    const second = await client.pull(NET, first.resultId);
    expect(second).toMatchObject({ kind: "full", items: [] });
    const again = await start();
    again.open(NET, BROKEN);
    expect(await again.pull(NET)).toEqual(first);
  });

  test("a text that is being edited is checked as it is at last", async () => {
    const client = await start();
    client.open(NET, FIXED);
    const answers = [];
    for (let i = 0; i < 100; i++) {
      client.change(NET, i % 2 === 0 ? BROKEN : FIXED);
      answers.push(client.pull(NET));
    }
    const marks = new Set((await Promise.all(answers)).map(({ resultId }) => resultId));
    const last = await client.pull(NET);
    expect(last).toMatchObject({ kind: "full", items: [] });
    expect(marks).toEqual(new Set([last.resultId]));
    await client.until(() => client.statuses.some(({ version }) => version === 101));
    // Of a hundred edits that come at once, the last is checked.
    expect(client.statuses.length).toBeLessThan(10);
  });

  test("what is unused is shown faded, a setting changes what is shown", async () => {
    const client = await start();
    const text = "model: Net\ninputs:\n  x: [N, 8]\nlayers:\n  unused: x -> ReLU\n  out: x -> ReLU\noutputs: out\n";
    client.open(NET, text);
    const [problem] = await client.problems(NET);
    expect(problem).toMatchObject({ code: "unused-layer", tags: [1] });
    client.settings = { check: { severity: { "unused-layer": "error" } } };
    void client.connection.sendNotification("workspace/didChangeConfiguration", { settings: null });
    await client.until(() => client.refreshes > 0 && client.hintRefreshes > 0);
    expect((await client.problems(NET))[0]?.severity).toBe(1);
    client.settings = { check: { severity: { "unused-layer": "off" } } };
    void client.connection.sendNotification("workspace/didChangeConfiguration", { settings: null });
    await client.until(() => client.refreshes > 1);
    expect(await client.problems(NET)).toEqual([]);
  });

  test("a long list ends with how many are left out, and errors stay in it", async () => {
    const client = await start();
    const lines = "  - BatchNorm2d(num_features=8)\n".repeat(900);
    const last = "  - Conv2d(8, 3, padding=1, in_channels=5)\n";
    client.open(NET, `model: Net\ninputs:\n  x: [N, 8, 32, 32]\nlayers:\n${lines}${last}`);
    const problems = await client.problems(NET);
    expect(problems).toHaveLength(501);
    expect(problems.some(({ severity }) => severity === 1)).toBe(true);
    expect(problems.at(-1)?.message).toMatch(/^\d+ more problems of this file are not shown\.$/);
  });
});

describe("files that use each other", () => {
  test("a file that is not open is read once, and its problem is told there with the call", async () => {
    const client = await start({ disk: new Map([[BLOCKS, BAD_BLOCKS]]) });
    client.open(NET, USER);
    expect(await client.problems(NET)).toEqual([]);
    await client.until(() => client.pushed.has(BLOCKS));
    const [problem] = client.pushed.get(BLOCKS)?.diagnostics ?? [];
    expect(problem?.code).toBe("channel-mismatch");
    expect(problem?.relatedInformation?.map(({ location }) => location.uri)).toContain(NET);
    expect(client.read).toEqual([BLOCKS]);
    client.change(NET, USER.replace("  - b.Head", "  - x -> ReLU"));
    await client.until(() => client.pushed.get(BLOCKS)?.diagnostics.length === 0);
  });

  test("a client that takes related documents gets them in the answer", async () => {
    const capabilities = {
      ...PULL,
      textDocument: { ...PULL.textDocument, diagnostic: { relatedDocumentSupport: true } },
    };
    const client = await start({ capabilities, disk: new Map([[BLOCKS, BAD_BLOCKS]]) });
    client.open(NET, USER);
    const report = await client.pull(NET);
    expect(report.relatedDocuments?.[BLOCKS]).toMatchObject({ kind: "full", items: [{ code: "channel-mismatch" }] });
    client.change(NET, USER.replace("  - b.Head", "  - x -> ReLU"));
    const after = await client.pull(NET, report.resultId);
    expect(after.relatedDocuments?.[BLOCKS]).toMatchObject({ items: [] });
    expect(client.pushes).toEqual([]);
  });

  test("a change on disk reaches the file that uses it", async () => {
    const client = await start({ disk: new Map([[BLOCKS, GOOD_BLOCKS]]) });
    client.open(NET, USER);
    expect(await client.problems(NET)).toEqual([]);
    client.disk.set(BLOCKS, GOOD_BLOCKS.replace("Head", "Foot"));
    client.watched(BLOCKS, 2);
    await client.until(() => client.refreshes > 0);
    expect((await client.problems(NET)).map(({ code }) => code)).toEqual(["unknown-op"]);
    client.disk.delete(BLOCKS);
    client.watched(BLOCKS, 3);
    await client.until(() => client.refreshes > 1);
    expect((await client.problems(NET)).map(({ code }) => code)).toEqual(["import-not-found"]);
    client.disk.set(BLOCKS, GOOD_BLOCKS);
    client.watched(BLOCKS, 1);
    await client.until(() => client.refreshes > 2);
    expect(await client.problems(NET)).toEqual([]);
  });

  test("an edit in an open file reaches the file that uses it; closed, what is on disk counts", async () => {
    const client = await start({ disk: new Map([[BLOCKS, GOOD_BLOCKS]]) });
    client.open(NET, USER);
    client.open(BLOCKS, GOOD_BLOCKS);
    expect(await client.problems(NET)).toEqual([]);
    expect(await client.problems(BLOCKS)).toEqual([]);
    client.change(BLOCKS, GOOD_BLOCKS.replace("Head", "Foot"));
    await client.until(() => client.refreshes > 0);
    expect((await client.problems(NET)).map(({ code }) => code)).toEqual(["unknown-op"]);
    client.close(BLOCKS);
    await client.until(() => client.refreshes > 1);
    expect(await client.problems(NET)).toEqual([]);
  });

  test("a problem that another file finds in an open one is told once, in that one", async () => {
    const client = await start({ disk: new Map([[BLOCKS, BAD_BLOCKS]]) });
    client.open(BLOCKS, BAD_BLOCKS);
    const alone = await client.pull(BLOCKS);
    client.open(NET, USER);
    expect(await client.problems(NET)).toEqual([]);
    await client.until(() => client.refreshes > 0 || client.statuses.some(({ uri }) => uri === NET));
    const problems = await client.problems(BLOCKS);
    expect(problems.filter(({ code }) => code === "channel-mismatch")).toHaveLength(1);
    expect(alone.kind).toBe("full");
    expect(client.pushed.get(BLOCKS)?.diagnostics ?? []).toEqual([]);
  });

  test("addresses that are escaped differently are the same file", async () => {
    const escaped = "file:///models/a%28b%29.arch.yaml";
    const client = await start();
    client.open(escaped, GOOD_BLOCKS);
    client.open(NET, USER.replace("./blocks.arch.yaml", "./a(b).arch.yaml"));
    expect(await client.problems(NET)).toEqual([]);
    expect(client.read).toEqual([]);
  });

  test("several folders, and files outside them", async () => {
    const inside = "file:///other/blocks.arch.yaml";
    const client = await start({ folders: ["file:///work", "file:///other"], disk: new Map([[inside, GOOD_BLOCKS]]) });
    client.open(NET, USER.replace("./blocks", "../elsewhere/blocks"));
    expect((await client.problems(NET)).map(({ code }) => code)).toEqual(["import-outside-workspace"]);
    client.open("file:///other/net.arch.yaml", USER);
    expect(await client.problems("file:///other/net.arch.yaml")).toEqual([]);
    client.open("file:///alone/net.arch.yaml", USER);
    expect((await client.problems("file:///alone/net.arch.yaml")).map(({ code }) => code)).toEqual([
      "import-not-found",
    ]);
    expect(client.read).toEqual([inside, "file:///alone/blocks.arch.yaml"]);
  });
});

test("a folder that is added to the workspace opens what was outside it", async () => {
  const shared = "file:///shared/blocks.arch.yaml";
  const client = await start({ disk: new Map([[shared, GOOD_BLOCKS]]) });
  client.open(NET, USER.replace("./blocks", "../shared/blocks"));
  expect((await client.problems(NET)).map(({ code }) => code)).toEqual(["import-outside-workspace"]);
  void client.connection.sendNotification("workspace/didChangeWorkspaceFolders", {
    event: { added: [{ uri: "file:///", name: "all" }], removed: [{ uri: "file:///work", name: "work" }] },
  });
  await client.until(() => client.refreshes > 0);
  expect(await client.problems(NET)).toEqual([]);
});

describe("push", () => {
  test("every version that is told is the open one's, and the last is told", async () => {
    const client = await start({ capabilities: PUSH });
    client.open(NET, FIXED);
    for (let i = 0; i < 100; i++) client.change(NET, i % 2 === 0 ? FIXED : BROKEN);
    await client.until(() => client.pushed.get(NET)?.version === 101);
    expect(client.pushed.get(NET)?.diagnostics).toHaveLength(1);
    expect(client.pushes.length).toBeLessThan(10);
    const versions = client.pushes.map(({ version }) => version ?? 0);
    expect(versions).toEqual([...versions].sort((a, b) => a - b));
  });

  test("a closed file's problems go", async () => {
    const client = await start({ capabilities: PUSH });
    client.open(NET, BROKEN);
    await client.until(() => client.pushed.get(NET)?.diagnostics.length === 1);
    client.close(NET);
    await client.until(() => client.pushed.get(NET)?.diagnostics.length === 0);
  });
});

describe("the whole workspace", () => {
  const disk = () =>
    new Map([
      [NET, BROKEN],
      [BLOCKS, GOOD_BLOCKS],
    ]);
  const all = (client: TestClient, previousResultIds: unknown[] = []) =>
    client.request<{ items: { uri: string; kind: string; resultId: string; items?: unknown[] }[] }>(
      "workspace/diagnostic",
      {
        previousResultIds,
      },
    );

  test("is checked when that is set, and only what changed is sent again", async () => {
    const client = await start({ disk: disk(), settings: { check: { workspace: true } } });
    const first = await all(client);
    expect(first.items.map(({ uri, items }) => [uri, items?.length])).toEqual([
      [NET, 1],
      [BLOCKS, 0],
    ]);
    const known = first.items.map(({ uri, resultId }) => ({ uri, value: resultId }));
    expect((await all(client, known)).items.map(({ kind }) => kind)).toEqual(["unchanged", "unchanged"]);
    client.disk.set(NET, FIXED);
    client.watched(NET, 2);
    expect((await all(client, known)).items.map(({ kind }) => kind)).toEqual(["full", "unchanged"]);
  });

  test("a problem that is found in a used file is told there once, and not pushed as well", async () => {
    const client = await start({
      disk: new Map([
        [NET, USER],
        [BLOCKS, BAD_BLOCKS],
      ]),
      settings: { check: { workspace: true } },
    });
    const codes = async () =>
      (await all(client)).items.map(({ uri, items }) => [uri, items?.map((one) => (one as { code: string }).code)]);
    const expected = [
      [NET, []],
      [BLOCKS, ["channel-mismatch"]],
    ];
    expect(await codes()).toEqual(expected);
    client.open(NET, USER);
    expect(await client.problems(NET)).toEqual([]);
    await client.until(() => client.statuses.length > 0);
    expect(client.pushes).toEqual([]);
    expect(await codes()).toEqual(expected);
  });

  test("is registered as it is set", async () => {
    const capabilities = {
      ...PULL,
      textDocument: { ...PULL.textDocument, diagnostic: { dynamicRegistration: true } },
    };
    const client = await start({ capabilities });
    await client.until(() => client.registered.has("textDocument/diagnostic"));
    expect(client.result.capabilities.diagnosticProvider).toBeUndefined();
    expect(client.registered.get("textDocument/diagnostic")).toMatchObject({ workspaceDiagnostics: false });
    client.registered.clear();
    client.settings = { check: { workspace: true } };
    void client.connection.sendNotification("workspace/didChangeConfiguration", { settings: null });
    await client.until(() => client.registered.has("textDocument/diagnostic"));
    expect(client.registered.get("textDocument/diagnostic")).toMatchObject({ workspaceDiagnostics: true });
  });
});
