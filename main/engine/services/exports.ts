/** Files with what is in datasets, for clients that download them. */
import { rmSync } from 'node:fs';
import type { Handlers } from '#contract/index.ts';
import { SluiceError } from '#core/errors.ts';
import { parseFilter } from '#core/filters/parse.ts';
import { itemIdSchema } from '#core/model/ids.ts';
import type { EngineContext } from '../context.ts';
import { findCommand } from '../db/queries/commands.ts';
import { deleteExportFile, findExportFile, insertExportFile } from '../db/queries/export-files.ts';
import { boundItems } from '../db/queries/item-windows.ts';
import { findDataset } from '../db/queries/projects.ts';
import { addCommand } from '../pipelines/commands.ts';
import { exportPath, sweepExports } from '../sets/export.ts';

export function exportHandlers(
  ctx: EngineContext,
): Handlers<'datasets.export' | `exports.${'get' | 'delete'}`> {
  const { db, files } = ctx;
  const find = (exportId: string) => {
    const found = findExportFile(db, exportId);
    if (found) return found;
    throw new SluiceError('not-found', 'This export is not there any more: ask for it again.', { exportId });
  };
  return {
    'datasets.export': ({ datasetId, filter, ...what }) => {
      const dataset = findDataset(db, datasetId);
      if (!dataset) throw new SluiceError('not-found', `There is no dataset ${datasetId}.`, { datasetId });
      // Read before anything is made: filters that cannot be read leave nothing behind.
      if (what.annotationFilter) parseFilter(what.annotationFilter);
      const bound = { datasetIds: [datasetId], filter: parseFilter(filter) };
      const total = boundItems(db, bound, dataset.itemCount);
      const id = ctx.unit(ctx.settings().person, (tx) => {
        sweepExports(tx, files);
        const exportId = itemIdSchema.parse(tx.id());
        insertExportFile(tx.db, { id: exportId, datasetId, format: what.format, createdAt: tx.now });
        const spec = { exportId, datasetIds: [datasetId], filter, upTo: tx.id(), ...what };
        const reply = { outputItemId: exportId, datasetId };
        return addCommand(tx, null, { type: 'export', spec, reply }, total);
      });
      const command = findCommand(db, id);
      if (!command) throw new SluiceError('not-found', 'This command is not there any more.', { id });
      return command;
    },
    'exports.get': ({ exportId }) => {
      const file = find(exportId);
      return { ...file, path: exportPath(files, file) };
    },
    'exports.delete': ({ exportId }) => {
      rmSync(exportPath(files, find(exportId)), { force: true });
      ctx.unit(ctx.settings().person, (tx) => deleteExportFile(tx.db, exportId));
      return null;
    },
  };
}
