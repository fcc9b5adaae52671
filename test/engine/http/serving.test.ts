import { mkdtempSync, readdirSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { findServing, noteServing } from '#engine/http/serving.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'sluice-serving-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const serving = (address = 'http://127.0.0.1:7411') => ({
  pid: 41,
  workspace: folder,
  address,
  person: 'ada@example.com',
});

test('a workspace that is served is found until it is not any more, also by another path to it', () => {
  const callOff = noteServing(folder, serving());
  symlinkSync(folder, join(folder, 'link'));
  expect(findServing(folder, folder, 41)).toEqual(serving());
  expect(findServing(folder, join(folder, 'link'), 41)).toEqual(serving());
  expect(statSync(join(folder, 'serving', '41-7411.json')).mode & 0o777).toBe(0o600);
  callOff();
  expect(findServing(folder, folder, 41)).toBeNull();
});

test('what a killed program has left behind, another workspace and what is spoilt are not taken for it', () => {
  expect(findServing(folder, folder, 41)).toBeNull();
  noteServing(folder, serving());
  writeFileSync(join(folder, 'serving', '0.json'), '{');
  writeFileSync(
    join(folder, 'serving', '1.json'),
    JSON.stringify({ ...serving(), address: 'http://evil.example:80' }),
  );
  expect(findServing(folder, folder, 42)).toBeNull();
  expect(findServing(folder, folder, undefined)).toBeNull();
  expect(findServing(folder, '/elsewhere', 41)).toBeNull();
  expect(findServing(folder, folder, 41)?.address).toBe('http://127.0.0.1:7411');
});

test.each(['https://127.0.0.1:1', 'http://192.168.0.1:1', 'http://localhost.evil.example:1'])(
  '%s is not noted: others may listen there',
  (address) => {
    noteServing(folder, serving(address))();
    expect(() => readdirSync(join(folder, 'serving'))).toThrow('ENOENT');
  },
);
