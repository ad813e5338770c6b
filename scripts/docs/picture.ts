/** A picture of a terminal: text with ANSI colours as SVG. Every run has its place and width, so that any font lines up. */

interface Run {
  readonly text: string;
  readonly styles: readonly string[];
}

const FONT = 14;
const CELL = 8.43;
const LINE = 20;
const MARGIN = 24;
const BAR = 40;

/** SGR code that begins a style → its class, and the code that ends it. */
const STYLES: Readonly<Record<string, readonly [name: string, end: string]>> = {
  1: ["bold", "22"],
  2: ["dim", "22"],
  31: ["red", "39"],
  32: ["green", "39"],
  33: ["yellow", "39"],
  34: ["blue", "39"],
  36: ["cyan", "39"],
};

const SHEET = [
  `text{font:${FONT}px ui-monospace,SFMono-Regular,Menlo,Consolas,"DejaVu Sans Mono",monospace;fill:#c9d1d9}`,
  ".bold{font-weight:600;fill:#f0f6fc}",
  ".dim{fill:#8b949e}",
  ".red{fill:#ff7b72;font-weight:600}",
  ".green{fill:#7ee787}",
  ".yellow{fill:#e3b341}",
  ".blue{fill:#6cb6ff}",
  ".cyan{fill:#76e3ea}",
].join("");

/** One character a cell, each with the styles that are on there. */
function cellsOf(line: string): readonly Run[] {
  const cells: Run[] = [];
  let styles: readonly string[] = [];
  // biome-ignore lint/suspicious/noControlCharactersInRegex: escape sequences begin with one
  for (const [, code, text = ""] of line.matchAll(/\x1b\[(\d+)m|([^\x1b])/gu)) {
    if (code === undefined) cells.push({ text, styles });
    else if (STYLES[code]) styles = [...styles, code];
    else styles = styles.filter((one) => STYLES[one]?.[1] !== code);
  }
  return cells;
}

/** At spaces, as a reader would break a sentence; the rest of it is indented. */
function wrapped(cells: readonly Run[], columns: number): readonly (readonly Run[])[] {
  if (cells.length <= columns) return [cells];
  const space = cells.slice(0, columns + 1).findLastIndex(({ text }) => text === " ");
  const at = space > 0 ? space : columns;
  const indent = [..."  "].map((text) => ({ text, styles: [] }));
  return [cells.slice(0, at), ...wrapped([...indent, ...cells.slice(space > 0 ? at + 1 : at)], columns)];
}

const escaped = (text: string): string =>
  // Spaces in a row would be drawn as one.
  text
    .replace(/&/g, "&amp;")
    .replace(/</g, "&lt;")
    .replace(/>/g, "&gt;")
    .replace(/ {2,}/g, (gap) => "\u00a0".repeat(gap.length));
const short = (n: number): string => String(Math.round(n * 100) / 100);

function drawn(cells: readonly Run[], row: number): string {
  let out = "";
  for (let from = 0; from < cells.length; ) {
    const { styles = [] } = cells[from] ?? {};
    let to = from;
    while (to < cells.length && cells[to]?.styles.join() === styles.join()) to++;
    const text = cells
      .slice(from, to)
      .map((cell) => cell.text)
      .join("");
    const lead = text.length - text.trimStart().length;
    const words = text.trim();
    const names = styles.map((code) => STYLES[code]?.[0]).join(" ");
    if (words !== "")
      out += `<text x="${short(MARGIN + (from + lead) * CELL)}" y="${BAR + LINE * (row + 1)}" textLength="${short([...words].length * CELL)}"${names && ` class="${names}"`}>${escaped(words)}</text>\n`;
    from = to;
  }
  return out;
}

/** `title` is read out where the picture cannot be seen. */
export function picture(command: string, output: string, title: string, columns: number): string {
  const lines = [`\x1b[32m$\x1b[39m \x1b[1m${command}\x1b[22m`, ...output.split("\n")];
  const rows = lines.flatMap((line) => wrapped(cellsOf(line), columns));
  const width = Math.ceil(columns * CELL + 2 * MARGIN);
  const height = BAR + LINE * rows.length + MARGIN;
  const dots = ["#ff5f57", "#febc2e", "#28c840"].map(
    (fill, i) => `<circle cx="${MARGIN + 6 + 20 * i}" cy="22" r="6" fill="${fill}"/>`,
  );
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img">
<title>${escaped(title)}</title>
<style>${SHEET}</style>
<rect width="${width}" height="${height}" rx="10" fill="#0d1117"/>
${dots.join("")}
${rows.map(drawn).join("")}</svg>
`;
}
