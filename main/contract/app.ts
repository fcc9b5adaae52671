import { z } from 'zod';
import { mutation, query } from './define.ts';

const none = z.strictObject({});

export const checkSchema = z.object({
  name: z.string(),
  state: z.enum(['ok', 'warning', 'missing']),
  /** What was found. */
  found: z.string(),
  /** How to get it or mend it; null when nothing needs doing. */
  remedy: z.string().nullable(),
});
export type Check = z.infer<typeof checkSchema>;

export const appInfoSchema = z.object({
  version: z.string(),
  electron: z.string(),
  chromium: z.string(),
  platform: z.string(),
  packaged: z.boolean(),
  /** True when it runs on an Electron that is meant for development and tests only. */
  developmentRuntime: z.boolean(),
  hardwareAcceleration: z.boolean(),
});
export type AppInfo = z.infer<typeof appInfoSchema>;

export const app = {
  /** What is found on this computer and what is missing. */
  'diagnostics.check': query(none, z.array(checkSchema), 'host'),
  /** Round trip to the engine. */
  'diagnostics.ping': query(
    none,
    z.object({ engineNode: z.string(), sqlite: z.string(), pid: z.int() }),
    'host',
  ),
  /** What still goes on: by itself, or waiting for people. For scripts that wait until nothing moves. */
  'diagnostics.idle': query(
    none,
    z.object({
      /** Executions queued or running in installed pipelines. */
      machineWork: z.int().min(0),
      ingestBusy: z.boolean(),
      /** Items that wait for a person. */
      waitingForPeople: z.int().min(0),
      failed: z.int().min(0),
    }),
  ),
  'app.info': query(none, appInfoSchema, 'shell'),
  /** Puts a text where the person can paste it: the page itself may not. */
  'app.copyText': mutation(z.strictObject({ text: z.string().max(10_000) }), z.null(), 'shell'),
  /** Asks the person for a folder; null when they think better of it. */
  'dialogs.chooseFolder': mutation(
    z.strictObject({
      title: z.string().max(200),
      defaultPath: z.string().max(4096).nullable().default(null),
    }),
    z.object({ path: z.string().nullable() }),
    'shell',
  ),
  /** Asks the person for pictures and videos; empty when they think better of it. */
  'dialogs.chooseFiles': mutation(
    z.strictObject({ title: z.string().max(200) }),
    z.object({ paths: z.array(z.string()) }),
    'shell',
  ),
  /** Asks the person for a backup in one file; null when they think better of it. */
  'dialogs.chooseBackup': mutation(
    z.strictObject({ title: z.string().max(200) }),
    z.object({ path: z.string().nullable() }),
    'shell',
  ),
  /** Asks the person under which name a backup in one file is to be made; it ends with `.tar`. */
  'dialogs.saveBackup': mutation(
    z.strictObject({ title: z.string().max(200), name: z.string().max(200) }),
    z.object({ path: z.string().nullable() }),
    'shell',
  ),
  /** Asks the person for a file of a pack; null when they think better of it. */
  'dialogs.choosePack': mutation(
    z.strictObject({ title: z.string().max(200) }),
    z.object({ path: z.string().nullable() }),
    'shell',
  ),
  /** Asks the person under which name a file of a pack is to be made; it ends with `.sluicepack`. */
  'dialogs.savePack': mutation(
    z.strictObject({ title: z.string().max(200), name: z.string().max(300) }),
    z.object({ path: z.string().nullable() }),
    'shell',
  ),
  /** Asks the person for a name and writes the text under it; null when they think better of it. */
  'dialogs.saveText': mutation(
    z.strictObject({
      title: z.string().max(200),
      name: z.string().min(1).max(250),
      text: z.string().max(50_000_000),
    }),
    z.object({ path: z.string().nullable() }),
    'shell',
  ),
  /** Text of a help page by name, e.g. "start". */
  'help.page': query(
    z.strictObject({ name: z.string().regex(/^[a-z][a-z0-9-]{0,40}$/) }),
    z.object({ markdown: z.string() }),
    'shell',
  ),
  'help.list': query(none, z.array(z.object({ name: z.string(), title: z.string() })), 'shell'),
} as const;
