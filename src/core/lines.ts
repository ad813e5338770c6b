/**
 * Lines and columns of a text, for whoever shows places to people or other programs: 0-based, columns in UTF-16 units,
 * as in the Language Server Protocol. A line ends at \n, \r\n or \r. A byte order mark belongs to no column, since
 * editors do not show it; offsets count it.
 */
export interface Position {
  readonly line: number;
  readonly character: number;
}

export class Lines {
  readonly text: string;
  private readonly starts: readonly number[];

  constructor(text: string) {
    this.text = text;
    const starts = [text.charCodeAt(0) === 0xfeff ? 1 : 0];
    for (let i = 0; i < text.length; i++) {
      const c = text.charCodeAt(i);
      if (c === 10 || (c === 13 && text.charCodeAt(i + 1) !== 10)) starts.push(i + 1);
    }
    this.starts = starts;
  }

  get count(): number {
    return this.starts.length;
  }

  /** An offset outside the text counts as its nearest end. */
  position(offset: number): Position {
    const at = Math.min(Math.max(offset, 0), this.text.length);
    let low = 0;
    let high = this.starts.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((this.starts[middle] ?? 0) <= at) low = middle;
      else high = middle - 1;
    }
    return { line: low, character: Math.max(0, at - (this.starts[low] ?? 0)) };
  }

  /** The offset of a position; past the end of a line it is that end. */
  offset({ line, character }: Position): number {
    const start = this.starts[line];
    if (start === undefined) return this.text.length;
    return Math.min(start + character, start + this.line(line).length);
  }

  /** Without its end. */
  line(line: number): string {
    const start = this.starts[line];
    if (start === undefined) return "";
    const next = this.starts[line + 1] ?? this.text.length;
    return this.text.slice(start, next).replace(/\r?\n$|\r$/, "");
  }
}
