/**
 * The sign of a polynomial over the integers. Between two places where its difference p(y + 1) − p(y) changes sign the
 * polynomial is monotone, so it changes sign at most twice there, and bisection finds where. All exact.
 */

/** Coefficients by power, the last one not 0 unless it is the only one. */
type Polynomial = readonly bigint[];

/** From `start` on (the first: from ever) the sign is this, up to the next stretch. */
export interface Stretch {
  readonly start: bigint;
  readonly sign: -1 | 0 | 1;
}

export function valueAt(p: Polynomial, y: bigint): bigint {
  let value = 0n;
  for (let i = p.length - 1; i >= 0; i--) value = value * y + (p[i] as bigint);
  return value;
}

const signOf = (n: bigint): -1 | 0 | 1 => (n > 0n ? 1 : n < 0n ? -1 : 0);

/** p(y + 1) − p(y) */
function difference(p: Polynomial): bigint[] {
  const out = p.map(() => 0n);
  for (let power = 1; power < p.length; power++) {
    let binomial = 1n;
    for (let i = 0; i < power; i++) {
      out[i] = (out[i] as bigint) + (p[power] as bigint) * binomial;
      binomial = (binomial * BigInt(power - i)) / BigInt(i + 1);
    }
  }
  while (out.length > 1 && out.at(-1) === 0n) out.pop();
  return out;
}

/** No root is at or beyond ± this (Cauchy). */
function bound(p: Polynomial): bigint {
  const sizes = p.map((c) => (c < 0n ? -c : c));
  let most = 0n;
  for (const size of sizes) if (size > most) most = size;
  return most / (sizes.at(-1) ?? 1n) + 2n;
}

/** The stretches of one sign, ascending; two beside each other differ. The first one's `start` means nothing. */
export function stretches(p: Polynomial): readonly Stretch[] {
  if (p.length <= 1) return [{ start: 0n, sign: signOf(p[0] ?? 0n) }];
  const end = bound(p);
  const turns = stretches(difference(p))
    .slice(1)
    .map(({ start }) => start)
    .filter((y) => y > -end && y < end);
  const out: Stretch[] = [{ start: -end, sign: signOf(valueAt(p, -end)) }];
  for (const [i, to] of [...turns, end].entries()) {
    let from = i === 0 ? -end : (turns[i - 1] as bigint);
    const last = signOf(valueAt(p, to));
    for (let sign = signOf(valueAt(p, from)); sign !== last; ) {
      // The first place after `from` whose sign is not `sign`.
      let low = from;
      let high = to;
      while (high - low > 1n) {
        const middle = (low + high) >> 1n;
        if (signOf(valueAt(p, middle)) === sign) low = middle;
        else high = middle;
      }
      sign = signOf(valueAt(p, high));
      out.push({ start: high, sign });
      from = high;
    }
  }
  return out;
}
