/** A pipeline's settings. */
import { z } from 'zod';
import type { Graph } from '../model/graph.ts';

const RESUME_OPTIONS = ['terminateExistingCycles', 'resumeExistingCycles'] as const;
export type ResumeOption = (typeof RESUME_OPTIONS)[number];

/** Null: not set. */
export type PipelineSettings = {
  /** What becomes of cycles that were under way when the pipeline was paused. */
  readonly defaultResumeOption: ResumeOption | null;
  readonly keepTriggersActive: boolean | null;
  readonly activeTriggerAskAgain: boolean | null;
};

const SETTING_SCHEMAS = {
  defaultResumeOption: z.enum(RESUME_OPTIONS).nullish(),
  keepTriggersActive: z.boolean().nullish(),
  activeTriggerAskAgain: z.boolean().nullish(),
} as const;

/**
 * The settings that can be understood. The reference SDK writes the value of the resume option into all of them: what
 * has a wrong type counts as not set, and stays in the JSON.
 */
export function settingsOf(graph: Graph): PipelineSettings {
  const stored = storedSettings(graph);
  return {
    defaultResumeOption:
      SETTING_SCHEMAS.defaultResumeOption.safeParse(stored['defaultResumeOption']).data ?? null,
    keepTriggersActive:
      SETTING_SCHEMAS.keepTriggersActive.safeParse(stored['keepTriggersActive']).data ?? null,
    activeTriggerAskAgain:
      SETTING_SCHEMAS.activeTriggerAskAgain.safeParse(stored['activeTriggerAskAgain']).data ?? null,
  };
}

/** The names of settings whose stored value has a wrong type. */
export function misreadSettings(graph: Graph): readonly string[] {
  const stored = storedSettings(graph);
  return Object.entries(SETTING_SCHEMAS)
    .filter(([name, schema]) => !schema.safeParse(stored[name]).success)
    .map(([name]) => name);
}

function storedSettings(graph: Graph): Readonly<Record<string, unknown>> {
  const { settings } = graph;
  return typeof settings === 'object' && settings !== null ? { ...settings } : {};
}
