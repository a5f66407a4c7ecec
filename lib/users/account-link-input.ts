import { z } from "zod";
import { emailSchema, nameSchema, workspaceSlugSchema } from "../names";
import { newPasswordSchema } from "./new-password";

export const AcceptInvitationInput = z.object({ name: nameSchema, password: newPasswordSchema });

export const AcceptFirstAdminInput = AcceptInvitationInput.extend({
  email: emailSchema,
  workspaceSlug: workspaceSlugSchema,
  workspaceName: nameSchema,
});
