/** A `where` clause over H alone, read by itself: for tests of what is printed. */
export function clauseHolds(text: string): (n: number) => boolean {
  const tokens = text.match(/\d+|\.\.|[A-Za-z_]\w*|[<>=!]=|[<>%(),]/g) ?? [];
  let at = 0;
  const eat = (token: string): boolean => tokens[at] === token && at++ >= 0;
  const must = (token: string): void => {
    if (!eat(token)) throw new Error(`${token} expected at ${tokens[at]} in ${text}`);
  };
  const number = (): number => {
    const token = tokens[at++] ?? "";
    if (!/^\d+$/.test(token)) throw new Error(`a number expected at ${token} in ${text}`);
    return Number(token);
  };
  type Test = (n: number) => boolean;
  const or = (): Test => {
    let test = and();
    while (eat("or")) {
      const [a, b] = [test, and()];
      test = (n) => a(n) || b(n);
    }
    return test;
  };
  const and = (): Test => {
    let test = not();
    while (eat("and")) {
      const [a, b] = [test, not()];
      test = (n) => a(n) && b(n);
    }
    return test;
  };
  const not = (): Test => {
    if (eat("not")) {
      const inner = not();
      return (n) => !inner(n);
    }
    if (eat("(")) {
      const inner = or();
      must(")");
      return inner;
    }
    return comparison();
  };
  const among = (): ((v: number) => boolean) => {
    if (eat("(")) {
      const values = [number()];
      while (eat(",")) values.push(number());
      must(")");
      return (v) => values.includes(v);
    }
    const low = number();
    must("..");
    const high = number();
    return (v) => low <= v && v <= high;
  };
  const comparison = (): Test => {
    must("H");
    const modulus = eat("%") ? number() : undefined;
    const value = (n: number) => (modulus === undefined ? n : n % modulus);
    if (eat("in")) {
      const test = among();
      return (n) => test(value(n));
    }
    if (eat("not")) {
      must("in");
      const test = among();
      return (n) => !test(value(n));
    }
    const operator = tokens[at++] ?? "";
    const bound = number();
    const compare: Record<string, (v: number) => boolean> = {
      "==": (v) => v === bound,
      "!=": (v) => v !== bound,
      "<": (v) => v < bound,
      "<=": (v) => v <= bound,
      ">": (v) => v > bound,
      ">=": (v) => v >= bound,
    };
    const test = compare[operator];
    if (!test) throw new Error(`${operator} in ${text}`);
    return (n) => test(value(n));
  };
  const test = or();
  if (at < tokens.length) throw new Error(`${tokens[at]} is left in ${text}`);
  return test;
}
