#!/usr/bin/env node
/**
 * The command line's first file. It runs on any Node that can read it, because its one task before the rest is to see
 * that the Node is new enough: on an older one the database add-on ends the process without a word. Everything else
 * is therefore loaded late.
 */
import { fileURLToPath } from 'node:url';
import { bundledNode, isNewEnough, OLDEST_NODE, runOn } from './node-guard.ts';

const script = fileURLToPath(import.meta.url);

if (isNewEnough(process.version)) {
  const { main } = await import('./program.ts');
  process.exitCode = await main(process.argv.slice(2));
} else {
  const node = bundledNode(script);
  if (node === null) {
    console.error(
      `sluice: Node ${process.version} is too old: ${OLDEST_NODE} or newer is needed. Install it from nodejs.org, or run "npm ci" in Sluice's folder.`,
    );
    process.exitCode = 5;
  } else {
    process.exitCode = await runOn(node, [script, ...process.argv.slice(2)]);
  }
}
