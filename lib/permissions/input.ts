import { z } from "zod";

export const permissionSchema = z.enum(["read", "write", "admin"], "Choose a permission.");
export type Permission = z.infer<typeof permissionSchema>;

/** A project or a repository: what people hold permissions on. */
export const PermissionResourceName = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("project"), workspace: z.string(), project: z.string() }),
  z.object({ kind: z.literal("repository"), workspace: z.string(), repository: z.string() }),
]);
