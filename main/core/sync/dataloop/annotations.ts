/**
 * Annotations of a remote that gives them ids of its own. What was made on a workstation says in `metadata.user.sluiceSync`
 * which id it has on all of them, so that an answer that was lost makes no second one: it is found again by that.
 */
import { z } from 'zod';
import { isSluiceError } from '../../errors.ts';
import { readAnnotation, writeContent } from '../../formats/dataloop/annotation.ts';
import { isRecord, type Json, without } from '../../formats/dataloop/json.ts';
import type { Annotation, AnnotationContent } from '../../model/annotation.ts';
import { annotationIdSchema, issueIdSchema, itemIdSchema, taskIdSchema } from '../../model/ids.ts';
import type { IssueStatus } from '../../model/issue.ts';
import { canonical } from '../canonical.ts';
import { annotationContent } from '../content.ts';
import { personOf, timeOf } from './stamps.ts';

const MARK = 'sluiceSync';

const markSchema = z.object({
  id: annotationIdSchema,
  /** The remote's id of the item: a copy of the item has other annotations. */
  item: z.string(),
  /** What a reviewer said, for which the remote has no place. */
  issue: z.object({ id: issueIdSchema, taskId: taskIdSchema, text: z.string() }).nullish(),
});
export type Mark = z.infer<typeof markSchema>;

export type AnnotationThere = {
  /** The remote's. */
  readonly idThere: string;
  readonly annotation: Annotation;
  readonly status: IssueStatus | null;
  readonly mark: Mark | null;
};

export type ItemThere = { readonly id: string; readonly fps: number | null };

export type AnnotationsThere = {
  readonly present: readonly AnnotationThere[];
  /** Ids of those that say the same as one before them, under the same mark: two requests did the same work. */
  readonly twins: readonly string[];
};

/** The annotations of one item, in the order of their ids; of kinds that are not known here nothing is said. */
export function readAnnotationsThere(list: readonly Json[], item: ItemThere): AnnotationsThere {
  const read = list
    .flatMap((json) => readOne(json, item) ?? [])
    .toSorted((a, b) => (a.idThere < b.idThere ? -1 : 1));
  const twins: string[] = [];
  const byId = new Map<string, AnnotationThere>();
  for (const one of read) {
    const first = one.mark && byId.get(one.mark.id);
    if (!first) byId.set(one.annotation.id, one);
    else if (saysTheSame(first, one)) twins.push(one.idThere);
    // Somebody copied it there, with what it says of itself.
    else byId.set(one.idThere, { ...one, mark: null, annotation: named(one.annotation, one.idThere) });
  }
  const here = new Map([...byId.values()].map(({ idThere, annotation }) => [idThere, annotation.id]));
  const present = [...byId.values()].map((one) => ({
    ...one,
    annotation: withParent(one.annotation, (id) => here.get(id) ?? id),
  }));
  return { present, twins };
}

function readOne(json: Json, item: ItemThere): AnnotationThere | null {
  const idThere = annotationIdSchema.safeParse(json['id']);
  if (!idThere.success) return null;
  try {
    const { content, status } = readAnnotation(json, { fps: item.fps, place: idThere.data });
    const { mark, rest } = unmarked(content, item.id);
    const updatedAt = timeOf(json['updatedAt']);
    const annotation: Annotation = {
      ...rest,
      id: mark?.id ?? idThere.data,
      itemId: itemIdSchema.parse(item.id),
      creator: personOf(json['creator']),
      createdAt: timeOf(json['createdAt']),
      updatedAt,
      updatedBy: personOf(json['updatedBy'] ?? json['creator']),
      rev: 1,
    };
    return { idThere: idThere.data, annotation, status, mark };
  } catch (error) {
    if (isSluiceError(error, 'invalid-input')) return null;
    throw error;
  }
}

/** What people say of it: without its mark, and without what only the remote's own programs look at. */
function unmarked(
  { label, geometry, attributes, metadata, extra }: AnnotationContent,
  itemId: string,
): { mark: Mark | null; rest: AnnotationContent } {
  const user = recordIn(metadata, 'user');
  const read = markSchema.safeParse(user[MARK]);
  const mark = read.success && read.data.item === itemId ? read.data : null;
  const kept = {
    ...without(metadata ?? {}, ['user', 'system']),
    ...partOf('user', without(user, [MARK])),
    ...partOf('system', recordIn(metadata, 'system')),
  };
  const said = {
    ...(typeof extra?.['description'] === 'string' ? { description: extra['description'] } : {}),
    ...(Array.isArray(extra?.['attributes']) ? { attributes: extra['attributes'] } : {}),
  };
  const rest = {
    ...{ label, geometry, attributes },
    ...(Object.keys(kept).length === 0 ? {} : { metadata: kept }),
    ...(Object.keys(said).length === 0 ? {} : { extra: said }),
  };
  return { mark, rest };
}

const recordIn = (json: Json | undefined, key: string): Json => {
  const value = json?.[key];
  return isRecord(value) ? value : {};
};

const partOf = (key: string, value: Json) => (Object.keys(value).length === 0 ? {} : { [key]: value });

function saysTheSame(a: AnnotationThere, b: AnnotationThere): boolean {
  return (
    canonical([annotationContent(a.annotation), a.status]) ===
    canonical([annotationContent(b.annotation), b.status])
  );
}

const named = (annotation: Annotation, id: string): Annotation => ({
  ...annotation,
  id: annotationIdSchema.parse(id),
});

/** The content with another name for the object that it is a part of. */
export function withParent<T extends Pick<AnnotationContent, 'metadata'>>(
  content: T,
  rename: (id: string) => string,
): T {
  const system = recordIn(content.metadata, 'system');
  const { parentId } = system;
  if (typeof parentId !== 'string') return content;
  return { ...content, metadata: { ...content.metadata, system: { ...system, parentId: rename(parentId) } } };
}

/** As the remote takes it: a whole annotation, or one side of a diff. */
export function writeAnnotationThere(content: AnnotationContent, mark: Mark | null): Json {
  const { metadata, ...rest } = writeContent(content);
  const user = recordIn(metadata, 'user');
  return {
    ...rest,
    metadata: { ...metadata, user: mark === null ? user : { ...user, [MARK]: mark } },
  };
}
