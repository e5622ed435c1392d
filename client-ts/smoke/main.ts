#!/usr/bin/env node
import { smoke } from "./smoke.js";

process.exitCode = await smoke(process.argv.slice(2), process.env, console);
