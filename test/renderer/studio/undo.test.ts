import { it } from 'vitest';
import { checkUndo } from '#test/chaos/studio/undo.ts';

it('brings back what was stored, byte for byte, after any sequence of commands', async () => {
  await checkUndo({ runs: 150 });
});
