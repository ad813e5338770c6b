import { expect, test } from "vitest";
import { bytes, grouped, short } from "../../src/export/numbers.ts";

test.each([
  [0n, "0"],
  [999n, "999"],
  [1000n, "1,000"],
  [31044106n, "31,044,106"],
  [123456789012345678901234567890n, "123,456,789,012,345,678,901,234,567,890"],
])("groups %s", (n, text) => expect(grouped(n)).toBe(text));

test.each([
  [0n, "0"],
  [12544n, "12,544"],
  [999_000n, "999,000"],
  [1_000_000n, "1.00 M"],
  [118_013_952n, "118 M"],
  [999_499_999n, "999 M"],
  [999_999_999n, "1.00 G"],
  [36_907_057_152n, "36.9 G"],
  [10n ** 13n, "10.0 T"],
  [10n ** 21n, "1,000 E"],
])("shortens %s", (n, text) => expect(short(n)).toBe(text));

test.each([
  [0n, "0 B"],
  [999n, "999 B"],
  [1000n, "1.00 kB"],
  [1024n, "1.02 kB (1.00 KiB)"],
  [124_176_424n, "124 MB (118 MiB)"],
  [2n ** 30n, "1.07 GB (1.00 GiB)"],
])("gives %s bytes in both units", (n, text) => expect(bytes(n)).toBe(text));
