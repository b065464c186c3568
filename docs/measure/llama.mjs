// Measures llama.cpp, by its npm package node-llama-cpp, as `gloss bench` measures Gloss: random
// tokens, greedy, the best of some rounds, on the processor alone.
//
//     node docs/measure/llama.mjs PACKAGE MODEL.gguf [--threads N] [--prompt N] [--depth N]
//         [--tokens N] [--rounds N]
//
// PACKAGE is the folder node_modules/node-llama-cpp of some project. One JSON object is printed.

import fs from "node:fs";
import path from "node:path";
import {parseArgs} from "node:util";
import {pathToFileURL} from "node:url";

const {positionals, values} = parseArgs({
  allowPositionals: true,
  options: {
    threads: {type: "string", default: "2"},
    prompt: {type: "string", default: "512"},
    depth: {type: "string", default: "0"},
    tokens: {type: "string", default: "64"},
    rounds: {type: "string", default: "3"},
  },
});
const [packageFolder, modelPath] = positionals;
const [threads, promptTokens, depth, maxTokens, rounds] = ["threads", "prompt", "depth", "tokens", "rounds"].map(
  (name) => Number(values[name]),
);

const about = JSON.parse(fs.readFileSync(path.join(packageFolder, "package.json"), "utf8"));
const {getLlama} = await import(pathToFileURL(path.join(packageFolder, "dist", "index.js")));
const llama = await getLlama({gpu: false, build: "never", logLevel: "error", maxThreads: threads});
const model = await llama.loadModel({modelPath: path.resolve(modelPath), gpuLayers: 0});
const longest = Math.max(promptTokens, Math.max(depth, 1) + maxTokens) + 8;
const context = await model.createContext({
  contextSize: longest,
  batchSize: Math.max(promptTokens, 512),
  threads: {ideal: threads, min: threads},
});
const sequence = context.getSequence();
const vocabulary = model.fileInfo.metadata.tokenizer.ggml.tokens.length;

// The same tokens in every run: a linear congruential generator.
let seed = 1;
function randomToken() {
  seed = (seed * 1103515245 + 12345) % 2147483648;
  return seed % Math.min(vocabulary, 50000);
}

const randomTokens = (count) => Array.from({length: count}, randomToken);
const seconds = (start) => Number(process.hrtime.bigint() - start) / 1e9;

async function prefill() {
  await sequence.clearHistory();
  const tokens = randomTokens(promptTokens);
  const start = process.hrtime.bigint();
  await sequence.evaluateWithoutGeneratingNewTokens(tokens);
  return promptTokens / seconds(start);
}

async function decode() {
  await sequence.clearHistory();
  const writing = sequence.evaluate(randomTokens(Math.max(depth, 1)), {temperature: 0, yieldEogToken: true});
  await writing.next();
  const start = process.hrtime.bigint();
  for (let i = 1; i < maxTokens; i++) {
    if ((await writing.next()).done) {
      throw new Error(`it ended after ${i} tokens`);
    }
  }
  const rate = (maxTokens - 1) / seconds(start);
  await writing.return();
  return rate;
}

let bestPrefill = 0;
let bestDecode = 0;
await prefill();
for (let round = 0; round < rounds; round++) {
  bestPrefill = Math.max(bestPrefill, await prefill());
  bestDecode = Math.max(bestDecode, await decode());
}
console.log(
  JSON.stringify({
    engine: `node-llama-cpp ${about.version}`,
    system: llama.systemInfo,
    threads: context.currentThreads,
    prefill_tokens_per_second: bestPrefill,
    decode_tokens_per_second: bestDecode,
  }),
);
await context.dispose();
await model.dispose();
await llama.dispose();
