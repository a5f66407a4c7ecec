import { type Command, Option } from "commander";
import { explainAccessToken } from "@/lib/access-tokens/explain";
import { tokenOperations } from "@/lib/access-tokens/token-operations";
import { operator } from "@/lib/authorization/operator";
import type { ResourceName } from "@/lib/resource-name";
import { accepted, print } from "./outcome";
import { withDatabase } from "./session";
import { ofToken, ownerOf } from "./tokens";

type Options = { operation: string; workspace?: string; project?: string; repository?: string; json?: boolean };

export function addExplainCommand(token: Command): void {
  ofToken(token.command("explain"))
    .description("Say whether a token may do something, and the rule that decides")
    .addOption(
      new Option("--operation <name>", "what it would do, by the published name")
        .choices(tokenOperations.flatMap(({ names }) => names))
        .makeOptionMandatory(),
    )
    .option("--workspace <slug>", "where; the token’s own workspace unless another is named")
    .addOption(new Option("--project <key>", "the project in it that is asked for").conflicts("repository"))
    .option("--repository <slug>", "the repository in it that is asked for")
    .action(async (id: string, options: Options) => {
      await withDatabase(() => explain(id, options));
    });
}

async function explain(id: string, { json, operation, ...named }: Options) {
  const resource = await ownerOf(id);
  const explained = await explainAccessToken(operator, { resource, id, operation, target: targetOf(resource, named) });
  const { token, verdict, reason, conditions } = accepted(explained);
  const { allowed, status, rule } = verdict;
  const object = { token_id: token.id, token: token.name, operation, allowed, status, rule, reason, conditions };
  print(json, object, [
    `${allowed ? "Yes" : `No, answered with ${status}`}: ${reason}`,
    ...conditions.map((condition) => `- ${condition}`),
  ]);
}

/** What is named; the token's own resource where nothing is. */
function targetOf(own: ResourceName, { workspace, project, repository }: Omit<Options, "operation">): ResourceName {
  const within = workspace ?? own.workspace;
  if (project !== undefined) return { kind: "project", workspace: within, project };
  if (repository !== undefined) return { kind: "repository", workspace: within, repository };
  return workspace === undefined ? own : { kind: "workspace", workspace };
}
