/** Whether the hub on this computer answers: `node health.js [PORT]` ends with 0, or with 1 and the reason. */
import { get } from 'node:https';

const port = Number(process.argv[2] ?? 7411);
const LATEST_MS = 8000;

/** @param {string} why */
function fail(why) {
  console.error(`The hub does not answer at port ${port}: ${why}`);
  process.exit(1);
}

// Nothing is told or believed here but that it answers: whose certificate that is does not matter.
const request = get(
  { host: '127.0.0.1', port, path: '/health', rejectUnauthorized: false, timeout: LATEST_MS },
  ({ statusCode }) => (statusCode === 200 ? process.exit(0) : fail(`status ${statusCode}`)),
);
request.on('timeout', () => fail('it takes too long'));
request.on('error', ({ message }) => fail(message));
