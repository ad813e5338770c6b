/**
 * Text from a user's file, made harmless to show: control characters, marks that reverse the writing direction and other
 * invisible ones are spelt out, so that a layer's name can neither move the cursor nor pretend to be another.
 */

// C0 and DEL, C1, bidi controls, zero-width and line separators, byte order marks, lone surrogates.
const UNSAFE =
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
  /[\u0000-\u001f\u007f-\u009f\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u2069\ufeff\ufff9-\ufffb]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g;

const spelt = (c: string): string => {
  const code = c.charCodeAt(0);
  return code < 0x100 ? `\\x${code.toString(16).padStart(2, "0")}` : `\\u{${code.toString(16)}}`;
};

/** One line of plain text. */
export const visible = (text: string): string => text.replace(UNSAFE, spelt);

/** JSON in which such characters are escaped: the same data, and harmless in a terminal. */
export const safeJson = (value: unknown, indent?: number): string =>
  JSON.stringify(value, undefined, indent).replace(UNSAFE, (c) =>
    c === "\n" ? c : `\\u${c.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
