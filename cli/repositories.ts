import type { Command } from "commander";
import { operator } from "@/lib/authorization/operator";
import { braced } from "@/lib/ids";
import { createRepository } from "@/lib/repositories/create";
import type { Repository } from "@/lib/repositories/find";
import { importRepository } from "@/lib/repositories/import";
import { accepted, print } from "./outcome";
import { serverOrigin, withDatabase } from "./session";

type CreateOptions = {
  workspace: string;
  project: string;
  slug: string;
  name?: string;
  description: string;
  json?: boolean;
};

export function addRepositoryCommands(program: Command): void {
  const repository = program.command("repository").description("Repositories of a project");
  withOptions(repository.command("create"))
    .description("Make an empty repository")
    .option("--main-branch <name>", "the branch that is shown first", "main")
    .action(async ({ json, ...values }: CreateOptions & { mainBranch: string }) => {
      await withDatabase(async () => {
        printRepository(
          json,
          accepted(await createRepository(operator, { ...values, name: values.name ?? values.slug })),
        );
      });
    });

  withOptions(repository.command("import"))
    .description("Make a repository with the whole history of another one")
    .argument("<path-or-url>", "a folder, or an address that begins with https://, http:// or file://")
    .action(async (source: string, { json, ...values }: CreateOptions) => {
      await withDatabase(async () => {
        const input = { ...values, name: values.name ?? values.slug, source };
        const progress = progressLine();
        const imported = await importRepository(operator, input, progress.show);
        progress.end();
        printRepository(json, accepted(imported));
      });
    });
}

function withOptions(command: Command): Command {
  return command
    .requiredOption("--workspace <slug>", "the workspace")
    .requiredOption("--project <key>", "the project that it belongs to")
    .requiredOption("--slug <slug>", "its part of the addresses")
    .option("--name <name>", "how it is shown; the slug where it's not given")
    .option("--description <text>", "what it is about", "")
    .option("--json", "print one object");
}

function printRepository(
  asJson: boolean | undefined,
  { id, slug, name, workspace, project, ...rest }: Repository,
): void {
  const cloneUrl = `${serverOrigin()}/${workspace.slug}/${slug}.git`;
  const object = {
    uuid: braced(id),
    slug,
    name,
    description: rest.description,
    workspace: workspace.slug,
    project: project.key,
    main_branch: rest.mainBranch,
    size: rest.size,
    clone_url: cloneUrl,
  };
  print(asJson, object, [`The repository ${workspace.slug}/${slug} is in the project ${project.key}: ${cloneUrl}`]);
}

/** What git says as it goes, on the error output: in a terminal one line that is written over, else the outcomes alone. */
function progressLine() {
  const { stderr } = process;
  let shown = false;
  return {
    show: (line: string) => {
      shown = true;
      if (stderr.isTTY) stderr.write(`\r\x1b[K${line.slice(0, stderr.columns - 1)}`);
      else if (!/% \(\d+\/\d+\)$/.test(line)) stderr.write(`${line}\n`);
    },
    end: () => {
      if (shown && stderr.isTTY) stderr.write("\n");
    },
  };
}
