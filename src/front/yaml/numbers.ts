/** Arithmetic of plain numbers, whole or decimal. */
import type { BinaryOp } from "../expression/ast.ts";

export function ordered(op: string, sign: number): boolean {
  return op === "<" ? sign < 0 : op === "<=" ? sign <= 0 : op === ">" ? sign > 0 : sign >= 0;
}

/** Python's remainder: it has the divisor's sign. */
export function remainder(a: number, b: number): number {
  const rest = a % b;
  // Adding 0 makes -0 a 0.
  return rest !== 0 && rest < 0 !== b < 0 ? rest + b : rest + 0;
}

/** Python's rules: `//` floors and goes with `%`, which is exact where both are whole. */
export function arithmetic(op: BinaryOp, a: number, b: number): number {
  switch (op) {
    case "+":
      return a + b;
    case "-":
      return a - b;
    case "*":
      return a * b;
    case "/":
      return a / b;
    case "//":
      return Math.round((a - remainder(a, b)) / b) + 0;
    case "%":
      return remainder(a, b);
    case "**":
      return a ** b;
  }
}
