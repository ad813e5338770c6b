/** A mistake of ours costs one answer: it is logged with its stack, told once, and the server goes on. */
import { PassThrough } from "node:stream";
import { expect, test } from "vitest";
import {
  createConnection,
  createProtocolConnection,
  HoverRequest,
  RequestType,
  StreamMessageReader,
  StreamMessageWriter,
} from "vscode-languageserver/node";
import { Models } from "../../src/server/models.ts";
import { Requests } from "../../src/server/requests.ts";
import { UserSettings } from "../../src/server/settings.ts";
import { Texts } from "../../src/server/texts.ts";

test("an exception is an error answer, logged with its stack and shown once", async () => {
  const [up, down] = [new PassThrough(), new PassThrough()];
  const connection = createConnection(new StreamMessageReader(up), new StreamMessageWriter(down));
  const texts = new Texts(connection);
  const requests = new Requests({
    connection,
    texts,
    models: new Models(texts),
    settings: new UserSettings(connection),
    turn: () => new Promise((resolve) => setImmediate(resolve)),
    client: () => ({}),
    commands: () => new Set(),
  });
  requests.on(HoverRequest.type, () => {
    throw new Error("no such size");
  });
  requests.on(new RequestType<void, string, void>("test/fine"), () => "fine");
  connection.listen();
  const client = createProtocolConnection(new StreamMessageReader(down), new StreamMessageWriter(up));
  const logged: string[] = [];
  const shown: string[] = [];
  client.onNotification("window/logMessage", ({ message }: { message: string }) => void logged.push(message));
  client.onNotification("window/showMessage", ({ message }: { message: string }) => void shown.push(message));
  client.listen();

  for (let i = 0; i < 3; i++)
    await expect(client.sendRequest("textDocument/hover", {})).rejects.toMatchObject({
      code: -32603,
      message: expect.stringContaining("no such size"),
    });
  expect(await client.sendRequest("test/fine")).toBe("fine");
  await requests.guard("check", () => {
    throw new Error("no such edge");
  });
  requests.end();
  await requests.guard("check", () => {
    throw new Error("after the end");
  });
  expect(await client.sendRequest("test/fine")).toBe("fine");
  expect(logged).toHaveLength(4);
  expect(logged[0]).toMatch(/^textDocument\/hover failed: Error: no such size\n\s+at /);
  expect(logged[3]).toContain("no such edge");
  expect(shown).toHaveLength(1);
  client.dispose();
});
