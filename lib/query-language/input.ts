import { z } from "zod";

/** What a list takes that can be queried: `q` and `sort`, as published. */
export const QueryInput = z.object({ q: z.string().optional(), sort: z.string().max(1_000).optional() });
