import { z } from "zod";
import { allNoticeKinds, type NoticeKind } from "./kinds";

/** Forms share these with the server. */

export const MutedKinds = z
  .array(z.enum(allNoticeKinds as [NoticeKind, ...NoticeKind[]]))
  .transform((kinds) => [...new Set(kinds)]);

export const webhookUrlSchema = z
  .string()
  .trim()
  .max(2_000, "Use at most 2,000 characters.")
  .pipe(
    z.url({
      protocol: /^https?$/,
      error: "Enter an http or https address, such as https://hooks.example.com/latchkey.",
    }),
  )
  .refine(
    (url) => !/^[^/]*\/\/[^/?#]*@/.test(url),
    "Leave name and password out. The signature tells that it’s from here.",
  );
