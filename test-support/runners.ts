import { operator } from "@/lib/authorization/operator";
import type { RunnerCaller } from "@/lib/authorization/principal";
import type { Repository } from "@/lib/repositories/find";
import { registerRepositoryRunner, registerWorkspaceRunner } from "@/lib/runners/administer";
import { issueRunnerToken } from "@/lib/runners/issue-token";
import type { RunnerOwner } from "@/lib/runners/runner";
import type { RunnerSecret } from "@/lib/runners/secret";
import { verifyRunnerToken } from "@/lib/runners/verify";
import { uniqueText } from "./factories";

export type TestRunner = RunnerCaller & { id: string; clientSecret: RunnerSecret; token: RunnerSecret };

/** A runner of the repository or workspace that has its token. */
export async function issuedRunner(owner: RunnerOwner): Promise<TestRunner> {
  const name = `Runner ${uniqueText()}`;
  const registered = await ("workspace" in owner
    ? registerRepositoryRunner(operator, { ...namesOf(owner), name })
    : registerWorkspaceRunner(operator, { workspace: owner.slug, name }));
  if (!registered.ok) throw new Error("The runner was not registered.");
  const { runner, secret } = registered.value;
  const issued = await issueRunnerToken({ clientId: runner.id, clientSecret: secret, address: null });
  if (issued.outcome !== "issued") throw new Error("The runner got no token.");
  const principal = await verifyRunnerToken(issued.token, null);
  if (!principal) throw new Error("The runner’s token opens nothing.");
  const requestId = `test-${uniqueText()}`;
  return { id: runner.id, clientSecret: secret, token: issued.token, principal, address: null, requestId };
}

function namesOf({ workspace, slug }: Repository) {
  return { workspace: workspace.slug, repository: slug };
}
