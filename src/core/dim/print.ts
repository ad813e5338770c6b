/**
 * Sizes as text: `⌈H/2⌉` for people, `ceil(H/2)` where only ASCII goes or where it is to be read again as an expression of
 * the model language. What is written is the size as people know it (`sugar.ts`), and reads back as the same size.
 * Texts are made from the innermost term outwards, without recursion; for people, what grows too long is cut.
 */
import type { Dim, Shape, SymbolTerm, Term } from "./dim.ts";
import { gcd } from "./integer.ts";
import { type CompareNames, toldName } from "./names.ts";
import { reachable } from "./parts.ts";
import { factored, type Sum, takeExtreme, takeRemainder } from "./sugar.ts";

export interface PrintOptions {
  /** Only ASCII, as an expression of the model language. */
  readonly ascii?: boolean;
}

const SUM = 1;
/** `H/2`, `H//4`, `H mod 16`: read from the left, so never a factor without parentheses. */
const QUOTIENT = 2;
const PRODUCT = 3;
const ATOM = 4;

interface Text {
  readonly text: string;
  readonly level: number;
}

/** Something that stands beside others, in an order that depends on what it says only. */
interface Placed extends Text {
  /** The symbols in it, in the order that people read them. */
  readonly names: readonly string[];
}

interface Piece extends Placed {
  readonly count: number;
  readonly rank: number;
}

interface Limits {
  readonly whole: number;
  readonly part: number;
}

const FOR_PEOPLE: Limits = { whole: 200, part: 100 };
/** Formulas can be exponentially longer than what they are made of. */
const TO_BE_READ: Limits = { whole: 100_000, part: 100_000 };

export function print(dim: Dim, compareNames: CompareNames, { ascii = false }: PrintOptions = {}): string {
  if (dim.assumed) return "?";
  if (dim.constant !== undefined) return String(dim.constant);
  const { text } = new Printer(ascii, compareNames).whole(dim);
  const most = (ascii ? TO_BE_READ : FOR_PEOPLE).whole;
  return text.length > most ? `${text.slice(0, most - 1)}${ascii ? "..." : "…"}` : text;
}

/** `[N, 192, H/2, W/2]` */
export function printShape(shape: Shape, compareNames: CompareNames, options: PrintOptions = {}): string {
  return `[${shape.map((dim) => print(dim, compareNames, options)).join(", ")}]`;
}

/** Lives for one text. */
class Printer {
  private readonly ascii: boolean;
  private readonly compareNames: CompareNames;
  private readonly texts = new Map<Term, Text>();

  constructor(ascii: boolean, compareNames: CompareNames) {
    this.ascii = ascii;
    this.compareNames = compareNames;
  }

  whole(dim: Dim): Text {
    for (const term of reachable([dim])) this.texts.set(term, this.cut(this.termText(term)));
    return this.sum(dim);
  }

  private cut(text: Text): Text {
    const { part } = this.ascii ? TO_BE_READ : FOR_PEOPLE;
    return text.text.length > part ? { text: this.ascii ? "..." : "…", level: ATOM } : text;
  }

  private known(term: Term): Text {
    return this.texts.get(term) ?? { text: this.ascii ? "..." : "…", level: ATOM };
  }

  /** Everything in it has its text already. */
  private termText(term: Term): Text {
    switch (term.kind) {
      case "symbol":
        return term.within ? this.inner(term, 1, 0) : { text: term.name, level: ATOM };
      case "floor": {
        const plain = this.innerFloor(term.of, term.by);
        if (plain) return plain;
        return term.of.offset === term.by - 1
          ? this.ceiling({ ...sumOf(term.of), offset: 0 }, String(term.by))
          : this.floor(this.sum(term.of), { text: String(term.by), level: ATOM });
      }
      case "quotient":
        return this.floor(this.sum(term.of), this.sum(term.by));
      case "product":
        return this.product(term.factors.map((f) => ({ ...this.known(f), names: this.namesOf([f]) })));
      case "positive":
        return { text: `max(${this.sum(term.of).text}, 0)`, level: ATOM };
      case "scale": {
        const of = closed(this.sum(term.of), PRODUCT);
        return { text: this.ascii ? `floor(${of}*${term.factor})` : `⌊${of}·${term.factor}⌋`, level: ATOM };
      }
      default:
        return { text: this.ascii ? "..." : "…", level: ATOM };
    }
  }

  /** ⌊(q + c)/d⌋ for the q of `H = modulus·q + residue`: a floor of H itself. */
  private innerFloor({ offset, terms, coefficients }: Dim, by: number): Text | undefined {
    const [term] = terms;
    if (term?.kind !== "symbol" || !term.within || terms.length > 1 || coefficients[0] !== 1) return undefined;
    const { name, modulus, residue } = term.within;
    const whole = modulus * by;
    const number = modulus * offset - residue;
    if (!Number.isSafeInteger(whole) || !Number.isSafeInteger(number)) return undefined;
    // Any number from whole − modulus on rounds up, since the remainder of H by the modulus is known.
    if (residue === 0 && number === whole - modulus)
      return { text: this.ascii ? `ceil(${name}/${whole})` : `⌈${name}/${whole}⌉`, level: ATOM };
    return this.floor(plusNumber(name, number), { text: String(whole), level: ATOM });
  }

  private floor(of: Text, by: Text): Text {
    const over = numerator(of);
    const under = closed(by, ATOM);
    return this.ascii ? { text: `${over}//${under}`, level: QUOTIENT } : { text: `⌊${over}/${under}⌋`, level: ATOM };
  }

  private ceiling(of: Sum, by: string): Text {
    const text = `${numerator(this.sum(of))}/${by}`;
    return { text: this.ascii ? `ceil(${text})` : `⌈${text}⌉`, level: ATOM };
  }

  /** count·q + offset for the q of `H = modulus·q + residue`, as a fraction of H. */
  private inner({ within, name }: SymbolTerm, count: number, offset: number): Text {
    if (!within) return { text: name, level: ATOM };
    const g = gcd(count, within.modulus);
    const [up, down] = [count / g, within.modulus / g];
    const number = down * offset - up * within.residue;
    const times = `${up}${this.ascii ? "*" : "·"}${within.name}`;
    const symbol = up === 1 ? within.name : up === -1 ? `-${within.name}` : times;
    const level = up === 1 ? ATOM : PRODUCT;
    const over: Text = number === 0 ? { text: symbol, level } : plusNumber(symbol, number);
    return down === 1 ? over : { text: `${numerator(over)}/${down}`, level: QUOTIENT };
  }

  private sum(of: Sum): Text {
    if (of.terms.length === 0) return { text: String(of.offset), level: of.offset < 0 ? SUM : ATOM };
    const product = factored(of);
    if (product) {
      const factors = product.factors.map((f) => ({ ...this.sum(f), names: this.namesOf(f.terms) }));
      return this.joined([{ count: product.content, ...this.product(factors), names: [], rank: 0 }], 0);
    }
    const pieces: Piece[] = [];
    let rest = of;
    for (let found = takeExtreme(rest); found; found = takeExtreme(rest)) {
      const sides = found.sides.map((side) => ({ ...this.sum(side), names: this.namesOf(side.terms) }));
      const text = `${found.name}(${this.inOrder(sides)
        .map((side) => side.text)
        .join(", ")})`;
      const names = this.namesOf(found.sides.flatMap(({ terms }) => terms));
      pieces.push({ count: found.count, text, level: ATOM, rank: 2, names });
      rest = found.rest;
    }
    for (let found = takeRemainder(rest); found; found = takeRemainder(rest)) {
      const over = closed(this.sum(found.of), PRODUCT);
      const text = `${over} ${this.ascii ? "%" : "mod"} ${found.by}`;
      pieces.push({ count: found.count, text, level: QUOTIENT, rank: 1, names: this.namesOf(found.of.terms) });
      rest = found.rest;
    }
    return this.joined(pieces, this.plain(rest, pieces));
  }

  /** Adds a piece for each term as it stands, and returns the number that is left. */
  private plain({ offset, terms, coefficients }: Sum, pieces: Piece[]): number {
    let number = offset;
    terms.forEach((term, i) => {
      const count = coefficients[i] as number;
      const names = this.namesOf([term]);
      if (term.kind === "symbol" && term.within) {
        const { modulus, residue } = term.within;
        if (count % modulus === 0) {
          // count·q is (count/modulus)·(H − residue).
          number -= (count / modulus) * residue;
          pieces.push({ count: count / modulus, text: term.within.name, level: ATOM, rank: 0, names });
          return;
        }
        const takes = residue !== 0;
        const sign = Math.sign(count);
        pieces.push({ count: sign, ...this.inner(term, count * sign, takes ? number * sign : 0), rank: 0, names });
        if (takes) number = 0;
        return;
      }
      if (term.kind === "quotient" && count < 0 && term.of.offset <= 0 && term.of.coefficients.every((k) => k < 0)) {
        const negated = {
          ...sumOf(term.of),
          offset: -term.of.offset,
          coefficients: term.of.coefficients.map((k) => -k),
        };
        pieces.push({ count: -count, ...this.ceiling(negated, closed(this.sum(term.by), ATOM)), rank: 1, names });
        return;
      }
      if (term.kind === "product" && term.factors.some((f) => f.kind === "symbol" && f.within)) {
        pieces.push({ ...this.innerProduct(term.factors, count), rank: 3 + term.factors.length, names });
        return;
      }
      const rank = term.kind === "product" ? 3 + term.factors.length : term.kind === "symbol" ? 0 : 1;
      pieces.push({ count, ...this.known(term), rank, names });
    });
    return number + 0;
  }

  /** 16·q·C is H·C, and 4·q·C is H·C/4. */
  private innerProduct(factors: readonly Term[], all: number): Text & { readonly count: number } {
    let up = Math.abs(all);
    let down = 1;
    const { text: texts } = this.product(
      factors.map((f): Placed => {
        const names = this.namesOf([f]);
        if (f.kind !== "symbol" || f.within?.residue !== 0) return { ...this.known(f), names };
        const g = gcd(up, f.within.modulus);
        up /= g;
        down *= f.within.modulus / g;
        return { text: f.within.name, level: ATOM, names };
      }),
    );
    const text = up === 1 ? texts : `${up}${this.ascii ? "*" : "·"}${texts}`;
    const count = Math.sign(all);
    return down === 1 ? { count, text, level: PRODUCT } : { count, text: `${text}/${down}`, level: QUOTIENT };
  }

  private product(factors: readonly Placed[]): Text {
    const text = this.inOrder(factors)
      .map((factor) => closed(factor, PRODUCT))
      .join(this.ascii ? "*" : "·");
    return { text, level: PRODUCT };
  }

  private namesOf(terms: readonly Term[]): readonly string[] {
    const symbols = terms.length === 1 ? (terms[0] as Term).symbols : terms.flatMap((term) => term.symbols);
    return [...new Set(symbols.map(toldName))].sort(this.compareNames);
  }

  /** What has the first symbols stands first, a number last; of the same symbols, the shorter text. */
  private inOrder<T extends Placed>(list: readonly T[]): T[] {
    return [...list].sort((a, b) => {
      for (let i = 0; i < Math.max(a.names.length, b.names.length); i++) {
        const [x, y] = [a.names[i], b.names[i]];
        if (x === undefined || y === undefined)
          return i === 0 ? b.names.length - a.names.length : x === undefined ? -1 : 1;
        const order = this.compareNames(x, y);
        if (order !== 0) return order;
      }
      return a.text.length - b.text.length || (a.text < b.text ? -1 : a.text > b.text ? 1 : 0);
    });
  }

  private joined(pieces: readonly Piece[], number: number): Text {
    const ordered: (Text & { readonly count: number })[] = this.inOrder(pieces).sort((a, b) => a.rank - b.rank);
    if (number !== 0 || ordered.length === 0) ordered.push({ count: number, text: "", level: ATOM });
    // `8 - H` rather than `-H + 8`.
    const first = ordered.findIndex((p) => p.count > 0);
    if (first > 0) ordered.unshift(...ordered.splice(first, 1));
    const [only] = ordered;
    if (only && ordered.length === 1) {
      if (only.text !== "" && only.count === 1) return { text: only.text, level: only.level };
      return { text: this.counted(only, false), level: only.count < 0 || only.text === "" ? SUM : PRODUCT };
    }
    let text = "";
    for (const piece of ordered) {
      const next = this.counted({ ...piece, count: Math.abs(piece.count) }, true);
      // A sign binds closer than a quotient does.
      if (text === "") text = piece.count < 0 ? this.counted(piece, true) : next;
      else text += `${piece.count < 0 ? " - " : " + "}${next}`;
    }
    return { text, level: SUM };
  }

  private counted({ count, text, level }: Text & { readonly count: number }, among: boolean): string {
    if (text === "") return String(count);
    if (count === 1)
      return level === SUM || (among && !this.ascii && text.includes(" mod ")) ? closed({ text, level }, ATOM) : text;
    if (count === -1) return `-${closed({ text, level }, PRODUCT)}`;
    return `${count}${this.ascii ? "*" : "·"}${closed({ text, level }, PRODUCT)}`;
  }
}

const plusNumber = (text: string, number: number): Text =>
  number === 0 ? { text, level: ATOM } : { text: `${text} ${number < 0 ? "-" : "+"} ${Math.abs(number)}`, level: SUM };

const sumOf = ({ offset, terms, coefficients }: Dim): Sum => ({ offset, terms, coefficients });

function closed({ text, level }: Text, least: number): string {
  return level < least ? `(${text})` : text;
}

function numerator(of: Text): string {
  return closed(of, PRODUCT);
}
