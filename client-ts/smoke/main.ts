#!/usr/bin/env node
import { smoke } from "./smoke.js";

// A reader such as head closes the pipe once it has seen enough.
process.stdout.on("error", () => process.exit(1));
process.exitCode = await smoke(process.argv.slice(2), process.env, console);
