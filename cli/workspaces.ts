import { Argument, type Command, Option } from "commander";
import { operator } from "@/lib/authorization/operator";
import { braced } from "@/lib/ids";
import { findOldestUser } from "@/lib/users/find-oldest";
import { createWorkspace } from "@/lib/workspaces/create";
import type { Plan } from "@/lib/workspaces/find";
import { setWorkspacePlan } from "@/lib/workspaces/set-plan";
import { accepted, print } from "./outcome";
import { withDatabase } from "./session";

const plans: readonly Plan[] = ["free", "standard", "premium"];

type CreateOptions = { slug: string; name: string; plan: Plan; admin?: string; json?: boolean };

export function addWorkspaceCommands(program: Command): void {
  const workspace = program.command("workspace").description("Workspaces and their plans");
  workspace
    .command("create")
    .description("Make a workspace. Its admin is the oldest account, unless another is named")
    .requiredOption("--slug <slug>", "its part of the addresses")
    .requiredOption("--name <name>", "how it is shown")
    .addOption(new Option("--plan <plan>", "its plan").choices(plans).default("free"))
    .option("--admin <address>", "the account that becomes its admin")
    .option("--json", "print one object")
    .action(async ({ json, admin, ...values }: CreateOptions) => {
      await withDatabase(async () => {
        const adminEmail = admin ?? (await findOldestUser())?.email;
        const created = accepted(await createWorkspace(operator, { ...values, ...(adminEmail ? { adminEmail } : {}) }));
        const { id, slug, name, plan } = created;
        print(json, { uuid: braced(id), slug, name, plan, admin: adminEmail ?? null }, [
          `The workspace ${slug} is on the ${plan} plan.`,
          adminEmail
            ? `Its admin is ${adminEmail}${admin ? "" : ", the oldest account. --admin names another"}.`
            : `It has no admin yet. Make an account, then: latchkey member add --workspace ${slug} --email <address> --role admin`,
        ]);
      });
    });

  workspace
    .command("set-plan")
    .description("Change the plan. Access tokens that exist keep working on any")
    .argument("<slug>", "the workspace")
    .addArgument(new Argument("<plan>", "its new plan").choices(plans))
    .option("--json", "print one object")
    .action(async (slug: string, plan: Plan, { json }: { json?: boolean }) => {
      await withDatabase(async () => {
        const changed = accepted(await setWorkspacePlan(operator, { workspace: slug, plan }));
        print(json, changed, [`The workspace ${changed.slug} is on the ${changed.plan} plan.`]);
      });
    });
}
