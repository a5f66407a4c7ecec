import { z } from "zod";
import { emailSchema } from "../names";

export const roleSchema = z.enum(["member", "admin"], "Choose a role.");
export const AddMemberInput = z.object({ email: emailSchema, role: roleSchema });
