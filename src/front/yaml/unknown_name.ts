/** What to say of a name that stands for nothing: what it was probably meant as. */
import { nearestName } from "../../core/nearest.ts";
import type { Name } from "../expression/ast.ts";
import { sizeNames } from "../expression/mentions.ts";
import type { BlockDef } from "./declared.ts";
import type { Frame } from "./frame.ts";

const WORDS = ["true", "false", "null"];

/** YAML's other words for true and false. */
const YAML_BOOLS = new Map([
  ["yes", "true"],
  ["on", "true"],
  ["no", "false"],
  ["off", "false"],
]);

const sizesOf = ({ inputs }: BlockDef): readonly Name[] =>
  inputs?.flatMap((input) => (input.shape ? sizeNames(input.shape.syntax) : [])) ?? [];

function* withWords(names: Iterable<string>): Iterable<string> {
  yield* WORDS;
  yield* names;
}

interface Unknown {
  readonly code: "unknown-name" | "attribute-kind";
  readonly message: string;
  /** What it is to be changed to. */
  readonly meant?: string;
}

/** `place`: whether it stands among the sizes after `=>`. */
export function unknownName(name: string, frame: Frame, layers: Iterable<string>, place: "shape" | "value"): Unknown {
  const { def } = frame;
  const { model } = frame.file.def;
  if (def !== model && (model.params.has(name) || sizesOf(model).some((n) => n.text === name)))
    return {
      code: "unknown-name",
      message: `"${name}" belongs to the model, and a block sees its own names only: declare it in the block's \`params\` and hand it over.`,
    };
  if ([...(def.inputs ?? []), ...def.weights].some((i) => i.name.text === name))
    return {
      code: "attribute-kind",
      message: `"${name}" is a tensor; a condition speaks of sizes, such as \`H\`.`,
    };
  const bool = YAML_BOOLS.get(name.toLowerCase());
  if (bool !== undefined)
    return { code: "unknown-name", message: `\`${name}\` means nothing here: write \`${bool}\`.`, meant: bool };
  const near = nearestName(name, withWords(frame.visible())) ?? nearestName(name, layers);
  if (near !== undefined)
    return { code: "unknown-name", message: `Nothing is called "${name}" here; did you mean "${near}"?`, meant: near };
  return {
    code: "unknown-name",
    message:
      place === "shape"
        ? `Nothing is called "${name}" here, and a shape after \`=>\` introduces no names: \`_\` is any size.`
        : `Nothing is called "${name}" here. A word that is meant as text stands in quotes: "${name}" → \`"${name}"\`.`,
  };
}
