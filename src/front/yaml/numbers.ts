/** Arithmetic of plain numbers. */

export function ordered(op: string, sign: number): boolean {
  return op === "<" ? sign < 0 : op === "<=" ? sign <= 0 : op === ">" ? sign > 0 : sign >= 0;
}

/** Python's rules: `//` floors, `%` has the divisor's sign. Undefined where `/` does not come out even. */
export function wholeArithmetic(op: string, a: number, b: number): number | undefined {
  switch (op) {
    case "+":
      return a + b;
    case "-":
      return a - b;
    case "*":
      return a * b;
    case "/":
      return a % b === 0 ? a / b : undefined;
    case "//":
      return (a - (((a % b) + b) % b)) / b;
    case "%":
      return ((a % b) + b) % b;
    default:
      return a ** b;
  }
}

export function realArithmetic(op: string, a: number, b: number): number {
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
      return Math.floor(a / b);
    case "%":
      return a - b * Math.floor(a / b);
    default:
      return a ** b;
  }
}
