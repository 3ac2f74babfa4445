// Reads graphs in the JSON of the Eclipse Layout Kernel, one a line, lays them out by elkjs and writes them back.
//
// Run: ELKJS=folder/node_modules/elkjs node benchmarks/elk.mjs < graphs > laid-out
import { createInterface } from "node:readline";
import { createRequire } from "node:module";
import { resolve } from "node:path";

const require = createRequire(import.meta.url);
const ELK = require(process.env.ELKJS ? resolve(process.env.ELKJS, "lib/elk.bundled.js") : "elkjs/lib/elk.bundled.js");
const elk = new ELK();
for await (const line of createInterface({ input: process.stdin }))
  if (line.trim()) console.log(JSON.stringify(await elk.layout(JSON.parse(line))));
