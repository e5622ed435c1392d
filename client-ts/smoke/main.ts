#!/usr/bin/env node
import { smoke } from "./smoke.js";

// A reader that has seen enough, such as head, closes the pipe.
process.stdout.on("error", () => process.exit(1));
process.exitCode = await smoke(process.argv.slice(2), process.env, console);
