/** The server as a process: it speaks over what its arguments say, `--stdio` or `--node-ipc`. */
import { createConnection } from "vscode-languageserver/node";
import { serve } from "./server.ts";

/** Node's own; the server knows nothing else of it. */
declare function setImmediate(run: () => void): void;

serve(createConnection(), () => new Promise((resolve) => setImmediate(resolve)));
