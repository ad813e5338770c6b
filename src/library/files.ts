// Written by `npm run generate` from src/library/*.arch.yaml.
/** The models and blocks of the built-in library, by the name that `use` gives them. */
export const files: Readonly<Record<string, string>> = {};
