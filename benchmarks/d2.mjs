// Reads D2 text and writes one of its layers as SVG.
//
// Run: node benchmarks/d2.mjs folder/node_modules layer dagre|elk < text
import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { pathToFileURL } from "node:url";

const [folder, layer, layout] = process.argv.slice(2);
const { D2 } = await import(pathToFileURL(resolve(folder, "@terrastruct/d2/dist/node-esm/index.js")));
const d2 = new D2();
const found = await d2.compile({ fs: { "index.d2": readFileSync(0, "utf8") }, inputPath: "index.d2", options: { layout } });
const board = (found.diagram.layers ?? []).find(one => one.name === layer) ?? found.diagram;
process.stdout.write(await d2.render(board, { ...found.renderOptions, pad: 20 }), () => process.exit(0));
