import { z } from "zod";
import { braced } from "../ids";

/** A moment as the published API writes it: microseconds, and the offset spelled out. */
export function timestamp(moment: Date): string {
  return `${moment.toISOString().slice(0, -1)}000+00:00`;
}

/** A ref or path as a part of an address: its slashes stay. */
export function encodedPath(path: string): string {
  return path.split("/").map(encodeURIComponent).join("/");
}

export function uuidOf(thing: { id: string }): string {
  return braced(thing.id);
}

/** Text that may hold markup, as the published API gives it: raw, and as HTML in which nothing of it is markup. */
export function preformatted(raw: string) {
  const escaped = raw.replace(/[&<>"]/g, (character) => `&#${character.charCodeAt(0)};`);
  return {
    type: "rendered",
    raw,
    markup: "markdown",
    html: `<p>${escaped.trim().replace(/\n/g, "<br>")}</p>`,
  } as const;
}

/** The parts that published objects are made of. */
export const Timestamp = z.string().describe("ISO 8601, with microseconds and offset");
export const Uuid = z.string().describe("In braces");
export const Link = z.object({ href: z.string(), name: z.string().optional() });
export const Rendered = z.object({
  type: z.literal("rendered"),
  raw: z.string(),
  markup: z.literal("markdown"),
  html: z.string(),
});

/** A page of a list. `size` and `page` are absent from lists that are followed and never counted. */
export function pageObject<Item extends z.ZodType>(item: Item) {
  return z.object({
    values: z.array(item),
    pagelen: z.int(),
    size: z.int().optional(),
    page: z.int().optional(),
    next: z.string().optional(),
    previous: z.string().optional(),
  });
}

/** As every failure is said. */
export const ErrorObject = z
  .object({
    type: z.literal("error"),
    error: z.object({
      message: z.string(),
      detail: z.union([z.string(), z.record(z.string(), z.unknown())]).optional(),
      fields: z.record(z.string(), z.array(z.string())).optional(),
      id: z.string().optional(),
    }),
  })
  .meta({ id: "error" });
