import { describe, expect, test } from "vitest";
import { facts } from "../facts.ts";
import { run } from "../run.ts";

describe("ScaledDotProductAttention", () => {
  const name = "ScaledDotProductAttention";

  test("gives each query a value", () => {
    expect(run(name, {}, ["[N, 8, T, 64]", "[N, 8, S, 64]", "[N, 8, S, E]"]).text).toBe("[N, 8, T, E]");
    expect(
      facts(name, {}, [
        [2, 5, 4],
        [2, 6, 4],
        [2, 6, 3],
      ]),
    ).toMatchObject({ outputs: [[2, 5, 3]], macs: 2 * 5 * 6 * (4 + 3) });
  });

  test.each([
    [
      "keys of other features",
      [
        [5, 4],
        [6, 3],
        [6, 4],
      ],
      { input: 1, axis: 1 },
    ],
    [
      "values of other places",
      [
        [5, 4],
        [6, 4],
        [7, 4],
      ],
      { input: 2, axis: 0 },
    ],
    [
      "batches that do not fit",
      [
        [2, 5, 4],
        [3, 6, 4],
        [2, 6, 4],
      ],
      { input: 1, axis: 0 },
    ],
    [
      "a mask that does not fit",
      [
        [2, 5, 4],
        [2, 6, 4],
        [2, 6, 4],
        [5, 5],
      ],
      { input: 3, axis: 1 },
    ],
  ] as const)("refuses %s", (_, shapes, fault) => {
    expect(facts(name, {}, shapes).faults).toMatchObject([{ code: "size-mismatch", ...fault }]);
  });

  test("stretches a mask, but not to it", () => {
    expect(
      facts(name, {}, [
        [2, 1, 5, 4],
        [2, 1, 6, 4],
        [2, 1, 6, 4],
        [1, 6],
      ]).codes,
    ).toEqual([]);
    expect(
      facts(name, {}, [
        [2, 1, 5, 4],
        [2, 1, 6, 4],
        [2, 1, 6, 4],
        [8, 5, 6],
      ]).codes,
    ).toEqual(["size-mismatch"]);
    expect(
      facts(name, { is_causal: true }, [
        [5, 4],
        [6, 4],
        [6, 4],
        [5, 6],
      ]).codes,
    ).toEqual(["attribute-range"]);
    // Values alone stretch the result, not what the mask is added to.
    const values = (mask: readonly number[]) => facts(name, {}, [[1, 5, 4], [1, 6, 4], [3, 6, 4], mask]);
    expect(values([1, 5, 6])).toMatchObject({ codes: [], outputs: [[3, 5, 4]] });
    expect(values([3, 5, 6]).codes).toEqual(["size-mismatch"]);
    const ran = run(name, {}, ["[T, E]", "[T, E]", "[T, E]", "[M, T]"]);
    expect([1, 3, 7].map((M) => ran.holds({ T: 7, E: 1, M }))).toEqual([true, false, true]);
  });

  test("shares heads of keys when told to", () => {
    const shapes = [
      [2, 8, 5, 4],
      [2, 2, 6, 4],
      [2, 2, 6, 4],
    ];
    expect(facts(name, {}, shapes).codes).toEqual(["size-mismatch", "size-mismatch"]);
    expect(facts(name, { enable_gqa: true }, shapes)).toMatchObject({ codes: [], outputs: [[2, 8, 5, 4]] });
    expect(
      facts(name, { enable_gqa: true }, [
        [2, 8, 5, 4],
        [2, 3, 6, 4],
        [2, 2, 6, 4],
      ]).codes,
    ).toEqual(["groups-mismatch"]);
  });
});

describe("MultiheadAttention", () => {
  const name = "MultiheadAttention";
  const same = [
    [5, 2, 8],
    [5, 2, 8],
    [5, 2, 8],
  ];

  test("packs its projections where features agree", () => {
    expect(facts(name, { num_heads: 2 }, same)).toMatchObject({
      codes: [],
      outputs: [
        [5, 2, 8],
        [2, 5, 5],
      ],
      parameters: { in_proj_weight: [24, 8], in_proj_bias: [24], "out_proj.weight": [8, 8], "out_proj.bias": [8] },
      macs: 2 * (4 * 5 * 8 * 8 + 2 * 5 * 5 * 8),
    });
    const other = facts(name, { num_heads: 2, kdim: 3, bias: false, add_bias_kv: true }, [
      [5, 2, 8],
      [6, 2, 3],
      [6, 2, 8],
    ]);
    expect(Object.keys(other.parameters)).toEqual([
      "q_proj_weight",
      "k_proj_weight",
      "v_proj_weight",
      "bias_k",
      "bias_v",
      "out_proj.weight",
    ]);
    expect(other.outputs[1]).toEqual([2, 5, 7]);
  });

  test("gives its weights as it is told to", () => {
    expect(facts(name, { num_heads: 2, need_weights: false }, same).outputs).toEqual([[5, 2, 8]]);
    expect(facts(name, { num_heads: 2, average_attn_weights: false, batch_first: true }, same).outputs).toEqual([
      [5, 2, 8],
      [5, 2, 2, 2],
    ]);
    expect(
      facts(name, { num_heads: 2, add_zero_attn: true }, [
        [5, 8],
        [6, 8],
        [6, 8],
      ]).outputs,
    ).toEqual([
      [5, 8],
      [5, 7],
    ]);
  });

  test("knows its output although embed_dim is wrong", () => {
    expect(facts(name, { num_heads: 2, embed_dim: 6 }, same)).toMatchObject({
      faults: [{ code: "channel-mismatch", attribute: "embed_dim" }],
    });
    expect(run(name, { num_heads: 2, embed_dim: 6 }, same).at({})[0]).toEqual([5, 2, 6]);
  });

  test.each([
    ["heads that do not divide the features", { num_heads: 3 }, same, ["groups-mismatch"]],
    [
      "four axes",
      { num_heads: 2 },
      [
        [1, 5, 2, 8],
        [5, 2, 8],
        [5, 2, 8],
      ],
      ["rank-mismatch"],
    ],
    [
      "keys without the query's batch",
      { num_heads: 2 },
      [
        [5, 2, 8],
        [5, 8],
        [5, 8],
      ],
      ["rank-mismatch", "rank-mismatch"],
    ],
    [
      "keys of other features",
      { num_heads: 2 },
      [
        [5, 2, 8],
        [5, 2, 9],
        [5, 2, 8],
      ],
      ["channel-mismatch"],
    ],
    [
      "another batch",
      { num_heads: 2 },
      [
        [5, 2, 8],
        [5, 3, 8],
        [5, 3, 8],
      ],
      ["size-mismatch"],
    ],
    [
      "values of other places",
      { num_heads: 2 },
      [
        [5, 2, 8],
        [6, 2, 8],
        [7, 2, 8],
      ],
      ["size-mismatch"],
    ],
    ["a mask of another size", { num_heads: 2 }, [...same, [5, 4]], ["size-mismatch"]],
    ["a mask for other heads", { num_heads: 2 }, [...same, [3, 5, 5]], ["size-mismatch"]],
    ["padding of another batch", { num_heads: 2 }, [...same, [5, 5], [3, 5]], ["size-mismatch"]],
  ] as const)("refuses %s", (_, settings, shapes, codes) => {
    expect(facts(name, settings, shapes).codes).toEqual(codes);
  });
});

describe("Transformer layers", () => {
  test("are made of attention, two linear layers and norms", () => {
    const attention = 4 * 8 * 8 + 4 * 8;
    const linear = 2 * 8 * 16 + 16 + 8;
    const encoder = facts("TransformerEncoderLayer", { nhead: 2, dim_feedforward: 16 }, [[5, 3, 8]]);
    expect(encoder).toMatchObject({ codes: [], outputs: [[5, 3, 8]], count: attention + linear + 2 * 16 });
    expect(encoder.macs).toBe(3 * (4 * 5 * 64 + 2 * 25 * 8) + 15 * 2 * 8 * 16);
    const decoder = facts("TransformerDecoderLayer", { nhead: 2, dim_feedforward: 16 }, [
      [5, 3, 8],
      [7, 3, 8],
    ]);
    expect(decoder).toMatchObject({ codes: [], outputs: [[5, 3, 8]], count: 2 * attention + linear + 3 * 16 });
    const whole = facts(
      "Transformer",
      { nhead: 2, dim_feedforward: 16, num_encoder_layers: 2, num_decoder_layers: 3 },
      [
        [7, 3, 8],
        [5, 3, 8],
      ],
    );
    expect(whole).toMatchObject({
      codes: [],
      outputs: [[5, 3, 8]],
      count: 2 * encoder.count + 3 * decoder.count + 2 * 16,
    });
    expect(whole.macs).toBe(
      2 * facts("TransformerEncoderLayer", { nhead: 2, dim_feedforward: 16 }, [[7, 3, 8]]).macs + 3 * decoder.macs,
    );
  });

  test.each([
    ["TransformerEncoderLayer", { nhead: 3 }, [[5, 3, 8]], ["groups-mismatch"]],
    ["TransformerEncoderLayer", { nhead: 2, d_model: 6 }, [[5, 3, 8]], ["channel-mismatch"]],
    ["TransformerEncoderLayer", { nhead: 2 }, [[8]], ["rank-mismatch"]],
    [
      "TransformerDecoderLayer",
      { nhead: 2 },
      [
        [5, 3, 8],
        [7, 8],
      ],
      ["rank-mismatch"],
    ],
    [
      "TransformerDecoderLayer",
      { nhead: 2 },
      [
        [5, 3, 8],
        [7, 3, 6],
      ],
      ["channel-mismatch"],
    ],
    [
      "TransformerDecoderLayer",
      { nhead: 2 },
      [
        [5, 3, 8],
        [7, 4, 8],
      ],
      ["size-mismatch"],
    ],
    [
      "Transformer",
      { batch_first: true },
      [
        [3, 7, 8],
        [4, 7, 8],
      ],
      ["size-mismatch"],
    ],
  ] as const)("%s with %j on %j is refused", (name, settings, shapes, codes) => {
    expect(facts(name, settings, shapes).codes).toEqual(codes);
  });
});
