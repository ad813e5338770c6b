/**
 * Texts that come with the extension and open like files: the page of each code, and the models of the built-in
 * library. The server has both.
 */
import { type Disposable, l10n, Uri, workspace } from "vscode";
import {
  LIBRARY,
  LIBRARY_SCHEME,
  type LibraryParams,
  type LibraryResult,
  PAGE,
  PAGE_SCHEME,
  type PageParams,
  type PageResult,
} from "../protocol/messages.ts";

/** Asks the server, once that it is there. */
export type Ask = <R>(method: string, params: unknown) => Promise<R>;

const PAGE_ENDING = ".shapewright.md";

export const pageOf = (code: string): Uri => Uri.from({ scheme: PAGE_SCHEME, path: `/${code}${PAGE_ENDING}` });

const codeOf = ({ path }: Uri): string => (path.endsWith(PAGE_ENDING) ? path.slice(1, -PAGE_ENDING.length) : "");

export function providePages(ask: Ask): readonly Disposable[] {
  return [
    workspace.registerTextDocumentContentProvider(PAGE_SCHEME, {
      async provideTextDocumentContent(uri) {
        const code = codeOf(uri);
        const params: PageParams = { code };
        return (await ask<PageResult>(PAGE, params)) ?? l10n.t("There is no page about {0}.", code);
      },
    }),
    workspace.registerTextDocumentContentProvider(LIBRARY_SCHEME, {
      async provideTextDocumentContent(uri) {
        const params: LibraryParams = { uri: uri.toString() };
        const text = await ask<LibraryResult>(LIBRARY, params);
        if (text === null) throw new Error(l10n.t("The library has no {0}.", uri.path.slice(1)));
        return text;
      },
    }),
  ];
}
