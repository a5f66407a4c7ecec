import { type Command, Option } from "commander";
import { operator } from "@/lib/authorization/operator";
import { addMember } from "@/lib/memberships/add";
import { accepted, print } from "./outcome";
import { serverOrigin, withDatabase } from "./session";

type AddOptions = { workspace: string; email: string; role: "member" | "admin"; json?: boolean };

export function addMemberCommands(program: Command): void {
  const member = program.command("member").description("Members of workspaces");
  member
    .command("add")
    .description("Make a person a member, or invite who has no account yet")
    .requiredOption("--workspace <slug>", "the workspace")
    .requiredOption("--email <address>", "the person")
    .addOption(new Option("--role <role>", "what they may do").choices(["member", "admin"]).default("member"))
    .option("--json", "print one object")
    .action(async ({ json, ...values }: AddOptions) => {
      await withDatabase(async () => {
        const added = accepted(await addMember(operator, values));
        const { workspace, email, role } = values;
        if (added.kind === "member") {
          print(json, { state: "member", workspace, email: added.email, role }, [
            `${added.name} is ${role === "admin" ? "an admin" : "a member"} of ${workspace}.`,
          ]);
          return;
        }
        const link = `${serverOrigin()}/join/${added.secret}`;
        const expiresAt = added.expiresAt.toISOString();
        print(json, { state: "invited", workspace, email, role, link, expires_at: expiresAt }, [
          `${email} has no account yet. This link makes one and joins ${workspace}. It works once, until ${expiresAt}:`,
          link,
        ]);
      });
    });
}
