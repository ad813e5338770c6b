// Written by `npm run generate` from src/check/rules/*.md.
/** The page of every code, in Markdown. */
export const pages: Readonly<Record<string, string>> = {};
