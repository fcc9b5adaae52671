import { z } from 'zod';
import { codeProblemSchema, codeTrialSchema } from '#core/model/code-trial.ts';
import { graphSchema } from '#core/model/graph.ts';
import { itemIdSchema, nodeIdSchema, projectIdSchema } from '#core/model/ids.ts';
import { query } from './define.ts';

const none = z.strictObject({});

/** What nodes can be made of: snippets that are written, functions and models that are there. */
export const code = {
  /** Why the snippet cannot be run; null: it can be. Python is not looked at. */
  'code.check': query(
    z.strictObject({
      language: z.enum(['javascript', 'typescript', 'python']),
      code: z.string().max(1_000_000),
    }),
    z.object({ problem: codeProblemSchema.nullable() }),
  ),
  /**
   * Runs a code node, or one with a function of one's own, on one item in the sandbox, with nothing granted and nothing
   * kept. `wrong-state`: it is in Python, which has no sandbox.
   */
  'code.try': query(
    z.strictObject({
      /** The node among others, with the variables that it is given. */
      graph: graphSchema,
      nodeId: nodeIdSchema,
      itemId: itemIdSchema,
      projectId: projectIdSchema.nullable().default(null),
    }),
    codeTrialSchema,
  ),
  /** Functions of people in the workspace's folder `functions`, by name. */
  'functions.list': query(
    none,
    z.object({
      folder: z.string(),
      functions: z.array(z.object({ name: z.string(), functionName: z.string(), path: z.string() })),
    }),
  ),
  /** Models that run on this computer. */
  'models.list': query(
    none,
    z.array(
      z.object({
        id: z.string(),
        title: z.string(),
        /** What it finds, in its own words. */
        labels: z.array(z.string()),
        /** Below it nothing is kept unless the node says otherwise, 0 to 1. */
        confidence: z.number(),
      }),
    ),
  ),
} as const;
