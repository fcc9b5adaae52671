/** An item as the server says it is (reference section 1.3). */
import type { z } from 'zod';
import type { itemReply } from '#core/formats/dataloop/replies.ts';

export type ItemJson = z.output<typeof itemReply>;
