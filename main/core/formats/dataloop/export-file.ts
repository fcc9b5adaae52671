/** Files that exports make, on the wire: items that are in no list (reference section 2.3). */
import type { Dataset } from '../../model/dataset.ts';
import type { ExportFile, ExportFormat } from '../../model/export-file.ts';
import { isoTime, urlOf } from './json.ts';

export const exportMimetype = (format: ExportFormat) => `application/${format}` as const;

export function writeExportFile(
  { id, datasetId, format, size, createdAt }: ExportFile,
  dataset: Pick<Dataset, 'projectId' | 'creator'>,
  base: string,
) {
  const url = urlOf(base, 'items', id);
  const name = `${id}.${format}`;
  const file = { originalname: name, mimetype: exportMimetype(format), size: size ?? 0, encoding: '7bit' };
  // Strict readers of items look for them.
  const pixels = { width: 0, height: 0 };
  return {
    id,
    url,
    datasetId,
    dataset: urlOf(base, 'datasets', datasetId),
    projectId: dataset.projectId,
    dir: '/.dataloop/exports',
    filename: `/.dataloop/exports/${name}`,
    name,
    type: 'file' as const,
    spec: null,
    hidden: true,
    annotated: false,
    annotationsCount: 0,
    metadata: {
      user: {},
      system: { ...file, ...pixels, isBinary: format === 'zip', refs: [], taskStatusLog: [] },
    },
    createdAt: isoTime(createdAt),
    updatedAt: isoTime(createdAt),
    creator: dataset.creator,
    updatedBy: dataset.creator,
    stream: `${url}/stream`,
    // A client takes it for a text; there is nothing at it.
    thumbnail: `${url}/thumbnail`,
    annotations: `${url}/annotations`,
    srcItem: null,
  };
}
