/** Files that exports make, on the wire: items that are in no list (reference section 2.3). */
import type { Dataset } from '../../model/dataset.ts';
import type { ExportFile } from '../../model/export-file.ts';
import { isoTime, urlOf } from './json.ts';

export function writeExportFile(
  { id, datasetId, size, createdAt }: ExportFile,
  dataset: Pick<Dataset, 'projectId' | 'creator'>,
  base: string,
) {
  const url = urlOf(base, 'items', id);
  const name = `${id}.json`;
  const system = { originalname: name, mimetype: 'application/json', size: size ?? 0, encoding: '7bit' };
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
    metadata: { user: {}, system: { ...system, isBinary: false, refs: [], taskStatusLog: [] } },
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
