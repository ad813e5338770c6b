/** From expressions to layers: what stands in parentheses turns out to be a chain when the first arrow comes. */
import type { Choice, Expr, Item } from "./ast.ts";
import { type Lexer, shortened } from "./lexer.ts";

/** Undefined when it is no layer, which has been told. */
export function asItem(lexer: Lexer, e: Expr): Item | undefined {
  const { span } = e;
  switch (e.kind) {
    case "path":
      return { kind: "place", path: e, span };
    case "call":
      return { kind: "place", path: e.callee, args: e.args, span };
    case "chain": {
      // One layer in parentheses is that layer.
      const [only, more] = e.choice.chain.items;
      return only && !more && !e.choice.condition ? only : { kind: "group", choice: e.choice, span };
    }
    case "index":
      if (e.of.kind === "path") return { kind: "place", path: e.of, key: e.key, span };
      break;
    case "if":
      return { kind: "group", choice: asChoice(lexer, e), span };
    case "binary": {
      if (e.op !== "*") break;
      const item = asItem(lexer, e.left);
      if (!item) return undefined;
      if (!item.count) return { ...item, count: e.right };
      return {
        kind: "group",
        choice: { chain: { items: [item], span: item.span }, span: item.span },
        count: e.right,
        span: item.span,
      };
    }
  }
  return lexer.fail(span, `\`${shortened(lexer.text.slice(span.start, span.end))}\` is no layer.`);
}

function asChoice(lexer: Lexer, e: Expr): Choice {
  const { span } = e;
  if (e.kind !== "if") {
    const item = asItem(lexer, e);
    return { chain: { items: item ? [item] : [], span }, span };
  }
  const then = asItem(lexer, e.then);
  return {
    chain: { items: then ? [then] : [], span: e.then.span },
    condition: e.condition,
    otherwise: asChoice(lexer, e.otherwise),
    span,
  };
}
