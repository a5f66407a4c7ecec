import { z } from "zod";
import { fail, ok, type Result } from "../errors";
import { isMailConfigured, sendMail } from "../mail/send";
import { operation } from "../operation";
import { findWorkspace } from "../workspaces/find";

/** Sends a mail that tells of nothing to the caller's own address, at once, and says what came of it. */
export const sendTestMail = operation({
  name: "notices.test_mail",
  scope: "workspace:admin",
  input: z.object({ workspace: z.string() }),
  find: ({ workspace }) => findWorkspace(workspace),
  missing: ({ workspace }) => ({ what: "workspace", name: workspace }),
  run: async ({ caller, found }): Promise<Result<{ to: string }>> => {
    const { principal } = caller;
    if (principal.kind !== "user") return fail({ code: "unauthenticated" });
    if (!isMailConfigured) return fail({ code: "conflict", message: "No mail server is set." });
    const text = `Mails about the tokens of ${found.slug} get through to you.\n`;
    try {
      await sendMail({ to: principal, subject: `A test mail for ${found.slug}`, text });
    } catch (error) {
      const message = error instanceof Error ? error.message : "The mail server refused it.";
      return fail({ code: "conflict", message });
    }
    return ok({ to: principal.email });
  },
});
