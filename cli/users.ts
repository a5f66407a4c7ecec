import { createInterface } from "node:readline";
import type { Command } from "commander";
import { operator } from "@/lib/authorization/operator";
import { createUser } from "@/lib/users/create";
import { generatePassword } from "@/lib/users/generate-password";
import { accepted, print, Refusal } from "./outcome";
import { withDatabase } from "./session";

type CreateOptions = { email: string; name: string; passwordStdin?: boolean; json?: boolean };

export function addUserCommands(program: Command): void {
  const user = program.command("user").description("Accounts of people");
  user
    .command("create")
    .description("Make an account. Its password is generated and printed once, unless one is given")
    .requiredOption("--email <address>", "what the person signs in with")
    .requiredOption("--name <name>", "how the person is shown")
    .option("--password-stdin", "read the password from the standard input instead")
    .option("--json", "print one object")
    .action(async ({ json, passwordStdin, ...account }: CreateOptions) => {
      const password = passwordStdin ? await firstLineOfInput() : generatePassword();
      await withDatabase(async () => {
        const created = accepted(await createUser(operator, { ...account, password }));
        const shown = passwordStdin ? {} : { password };
        print(json, { ...created, ...shown }, [
          `${created.name} has an account with the address ${created.email}.`,
          ...(passwordStdin ? [] : [`The password, shown this once: ${password}`]),
        ]);
      });
    });
}

async function firstLineOfInput(): Promise<string> {
  for await (const line of createInterface({ input: process.stdin })) return line;
  throw new Refusal("There was no password on the standard input.");
}
