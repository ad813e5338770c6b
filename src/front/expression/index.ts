/**
 * The language of lines and expressions. Every function takes a text and gives what could be read of it, with what
 * could not; none throws. Offsets count from the start of the text. Line breaks are spaces.
 */
import type { Expr, Line, Name, ParamSyntax, ShapePattern, SyntaxProblem } from "./ast.ts";
import { LineParser } from "./lines.ts";
import { ParamParser, readNames } from "./parameters.ts";

interface Read<T> {
  readonly value?: T;
  readonly problems: readonly SyntaxProblem[];
}

/** An expression, with nothing after it. */
export function parseExpr(text: string): Read<Expr> {
  const parser = new LineParser(text);
  const value = parser.expression();
  parser.finish("the end");
  return read(value, parser.problems);
}

/** What stands for a layer: `x -> Conv2d(64, 3) -> ReLU => [N, 64, _, _]`. */
export function parseLine(text: string): Line {
  return new LineParser(text).line();
}

/** The names of a layer's outputs: `conv1`; `q, k, v`. */
export function parseNames(text: string): Read<readonly Name[]> {
  return readNames(text);
}

/** What a parameter is declared with: `int`, `same | crop`, `4 * width`. */
export function parseParam(text: string): Read<ParamSyntax> {
  const parser = new ParamParser(text);
  return read(parser.param(), parser.problems);
}

/** The sizes of an input: `[N, 3, H, W]`. */
export function parseShape(text: string): Read<ShapePattern> {
  const parser = new LineParser(text);
  const value = parser.shape();
  parser.finish("the end of the shape");
  return read(value, parser.problems);
}

const read = <T>(value: T | undefined, problems: readonly SyntaxProblem[]): Read<T> =>
  value === undefined ? { problems } : { value, problems };
