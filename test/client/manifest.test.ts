/** The extension's manifest says of the code, and of the files beside it, what is so. */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { packaged, packagedManifest } from "../../scripts/package.ts";
import { codes } from "../../src/check/codes.ts";
import { main } from "../../src/cli/cli.ts";
import { LIBRARY_SCHEME, PAGE_SCHEME } from "../../src/protocol/messages.ts";
import { runIn } from "../cli/io.ts";

const text = readFileSync("package.json", "utf8");
const manifest = JSON.parse(text);
const { contributes } = manifest;
const settings = contributes.configuration.properties;
const nls: Record<string, string> = JSON.parse(readFileSync("package.nls.json", "utf8"));
const sources = readdirSync("src/client").filter((name) => name.endsWith(".ts"));
const code = sources.map((name) => readFileSync(`src/client/${name}`, "utf8")).join("\n");
const protocol = readFileSync("src/protocol/messages.ts", "utf8");

/** Every string anywhere inside. */
function* strings(value: unknown): Generator<string> {
  if (typeof value === "string") yield value;
  else if (typeof value === "object" && value !== null) for (const one of Object.values(value)) yield* strings(one);
}

const contributed: readonly string[] = contributes.commands.map(({ command }: { command: string }) => command);

test("the commands that are contributed are those that are registered", () => {
  const named = new Map(
    [...protocol.matchAll(/const (\w+) = "(shapewright\.\w+)"/g)].map(([, name, id]) => [name, id]),
  );
  const registered = [...code.matchAll(/registerCommand\(\s*(?:"([^"]+)"|(\w+))/g)].map(
    ([, id, name = ""]) => id ?? named.get(name),
  );
  expect(registered.sort()).toEqual([...contributed].sort());
});

test("commands that the manifest or the code names are there", () => {
  const mentioned = [
    ...[...strings(contributes), ...Object.values(nls)].flatMap((one) =>
      [...one.matchAll(/(?:onCommand|command):(shapewright\.\w+)/g)].map(([, id]) => id),
    ),
    ...Object.values<{ command: string }[]>(contributes.menus).flatMap((items) => items.map(({ command }) => command)),
    ...[...code.matchAll(/(?:command: |executeCommand\()"(shapewright\.\w+)"/g)].map(([, id]) => id),
  ];
  expect(mentioned.length).toBeGreaterThan(8);
  expect(mentioned.filter((id) => !contributed.includes(id ?? ""))).toEqual([]);
});

test("every text that is translated is there, and none is left over", () => {
  const used = [...strings(manifest)].flatMap((one) => /^%(.+)%$/.exec(one)?.[1] ?? []);
  expect([...new Set(used)].sort()).toEqual(Object.keys(nls).sort());
  expect(Object.values(nls).filter((one) => one.trim() === "")).toEqual([]);
});

test("every file that the manifest names is there and is packaged", () => {
  const { main: node, browser, ...rest } = packagedManifest(text);
  const files = [...strings(rest)].filter((one) => /^(\.\/)?[\w-]+(\/[\w.-]+)*\.(png|svg|json|md)$/.test(one));
  expect(files.length).toBeGreaterThan(8);
  for (const file of files.map((one) => one.replace(/^\.\//, ""))) {
    expect(existsSync(file), file).toBe(true);
    expect(
      packaged.some((one) => file === one || file.startsWith(`${one}/`)),
      file,
    ).toBe(true);
  }
  expect(packaged.filter((one) => !one.startsWith("dist/") && !existsSync(one))).toEqual([]);
  expect([node, browser]).toEqual(["./dist/extension/client.js", "./dist/extension/client.web.js"]);
});

test("what only the project needs stays out of the package", () => {
  const kept = packagedManifest(text);
  for (const key of ["type", "bin", "scripts", "dependencies", "devDependencies"]) expect(kept).not.toHaveProperty(key);
  expect(kept.engines).toEqual({ vscode: manifest.engines.vscode });
});

test("a severity can be set for every code, and for no other", () => {
  const { properties, additionalProperties } = settings["shapewright.check.severity"];
  expect(Object.keys(properties).sort()).toEqual(Object.keys(codes).sort());
  expect(additionalProperties).toBe(false);
});

test("every setting is described, scoped and has a default of its kind", () => {
  for (const [name, setting] of Object.entries<Record<string, unknown>>(settings)) {
    expect(setting.description ?? setting.markdownDescription, name).toMatch(/^%.+%$/);
    expect(["resource", "window"], name).toContain(setting.scope);
    expect(typeof setting.default, name).toBe(setting.type);
  }
});

test("what is held back in an untrusted workspace are settings", () => {
  const { restrictedConfigurations } = manifest.capabilities.untrustedWorkspaces;
  expect(restrictedConfigurations.length).toBeGreaterThan(0);
  for (const name of restrictedConfigurations) expect(settings).toHaveProperty([name]);
});

test("files of YAML that are no models start nothing", () => {
  expect(manifest.activationEvents).toEqual([
    "onLanguage:shapewright",
    "workspaceContains:**/*.arch.{yaml,yml}",
    `onFileSystem:${PAGE_SCHEME}`,
    `onFileSystem:${LIBRARY_SCHEME}`,
  ]);
});

test("the problem matcher reads what the command line prints", () => {
  const { out } = runIn(".", main, ["check", "examples/broken/unet.arch.yaml"]);
  const lines = out.split("\n");
  const [first, second] = contributes.problemMatchers[0].pattern;
  const found = lines.flatMap((line, index) => {
    const head = new RegExp(first.regexp).exec(line);
    const place = head && new RegExp(second.regexp).exec(lines[index + 1] ?? "");
    return head && place
      ? [[head[first.severity], head[first.code], place[second.file], place[second.line], place[second.column]]]
      : [];
  });
  expect(found).toEqual([["error", "concat-mismatch", "examples/broken/unet.arch.yaml", "19", "9"]]);
});
