/** The command line: finds the command, reads its options, runs it. One of the edges where an exception is caught. */
import { nearestName } from "../core/nearest.ts";
import { visible } from "../export/safe-text.ts";
import { common, readArgs } from "./args.ts";
import { check } from "./check.ts";
import { type Command, complain } from "./commands.ts";
import { explain } from "./explain.ts";
import { commandHelp, generalHelp } from "./help.ts";
import { exit, type Io, isRefusal } from "./io.ts";
import { shape } from "./shape.ts";
import { summary } from "./summary.ts";
import { lookOf } from "./terminal.ts";
import { version } from "./version.ts";

const commands: readonly Command[] = [check, summary, shape, explain];

/** Gives the exit code. */
export function main(args: readonly string[], io: Io): number {
  try {
    return dispatch(args, io);
  } catch (error) {
    const what = error instanceof Error ? error.message : String(error);
    complain(io, `this is our mistake, not yours: ${visible(what)}. Please report it with the model that caused it.`);
    if (io.env.SHAPEWRIGHT_DEBUG && error instanceof Error) io.stderr.write(`${error.stack ?? ""}\n`);
    else io.stderr.write("SHAPEWRIGHT_DEBUG=1 shows where it happened.\n");
    return exit.ours;
  }
}

function dispatch([name, ...rest]: readonly string[], io: Io): number {
  if (name === undefined) {
    io.stderr.write(generalHelp(commands));
    return exit.usage;
  }
  if (name === "--help" || name === "-h" || name === "help") return help(rest[0], io);
  if (name === "--version" || name === "-v" || name === "-V") {
    io.stdout.write(`${version}\n`);
    return exit.clean;
  }
  const command = commands.find((one) => one.name === name);
  if (!command) {
    const names = commands.map((one) => one.name);
    const what = name.startsWith("-")
      ? `there is no option ${visible(name)} here; a command comes first`
      : `there is no command ${JSON.stringify(visible(name))}`;
    const nearest = nearestName(name, names);
    const file = /\.arch\.(ya?ml|ts)$/.test(name)
      ? `to check a file: shapewright check ${visible(name)}`
      : "`shapewright --help` lists them";
    complain(io, `${what}${nearest ? `; did you mean ${nearest}?` : `; ${file}.`}`);
    return exit.usage;
  }
  const args = readArgs(rest, `shapewright ${command.name}`, { ...common, ...command.options });
  if (isRefusal(args)) {
    complain(io, args.refusal);
    return exit.usage;
  }
  if (args.switches.has("help")) return help(command.name, io);
  const { switches } = args;
  const color = switches.has("no-color") ? false : switches.has("color") ? true : undefined;
  const look = lookOf(io, { color, ascii: switches.has("ascii") || undefined });
  return command.run(args, io, look);
}

function help(name: string | undefined, io: Io): number {
  const command = commands.find((one) => one.name === name);
  if (name !== undefined && !command && !name.startsWith("-")) {
    complain(
      io,
      `there is no command ${JSON.stringify(visible(name))}; there are ${commands.map((one) => one.name).join(", ")}.`,
    );
    return exit.usage;
  }
  io.stdout.write(command ? commandHelp(command) : generalHelp(commands));
  return exit.clean;
}
