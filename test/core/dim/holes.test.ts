import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { bindHoles } from "../../../src/core/dim/holes.ts";
import { type Dim, Dims, parseDim } from "../../../src/core/dim/index.ts";
import { fcOptions } from "../../harness/fuzz.ts";

const size = (dims: Dims, text: string): Dim => {
  const { value, problem } = parseDim(dims, text);
  if (!value) throw new Error(problem);
  return value;
};

function bound(holes: readonly string[], ...equations: readonly string[]) {
  const dims = new Dims();
  const { bindings, require, error, choices } = bindHoles(
    dims,
    holes,
    equations.map((text) => {
      const [left = "", right = ""] = text.split("=");
      return [size(dims, left), size(dims, right)] as const;
    }),
  );
  const print = (dim: Dim) => dims.print(dim, { ascii: true });
  return {
    bind: Object.fromEntries([...bindings].map(([name, dim]) => [name, print(dim)])),
    ...(require.length > 0
      ? { require: require.map((c) => (c.kind === "equal" ? `${print(c.left)} == ${print(c.right)}` : c.kind)) }
      : {}),
    ...(error === undefined ? {} : { error }),
    ...(choices.size > 0 ? { choices: Object.fromEntries(choices) } : {}),
  };
}

describe("a hole", () => {
  test("is what its equation says", () => {
    expect(bound(["K"], "K = 512*(H//32)*(W//32)")).toEqual({ bind: { K: "512*(H//32)*(W//32)" } });
    expect(bound(["M"], "N*C*H*W = N*M")).toEqual({ bind: { M: "C*H*W" } });
    expect(bound(["P"], "H + 2*P - 4 = H")).toEqual({ bind: { P: "2" } });
  });

  test("that depends on others waits for them", () => {
    expect(bound(["A", "B"], "A + B = 192", "A = 64")).toEqual({ bind: { A: "64", B: "128" } });
    expect(bound(["A", "B"], "A = 2*B", "A + B = 96")).toEqual({ bind: { A: "64", B: "32" } });
  });

  test("that need not come out even asks for it", () => {
    expect(bound(["D"], "8*D = E")).toEqual({ bind: { D: "E//8" }, require: ["E % 8 == 0"] });
    expect(bound(["D"], "8*D = E", "E = E")).toEqual({ bind: { D: "E//8" }, require: ["E % 8 == 0"] });
  });

  test("that nothing fits is an error, at its equation", () => {
    expect(bound(["A", "C"], "A = 3", "2*C = 97")).toMatchObject({ error: 1 });
    expect(bound(["C"], "C = H", "C = H + 1")).toMatchObject({ error: 1 });
    expect(bound(["C"], "C + 5 = 3")).toMatchObject({ error: 0 });
  });

  test("inside a rounding has its only value, or a choice of them", () => {
    expect(bound(["P"], "(112 + 2*P - 7)//2 + 1 = 56")).toEqual({ bind: { P: "3" } });
    expect(bound(["K"], "(H - K)//2 = H//2 - 2")).toMatchObject({ bind: { K: "4" } });
    expect(bound(["K"], "(32 - K)//4 + 1 = 7")).toEqual({ bind: {}, choices: { K: [5, 6, 7, 8] } });
    expect(bound(["K"], "2*(K//2) = 7")).toMatchObject({ error: 0 });
  });

  test("leaves the other conditions standing", () => {
    expect(bound(["C"], "C = 64", "H*C = 64*W")).toEqual({ bind: { C: "64" }, require: ["H - W == 0"] });
  });
});

test("random linear holes come out as they were made", () => {
  const value = fc.integer({ min: 1, max: 200 });
  const factor = fc.integer({ min: 1, max: 9 });
  fc.assert(
    fc.property(value, value, factor, factor, (a, b, p, q) => {
      const result = bound(["A", "B"], `${p}*A + ${q}*B = ${p * a + q * b}`, `A = ${a}`);
      expect(result).toEqual({ bind: { A: `${a}`, B: `${b}` } });
    }),
    fcOptions(100),
  );
});
