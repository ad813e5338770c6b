/**
 * Products and sums by index letters, as `torch.einsum` has them: a letter that occurs twice is matched, one that the
 * output leaves out is summed over, `...` stands for axes that are stretched as in Add. Tensors are multiplied from left
 * to right, and each product is counted as the matrix product that PyTorch makes of it.
 */
import { required, text } from "../../attribute.ts";
import type { Dim, Shape } from "../../dim/index.ts";
import { defineOp } from "../../op.ts";
import type { RuleContext } from "../../rule.ts";
import { broadcast } from "../../shape.ts";

interface Term {
  /** In order, `...` among them. */
  readonly labels: readonly string[];
}

interface Equation {
  readonly terms: readonly Term[];
  readonly output: readonly string[];
}

const DOTS = "...";

function termOf(written: string): readonly string[] | undefined {
  const labels = written.match(/\.\.\.|[A-Za-z]/g) ?? [];
  if (labels.join("") !== written || labels.filter((label) => label === DOTS).length > 1) return undefined;
  return labels;
}

/** Undefined where the text is no equation. */
function parse(equation: string): Equation | string {
  const [left = "", right, ...more] = equation.replaceAll(" ", "").split("->");
  if (more.length > 0) return "only one `->`";
  const terms: Term[] = [];
  for (const part of left.split(",")) {
    const labels = termOf(part);
    if (!labels) return `letters and one \`...\` where it has \`${part}\``;
    terms.push({ labels });
  }
  const all = terms.flatMap(({ labels }) => labels);
  if (right === undefined) {
    // The letters that occur once, in the order of the alphabet.
    const single = all.filter((label) => label !== DOTS && all.indexOf(label) === all.lastIndexOf(label)).sort();
    return { terms, output: all.includes(DOTS) ? [DOTS, ...single] : single };
  }
  const output = termOf(right);
  if (!output) return `letters and one \`...\` where it has \`${right}\``;
  const odd = output.find((label, i) => label !== DOTS && (!all.includes(label) || output.indexOf(label) !== i));
  if (odd !== undefined)
    return all.includes(odd)
      ? `each letter of the output once; \`${odd}\` is there twice`
      : `only letters of the inputs in the output; \`${odd}\` is none`;
  return { terms, output };
}

interface Bound {
  readonly terms: readonly { readonly sizes: ReadonlyMap<string, Dim>; readonly rest: Shape }[];
  readonly sizes: ReadonlyMap<string, Dim>;
  readonly rest: Shape;
  readonly equation: Equation;
}

/** The size of every letter. */
function bind(c: RuleContext, tensors: readonly Shape[], given: string): Bound | undefined {
  const equation = parse(given);
  if (typeof equation === "string") {
    c.fail({ code: "attribute-range", attribute: "equation", expected: equation, got: given });
    return undefined;
  }
  if (equation.terms.length !== tensors.length) {
    const expected = `a term for each of the ${tensors.length} tensors`;
    c.fail({ code: "attribute-range", attribute: "equation", expected, got: equation.terms.length });
    return undefined;
  }
  const terms: { sizes: ReadonlyMap<string, Dim>; rest: Shape }[] = [];
  const sizes = new Map<string, Dim>();
  for (const [input, { labels }] of equation.terms.entries()) {
    const shape = tensors[input] ?? [];
    const dots = labels.indexOf(DOTS);
    const letters = labels.length - (dots < 0 ? 0 : 1);
    if (dots < 0 ? shape.length !== letters : shape.length < letters) {
      c.fail({
        code: "rank-mismatch",
        input,
        attribute: "equation",
        expected: dots < 0 ? letters : `at least ${letters} axes`,
        got: shape.length,
      });
      return undefined;
    }
    const count = shape.length - letters;
    const own = new Map<string, Dim>();
    for (const [i, label] of labels.entries()) {
      if (label === DOTS) continue;
      const axis = dots >= 0 && i > dots ? i - 1 + count : i;
      const got = shape[axis];
      if (!got) continue;
      const twin = own.get(label);
      const fault = { input, axis, reason: `both are \`${label}\`` } as const;
      if (twin) c.equal(got, twin, { code: "size-mismatch", ...fault, expected: twin, got });
      else own.set(label, got);
    }
    for (const [label, got] of own) {
      const before = sizes.get(label);
      const [size] = before ? broadcast(c, [[before], [got]], "matmul-mismatch") : [got];
      sizes.set(label, size ?? got);
    }
    terms.push({ sizes: own, rest: dots < 0 ? [] : shape.slice(dots, dots + count) });
  }
  const rest = broadcast(
    c,
    terms.map((term) => term.rest),
    "matmul-mismatch",
  );
  return { terms, sizes, rest, equation };
}

export const Einsum = defineOp({
  name: "Einsum",
  family: "arithmetic",
  summary: "Multiplies tensors and sums over axes, as letters say.",
  torch: "torch.einsum",
  onnx: "Einsum",
  source: "https://docs.pytorch.org/docs/stable/generated/torch.einsum.html",
  formula: "the letters after `->`",
  inputs: [{ name: "operands", doc: "As many axes as the tensor's term has letters.", many: { min: 1 } }],
  attributes: {
    equation: required(text, 'The letters of each tensor and, after `->`, of the result: `"bhid,bhjd->bhij"`.'),
  },
  positional: ["equation"],
  shape: (c, tensors, { equation }) => {
    const bound = bind(c, tensors, equation);
    if (!bound) return [undefined];
    return [
      bound.equation.output.flatMap((label) => (label === DOTS ? bound.rest : (bound.sizes.get(label) ?? c.unknown()))),
    ];
  },
  macs: (c, tensors, { equation }) => {
    const { dims } = c;
    const zero = dims.int(0);
    const bound = bind(c, tensors, equation);
    if (!bound) return zero;
    const {
      terms,
      equation: { output },
    } = bound;
    const total: Dim[] = [];
    let [left] = terms;
    for (let i = 1; i < terms.length && left; i++) {
      const right = terms[i];
      if (!right) break;
      const later = new Set([...output, ...terms.slice(i + 1).flatMap((term) => [...term.sizes.keys()])]);
      const product = pair(c, left, right, later);
      if (product.macs) total.push(product.macs);
      left = product;
    }
    return dims.sum(total);
  },
  examples: [
    { code: 'Einsum(a, b, "bhid,bhjd->bhij")', inputs: ["[N, 8, T, 64]", "[N, 8, S, 64]"], outputs: ["[N, 8, T, S]"] },
    { code: 'Einsum(a, b, "...ij,jk->...ik")', inputs: ["[N, T, 64]", "[64, 10]"], outputs: ["[N, T, 10]"] },
  ],
});

interface Product {
  readonly sizes: ReadonlyMap<string, Dim>;
  readonly rest: Shape;
  readonly macs: Dim | undefined;
}

/**
 * PyTorch sums what only one of the two has and nobody wants later, then multiplies. Where no axis of more than one
 * element is summed in the product it multiplies element by element, which counts for nothing.
 */
function pair(c: RuleContext, a: Omit<Product, "macs">, b: Omit<Product, "macs">, later: ReadonlySet<string>): Product {
  const { dims } = c;
  const sizes = new Map<string, Dim>();
  const work: Dim[] = [];
  let sums = false;
  for (const label of new Set([...a.sizes.keys(), ...b.sizes.keys()])) {
    const [x, y] = [a.sizes.get(label), b.sizes.get(label)];
    const wanted = later.has(label);
    const real = (size: Dim | undefined): size is Dim => size !== undefined && size.constant !== 1;
    if (!wanted && !(real(x) && real(y))) continue;
    const size = real(x) ? x : real(y) ? y : dims.int(1);
    if (wanted) sizes.set(label, size);
    else sums = true;
    work.push(size);
  }
  const rest = broadcast(c, [a.rest, b.rest]);
  return { sizes, rest, macs: sums ? dims.product([...work, ...rest]) : undefined };
}
