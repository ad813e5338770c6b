/** A web worker host: the server is another worker, beside the host's. */
import { Uri, workspace } from "vscode";
import {
  BrowserMessageReader,
  BrowserMessageWriter,
  LanguageClient,
  type MessageTransports,
} from "vscode-languageclient/browser";
import { CLIENT_ID, CLIENT_NAME, type Host } from "./host.ts";

export function webHost(extension: Uri): Host {
  const script = Uri.joinPath(extension, "dist", "extension", "server.web.js");
  return {
    createClient: (options) => {
      let worker: Worker | undefined;
      const start = async (): Promise<MessageTransports> => {
        worker?.terminate();
        // An address of the editor's own file system is none that a worker can be started from.
        const bytes = await workspace.fs.readFile(script);
        const address = URL.createObjectURL(new Blob([new Uint8Array(bytes)], { type: "text/javascript" }));
        worker = new Worker(address, { name: CLIENT_NAME });
        // Not the worker itself: the editor puts its own class in place of the global one, which the client asks for.
        return { reader: new BrowserMessageReader(worker), writer: new BrowserMessageWriter(worker) };
      };
      const client = new LanguageClient(CLIENT_ID, CLIENT_NAME, start, options);
      return { client, kill: () => worker?.terminate() };
    },
    silentDeath: true,
  };
}
