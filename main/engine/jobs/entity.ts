/** An item as conditions see it: in the shape of the reference system's JSON, so that its filters work unchanged. */
import type { Item } from '#core/model/item.ts';

export function itemEntity(item: Item): Readonly<Record<string, unknown>> {
  const system = item.metadata['system'];
  return {
    id: item.id,
    datasetId: item.datasetId,
    name: item.name,
    dir: item.folder,
    filename: item.folder === '/' ? `/${item.name}` : `${item.folder}/${item.name}`,
    type: 'file',
    hidden: false,
    annotated: item.annotationCount > 0,
    annotationsCount: item.annotationCount,
    metadata: {
      ...item.metadata,
      system: {
        ...(typeof system === 'object' && system !== null ? system : {}),
        mimetype: item.mimetype,
        size: item.size,
        width: item.width,
        height: item.height,
      },
    },
  };
}
