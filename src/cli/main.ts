/** The process around the command line. */
import { main } from "./cli.ts";

// A reader that has seen enough (`| head`) is no mistake.
for (const stream of [process.stdout, process.stderr])
  stream.on("error", (error: NodeJS.ErrnoException) => {
    if (error.code !== "EPIPE") throw error;
    process.exit();
  });

// The code is set rather than exited with, so that what was written arrives.
process.exitCode = main(process.argv.slice(2), {
  cwd: process.cwd(),
  env: process.env,
  platform: process.platform,
  stdout: process.stdout,
  stderr: process.stderr,
});
