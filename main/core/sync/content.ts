/** What an entity says, apart from where it is kept, by whom it was changed and when. */
import type { Annotation, AnnotationContent } from '../model/annotation.ts';
import type { ItemContent } from '../model/exchange.ts';
import type { Item } from '../model/item.ts';

export function annotationContent(annotation: AnnotationContent): AnnotationContent {
  const { label, geometry, attributes, metadata, extra } = annotation;
  return {
    label,
    geometry,
    attributes,
    ...(metadata === undefined ? {} : { metadata }),
    ...(extra === undefined ? {} : { extra }),
  };
}

/** The annotation with another content. */
export function withContent<T extends Annotation>(annotation: T, content: AnnotationContent): T {
  const { metadata: _, extra: __, ...rest } = annotation;
  return { ...(rest as T), ...annotationContent(content) };
}

export function itemContent({ name, folder, metadata, trashed }: Item): ItemContent {
  return { name, folder, metadata, trashed };
}
