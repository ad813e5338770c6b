/** What opens and closes: how deep the reading is, what is still open, and the commas between. */
import type { Span } from "../../core/span.ts";
import { deletion, insertion, Lexer, replacement, shortened, type Token } from "./lexer.ts";
import { beginsValue, foreignWord, unexpected } from "./mistakes.ts";

/** Parentheses within parentheses, `-` before `-`, `else` after `else`: deeper than anyone writes, and far from the stack's end. */
const MAX_DEPTH = 200;

export class BracketReader extends Lexer {
  private depth = 0;
  /** Of the brackets that are open, what closes each. */
  private readonly closers: (")" | "]")[] = [];

  protected get here(): Span {
    return { start: this.start, end: this.end };
  }

  /** From a start to the last token taken; empty when none was. */
  protected from(start: number): Span {
    return { start, end: Math.max(start, this.last) };
  }

  /** No bracket is open. */
  protected get outside(): boolean {
    return this.closers.length === 0;
  }

  /** True when there is room for one more level, which `leave` gives back. */
  protected enter(): boolean {
    if (this.depth >= MAX_DEPTH) {
      this.fail(this.here, `This is nested deeper than ${MAX_DEPTH} levels.`, undefined, "too-complex");
      return false;
    }
    this.depth++;
    return true;
  }

  protected leave(): void {
    this.depth--;
  }

  /** Takes an opening bracket, which `close` gives back. False when it is one too many. */
  protected opened(): boolean {
    if (!this.enter()) return false;
    this.closers.push(this.token === "(" ? ")" : "]");
    this.next();
    return true;
  }

  /** Whether a list ends here, rightly or wrongly. */
  protected get closing(): boolean {
    return ends(this.token);
  }

  /** After a value in a list: a comma, or the end. A comma that is missing is told. False when the list ends. */
  protected separator(what: string): boolean {
    if (this.token === ",") {
      this.next();
      if (this.token === ",") this.fail(this.here, `A ${what} is missing before this comma.`);
      return true;
    }
    if (this.closing) return false;
    if (!beginsValue(this.token)) {
      unexpected(this, "a comma");
      return false;
    }
    if (foreignWord(this) || foreignWord(this, this.previous, this.last)) return false;
    this.tell(
      this.here,
      `A comma is missing before \`${shortened(this.word)}\`.`,
      insertion(this.last, ",", "Add the comma"),
    );
    return true;
  }

  /** Tells what stands after the last thing that was expected. */
  finish(wanted: string): void {
    const { token } = this;
    if (token === ")" || token === "]") {
      this.fail(this.here, `This \`${token}\` closes nothing.`, deletion(this.here, "Remove it"));
    } else if (token !== "end") unexpected(this, wanted);
  }

  /** Takes what closes the bracket that was opened last. */
  protected close(open: Span): void {
    this.leave();
    const { token } = this;
    const sign = this.closers.at(-1) ?? ")";
    const opener = sign === ")" ? "(" : "[";
    if (token === sign) this.next();
    else if (token === "end") {
      const missing = [...this.closers].reverse().join("");
      const at = this.text.trimEnd().length;
      this.fail(open, `This \`${opener}\` is not closed.`, insertion(at, missing, `Add \`${missing}\` at the end`));
    } else if (token === "->" || token === "=>") {
      const fix = insertion(this.last, sign, `Add \`${sign}\` before \`${token}\``);
      this.fail(open, `This \`${opener}\` is not closed.`, fix);
    } else if (token !== ")" && token !== "]") unexpected(this, `\`${sign}\``);
    else if (token === this.closers.at(-2)) {
      this.tell(open, `This \`${opener}\` is not closed.`, insertion(this.last, sign, `Add \`${sign}\``));
    } else {
      this.tell(
        this.here,
        `\`${opener}\` is closed by \`${sign}\`, not by \`${token}\`.`,
        replacement(this.here, sign),
      );
      this.next();
    }
    this.closers.pop();
  }
}

const ends = (token: Token): boolean =>
  token === ")" || token === "]" || token === "end" || token === "->" || token === "=>";
