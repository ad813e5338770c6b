/** The server as a web worker. */
import { BrowserMessageReader, BrowserMessageWriter, createConnection } from "vscode-languageserver/browser";
import { serve } from "./server.ts";
import { browserTurn } from "./turns.ts";

serve(createConnection(new BrowserMessageReader(self), new BrowserMessageWriter(self)), browserTurn());
