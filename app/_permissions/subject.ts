import type { z } from "zod";
import type { PermissionResourceName } from "@/lib/permissions/input";

/** What permissions are held on, with what people call it. */
export type PermissionSubject = { resource: z.infer<typeof PermissionResourceName>; label: string };
