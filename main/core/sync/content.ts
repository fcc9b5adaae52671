/** What an entity says, apart from where it is kept, by whom it was changed and when. */
import type { Annotation, AnnotationContent } from '../model/annotation.ts';
import type { IssueContent, ItemContent, StandingContent } from '../model/exchange.ts';
import type { Issue } from '../model/issue.ts';
import type { Item } from '../model/item.ts';
import type { TaskItem, TaskItemState } from '../model/task.ts';

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

export function standingContent({ state, status }: Pick<TaskItem, 'state' | 'status'>): StandingContent {
  switch (state) {
    case 'open':
    case 'rework':
    case 'review':
      return { standing: 'waiting' };
    case 'done':
      return { standing: `done:${status ?? ''}` };
    case 'away':
      return { standing: 'away' };
    default:
      return { standing: 'gone' };
  }
}

/** What the word says; of what waits, that it does. */
export function readStanding({ standing }: StandingContent): { state: TaskItemState; status: string | null } {
  if (standing.startsWith('done:')) return { state: 'done', status: standing.slice('done:'.length) };
  const state = standing === 'away' ? 'away' : standing === 'waiting' ? 'open' : 'withdrawn';
  return { state, status: null };
}

export function issueContent({ taskId, annotationId, point, text }: Issue): IssueContent {
  return { taskId, annotationId, point, text };
}
