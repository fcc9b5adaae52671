/** What a node's own code may use. Only we have it, hence in `metadata.sluice` and not in the reference system's place. */
import { z } from 'zod';

/** What code may use besides its input. */
const GRANTS = ['network', 'files'] as const;

/** A host as `example.com`, `example.com:8080`, or `*.example.com` for all below it. */
const HOST = /^(?:\*\.)?[\p{L}\p{N}_-]+(?:\.[\p{L}\p{N}_-]+)*(?::\d{1,5})?$|^\*$/u;

export const sandboxSchema = z
  .looseObject({
    /** For one item. */
    timeoutSeconds: z.number().positive().max(3600).nullish(),
    memoryMegabytes: z.int().min(8).max(4096).nullish(),
    grants: z.array(z.enum(GRANTS)).nullish(),
    /** What the grant `network` reaches; null or absent: every host that is not private. */
    hosts: z
      .array(z.string().regex(HOST, 'must be a host such as api.example.com or *.example.com'))
      .min(1)
      .nullish(),
  })
  .nullish();
