import { z } from "zod";

/** A page of a list, as lists take it and give it back. Pages count from 1. */
export const PageInput = z.object({
  page: z.number({ error: "has to be a whole number from 1" }).int().min(1).max(1_000_000).default(1),
  pageLength: z.number().int().min(1).max(100).default(50),
});

export type Page<Item> = { items: Item[]; total: number; page: number; pageLength: number };
