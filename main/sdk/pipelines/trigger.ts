/** What starts cycles by itself (reference section 1.17). */
import type { Filters } from '../filters.ts';
import type { TriggerJson } from './json.ts';

export type EventTrigger = {
  readonly filters?: Filters;
  readonly resource?: 'Item' | 'Dataset' | 'Annotation' | 'ItemStatus' | 'Task' | 'Assignment' | 'Model';
  readonly actions?: readonly (
    | 'Created'
    | 'Updated'
    | 'Deleted'
    | 'statusChanged'
    | 'taskAssigned'
    | 'Clone'
  )[];
  /** Once for each, or each time. */
  readonly executionMode?: 'Once' | 'Always';
};

export type NewTrigger = EventTrigger | { readonly cron: string };

export function triggerJson(trigger: NewTrigger): TriggerJson {
  if ('cron' in trigger) return { type: 'Cron', spec: { cron: trigger.cron } };
  const { filters, resource = 'Item', actions = ['Created'], executionMode = 'Once' } = trigger;
  const filter = filters === undefined ? {} : JSON.stringify(filters.conditions());
  return { type: 'Event', spec: { filter, resource, actions, executionMode } };
}
