/**
 * What the extension's manifest takes from elsewhere: the setting for severities lists every code. The rest of
 * `package.json` is written by hand and kept as it is.
 */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { codes } from "../src/check/codes.ts";

const SEVERITIES = ["error", "warning", "information", "hint", "off"];

export function manifest(root: string): string {
  const written = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));
  const setting = written.contributes.configuration.properties["shapewright.check.severity"];
  setting.properties = Object.fromEntries(
    Object.entries(codes).map(([code, { severity, summary }]) => [
      code,
      { type: "string", enum: SEVERITIES, default: severity, description: sentence(summary) },
    ]),
  );
  return `${JSON.stringify(written, undefined, 2)}\n`;
}

const sentence = (clause: string): string => `${clause.charAt(0).toUpperCase()}${clause.slice(1)}.`;
