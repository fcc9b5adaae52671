import { expect, test } from 'vitest';
import { linkArgument, readDeepLink } from '#electron/deep-links.ts';

const ID = '0123456789abcdef01234567';

test.each(['projects', 'pipelines', 'tasks', 'datasets', 'items'])('a link to one of the %s', (kind) => {
  expect(readDeepLink(`sluice://${kind}/${ID}`)).toBe(`/open/${kind}/${ID}`);
  // Browsers put a slash behind an address.
  expect(readDeepLink(`sluice://${kind}/${ID}/`)).toBe(`/open/${kind}/${ID}`);
});

test.each([
  '',
  'sluice://',
  `sluice://settings/${ID}`,
  `sluice://pipelines/${ID}0`,
  `sluice://pipelines/${ID.toUpperCase()}`,
  `sluice://pipelines/../../settings`,
  `sluice://pipelines/${ID}?next=https://evil.example`,
  `sluice://pipelines/${ID}#/settings`,
  `sluice://pipelines/${ID}\n`,
  ` sluice://pipelines/${ID}`,
  `SLUICE://pipelines/${ID}`,
  `sluice://user@pipelines/${ID}`,
  `sluice://pipelines/${ID}');alert(1)//`,
  `https://pipelines/${ID}`,
  `javascript:sluice://pipelines/${ID}`,
  `--workspace=sluice://pipelines/${ID}`,
])('%j is no link', (link) => {
  expect(readDeepLink(link)).toBeNull();
});

test('the link among the arguments of a start', () => {
  expect(linkArgument(['/usr/bin/sluice', '--no-sandbox', `sluice://items/${ID}`])).toBe(`/open/items/${ID}`);
  expect(linkArgument(['/usr/bin/sluice', '--workspace', '/w'])).toBeNull();
});
