/** Projects on the wire (reference section 1.1). */
import type { Project } from '../../model/project.ts';
import { isoTime, type Json, mergeDiff, textIn, urlOf, without } from './json.ts';

/** What the server says itself: what a client sends for it is not looked at. */
const OWNED = [
  'id',
  'url',
  'name',
  'createdAt',
  'updatedAt',
  'creator',
  'org',
  'account',
  'contributors',
  'groups',
  'guests',
  'role',
  'archived',
  'isBlocked',
];

/** Every key is there: a client that misses one asks for the project again. */
export function writeProject(project: Project, { base, role }: { base: string; role: string }) {
  return {
    featureConstraints: [],
    metadata: {},
    ...project.extra,
    id: project.id,
    url: urlOf(base, 'projects', project.id),
    name: project.name,
    createdAt: isoTime(project.createdAt),
    updatedAt: isoTime(project.updatedAt),
    creator: project.creator,
    org: { id: 'local', name: 'local' },
    account: null,
    contributors: [],
    groups: [],
    guests: [],
    role,
    archived: false,
    isBlocked: false,
  };
}

/** What an update changes; an absent name stays. */
export function readProjectChange(before: Project, diff: Json): { name?: string | undefined; extra: Json } {
  const extra = mergeDiff(before.extra, without(diff, OWNED));
  return { name: textIn(diff, 'name'), extra };
}
