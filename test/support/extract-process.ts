/** An extraction in a process of its own, to be killed: `node extract-process.ts INPUT OUTPUT FORMAT`. */
import { extractFrames } from '#engine/media/extract.ts';
import { buildFrameIndex } from '#engine/media/frame-index.ts';
import { probeVideo } from '#engine/media/probe.ts';
import { findMediaTools } from '#engine/media/tools.ts';
import { everyFrame } from './extraction.ts';

const [input = '', outputDir = '', format = 'jpeg'] = process.argv.slice(2);
const tools = await findMediaTools({ settings: {}, env: process.env });
const probe = await probeVideo(tools, input);
const index = await buildFrameIndex(tools, input, probe);
const wanted = everyFrame(1, format === 'png' ? 'png' : 'jpeg');
const onProgress = () => process.stdout.write('.');
await extractFrames({ tools, input, outputDir, probe, index, ...wanted, onProgress });
