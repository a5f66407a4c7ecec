import type { Command } from "commander";
import { operator } from "@/lib/authorization/operator";
import { braced } from "@/lib/ids";
import { createProject } from "@/lib/projects/create";
import { accepted, print } from "./outcome";
import { withDatabase } from "./session";

type CreateOptions = { workspace: string; key: string; name?: string; description: string; json?: boolean };

export function addProjectCommands(program: Command): void {
  const project = program.command("project").description("Projects of a workspace");
  project
    .command("create")
    .description("Make a project")
    .requiredOption("--workspace <slug>", "the workspace")
    .requiredOption("--key <key>", "its short name, such as PLAT")
    .option("--name <name>", "how it is shown; the key where it's not given")
    .option("--description <text>", "what it is about", "")
    .option("--json", "print one object")
    .action(async ({ json, ...values }: CreateOptions) => {
      await withDatabase(async () => {
        const created = accepted(await createProject(operator, { ...values, name: values.name ?? values.key }));
        const { id, key, name, description, workspace } = created;
        print(json, { uuid: braced(id), key, name, description, workspace: workspace.slug }, [
          `The project ${key} is in ${workspace.slug}.`,
        ]);
      });
    });
}
