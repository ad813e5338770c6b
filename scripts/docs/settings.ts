/** The table of the extension's settings, from what `package.json` contributes, put between two comments of a page. */
interface Setting {
  readonly type: string;
  readonly default?: unknown;
  readonly description?: string;
  readonly markdownDescription?: string;
}

const PART = /(<!-- settings -->\n)[\s\S]*?(<!-- \/settings -->)/;

/** `manifest` is package.json, `texts` the English texts that it names. */
export function withSettings(page: string, manifest: string, texts: string): string {
  const { contributes } = JSON.parse(manifest) as {
    contributes: { configuration: { properties: Readonly<Record<string, Setting>> } };
  };
  const words = JSON.parse(texts) as Readonly<Record<string, string>>;
  const rows = Object.entries(contributes.configuration.properties).map(([name, setting]) => {
    const key = setting.markdownDescription ?? setting.description ?? "";
    const text = words[key.slice(1, -1)] ?? key;
    return `| \`${name}\` | \`${JSON.stringify(setting.default)}\` | ${text.replaceAll("|", "\\|")} |`;
  });
  const table = ["| setting | default | |", "|---|---|---|", ...rows].join("\n");
  return page.replace(PART, (_, open: string, close: string) => `${open}${table}\n${close}`);
}
