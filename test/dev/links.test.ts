/** That the packed app is registered for its links, as electron-builder reads our configuration. */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { expect, test } from 'vitest';
import { PROJECT_ROOT } from '#dev/electron-runtime.ts';
import { LINK_SCHEME, readDeepLink } from '#electron/deep-links.ts';

// What electron-builder itself uses: not a package of ours.
const builder = createRequire(createRequire(import.meta.url).resolve('electron-builder'));

type Config = {
  readonly protocols: readonly { readonly name: string; readonly schemes: readonly string[] }[];
  readonly linux: Readonly<Record<string, unknown>>;
};
type Entry = (options: object, exec: string) => Promise<string>;

const config = builder('js-yaml').load(
  readFileSync(`${PROJECT_ROOT}/electron-builder.yml`, 'utf8'),
) as Config;

test('the scheme that the app reads is the one that systems are told of, for every platform', () => {
  expect(config.protocols.map(({ schemes }) => schemes)).toEqual([[LINK_SCHEME]]);
  expect(readDeepLink(`${LINK_SCHEME}://items/${'a'.repeat(24)}`)).not.toBeNull();
});

test('the desktop entry of Linux takes the scheme, and hands the link to the program', async () => {
  const { LinuxTargetHelper } = builder('app-builder-lib/out/targets/LinuxTargetHelper.js');
  const packager = {
    config,
    appInfo: { productName: 'Sluice', sanitizedProductName: 'Sluice', description: '' },
    executableName: config.linux['executableName'],
    fileAssociations: [],
    platformSpecificBuildOptions: config.linux,
    info: { metadata: { desktopName: 'sluice.desktop' } },
  };
  const compute: Entry = LinuxTargetHelper.prototype.computeDesktopEntry;
  const entry = await compute.call({ packager, getDescription: () => '' }, config.linux, 'sluice %U');
  expect(entry).toContain(`\nMimeType=x-scheme-handler/${LINK_SCHEME};\n`);
  expect(entry).toContain('\nExec=sluice %U\n');
});
