import { readdirSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { readTemplate, templateNames } from "../../src/client/templates.ts";

test("every template is offered, and what is offered is there", () => {
  const files = readdirSync("templates").map((name) => name.replace(/\.arch\.yaml$/, ""));
  expect([...templateNames].sort()).toEqual(files.sort());
});

test.each(templateNames)("%s has a title and a description, and opens without them", (name) => {
  const source = readFileSync(`templates/${name}.arch.yaml`, "utf8");
  const { title, description, text } = readTemplate(source);
  expect(title.length).toBeGreaterThan(2);
  expect(description.length).toBeGreaterThan(10);
  expect(text).toMatch(/^model: /);
  expect(source.endsWith(text)).toBe(true);
});

test("a file with fewer comments loses nothing else", () => {
  expect(readTemplate("# Only\nmodel: A\n")).toEqual({ title: "Only", description: "", text: "model: A\n" });
  expect(readTemplate("model: A\n# later\n")).toEqual({ title: "", description: "", text: "model: A\n# later\n" });
  expect(readTemplate("# A\r\n# B\r\n\r\nmodel: A\r\n").text).toBe("model: A\n");
  expect(readTemplate("")).toEqual({ title: "", description: "", text: "" });
});
