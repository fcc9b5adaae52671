/** Anything that speaks the reference API as a remote: it keeps no feed, and puts nothing together itself. */
import type { Http } from '../http.ts';
import { createItem } from '../new-item.ts';
import { asked } from '../refusal.ts';
import type { RemoteApi } from '../remote.ts';
import { remotePipelines } from '../remote-pipelines.ts';
import { type FeedOptions, nextChanges } from './feed.ts';
import { sendParcel } from './send.ts';
import { sendRecipe } from './send-recipe.ts';
import { readSurroundings } from './surroundings.ts';

export function dataloopRemote(http: Http, options: Pick<FeedOptions, 'now' | 'known'>): RemoteApi {
  /** By assignment; and those tasks that are for review. */
  const taskOf = new Map<string, string>();
  const reviews = new Set<string>();
  const feed: FeedOptions = {
    ...{ http, ...options },
    taskOf: (assignmentId) => taskOf.get(assignmentId),
    isReview: (taskId) => reviews.has(taskId),
  };
  return {
    namesItems: true,
    surroundings: (datasetId, signal) =>
      asked(async () => {
        const found = await readSurroundings(http, datasetId, signal);
        for (const { id, type, assignments } of found.tasks) {
          if (type === 'qa') reviews.add(id);
          for (const assignment of assignments) taskOf.set(assignment.id, id);
        }
        return found;
      }),
    changes: (place, signal) => asked(() => nextChanges(feed, place, signal)),
    send: ({ changes }, signal) => asked(() => sendParcel(http, changes, signal)),
    sendRecipe: (change, signal) => asked(() => sendRecipe(http, change, signal)),
    pipelines: (signal) => remotePipelines(http, signal),
    create: (item, signal) => asked(() => createItem(http, item, signal)),
  };
}
