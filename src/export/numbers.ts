/** Counts and sizes as people read them; every unit is the one it is called by (MB = 10⁶ bytes, MiB = 2²⁰). */

/** `31,044,106`. */
export function grouped(n: bigint | number): string {
  return String(n).replace(/\B(?=(\d{3})+$)/g, ",");
}

const scales: readonly (readonly [bigint, string])[] = [
  [10n ** 18n, "E"],
  [10n ** 15n, "P"],
  [10n ** 12n, "T"],
  [10n ** 9n, "G"],
  [10n ** 6n, "M"],
];

/** Three figures and a letter from a million on: `118 M`, `36.9 G`; exact below. */
export function short(n: bigint): string {
  const [scale, letter] = scaleOf(n, scales);
  return scale === 1n ? grouped(n) : `${figures(n, scale)} ${letter}`;
}

/** `124 MB (118 MiB)`. */
export function bytes(n: bigint): string {
  if (n < 1000n) return `${n} B`;
  const [ten, tenName] = scaleOf(n, [
    [10n ** 12n, "TB"],
    [10n ** 9n, "GB"],
    [10n ** 6n, "MB"],
    [1000n, "kB"],
  ]);
  const [two, twoName] = scaleOf(n, [
    [1n << 40n, "TiB"],
    [1n << 30n, "GiB"],
    [1n << 20n, "MiB"],
    [1024n, "KiB"],
  ]);
  const binary = two === 1n ? "" : ` (${figures(n, two)} ${twoName})`;
  return `${figures(n, ten)} ${tenName}${binary}`;
}

/** The largest that the number, rounded to three figures, reaches. */
function scaleOf(n: bigint, table: readonly (readonly [bigint, string])[]): readonly [bigint, string] {
  return table.find(([scale]) => n * 2000n >= scale * 1999n) ?? [1n, ""];
}

/** Three significant figures, or all digits before the point. */
function figures(n: bigint, scale: bigint): string {
  const hundredths = (n * 100n + scale / 2n) / scale;
  if (hundredths < 1000n) return `${hundredths / 100n}.${String(hundredths % 100n).padStart(2, "0")}`;
  const tenths = (n * 10n + scale / 2n) / scale;
  if (tenths < 1000n) return `${tenths / 10n}.${tenths % 10n}`;
  return grouped((n + scale / 2n) / scale);
}
