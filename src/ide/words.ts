/** What words of the language mean that are no names of a file: functions, and types of parameters. */
import type { ParamSyntax } from "../front/expression/ast.ts";
import type { FunctionName } from "../front/yaml/index.ts";

interface FunctionWord {
  readonly params: readonly string[];
  readonly doc: string;
}

export const FUNCTIONS: Readonly<Record<FunctionName, FunctionWord>> = {
  min: { params: ["a", "b"], doc: "the smallest of several sizes or numbers" },
  max: { params: ["a", "b"], doc: "the largest of several sizes or numbers" },
  ceil: { params: ["a / b"], doc: "a quotient rounded up" },
  floor: { params: ["a / b"], doc: "a quotient rounded down, as `a // b`" },
};

export const isFunction = (name: string): name is FunctionName => Object.hasOwn(FUNCTIONS, name);

export const TYPES: Readonly<Record<Extract<ParamSyntax, { kind: "type" }>["type"], string>> = {
  int: "a whole number or a size; at the root without a value it is one more symbol",
  float: "a number",
  bool: "true or false",
  str: "a quoted string",
  list: "a list of values",
  layer: "a layer that is still to be placed, as ReLU or GroupNorm(32)",
};

export const isType = (word: string): word is keyof typeof TYPES => Object.hasOwn(TYPES, word);
