import { createContext, use } from 'react';
import { useStore } from 'zustand';
import type { PipelineId } from '#core/model/ids.ts';
import type { Composer, ComposerState } from './composer.ts';

const ComposerContext = createContext<Composer | null>(null);

export const ComposerProvider = ComposerContext.Provider;

/** The project of the pipeline that is edited: datasets and recipes are chosen from it. */
const ProjectContext = createContext('');

export const ComposedProjectProvider = ProjectContext.Provider;

export const useComposedProject = (): string => use(ProjectContext);

const PipelineContext = createContext<PipelineId | null>(null);

export const ComposedPipelineProvider = PipelineContext.Provider;

/** The pipeline whose graph is edited, as it is stored. */
export function useComposedPipeline(): PipelineId {
  const pipelineId = use(PipelineContext);
  if (!pipelineId) throw new Error('There is no pipeline around this component.');
  return pipelineId;
}

/** The composer of the screen. */
export function useComposer(): Composer {
  const composer = use(ComposerContext);
  if (!composer) throw new Error('There is no composer around this component.');
  return composer;
}

/** A part of what is edited; the component is drawn again when it changes. */
export function useComposed<T>(part: (state: ComposerState) => T): T {
  return useStore(useComposer(), part);
}
