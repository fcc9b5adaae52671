/** What is opened leaves nothing behind. The long version, 2,000 items: `npm run chaos -- leak`. */
import { join } from 'node:path';
import { findLeaks } from '../chaos/studio/leak.ts';
import { expect, test } from '../support/app-test.ts';

test('the window is as large after 300 items as after 150', async ({ launch, folder }) => {
  const app = await launch({ workspace: join(folder, 'workspace') });
  const leaks = await findLeaks(app, { items: 300, from: 150, folder, say: console.log });
  expect(leaks).toEqual([]);
});
