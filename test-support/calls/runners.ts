import { registerRepositoryRunner, registerWorkspaceRunner } from "@/lib/runners/administer";
import { type Calls, type CallWorld, namesOf } from "./calls";

const runner = { name: "Builder", labels: ["linux"] };

export const runnerCalls: Calls = {
  getRepositoryRunners: () => ({}),
  createRepositoryRunner: () => ({ body: runner }),
  getRepositoryRunner: async (world) => ({ params: { runner_uuid: await ofRepository(world) } }),
  updateRepositoryRunner: async (world) => ({
    params: { runner_uuid: await ofRepository(world) },
    body: { name: "Other", state: { status: "DISABLED" } },
  }),
  deleteRepositoryRunner: async (world) => ({ params: { runner_uuid: await ofRepository(world) } }),
  getWorkspaceRunners: () => ({}),
  createWorkspaceRunner: () => ({ body: runner }),
  getWorkspaceRunner: async (world) => ({ params: { runner_uuid: await ofWorkspace(world) } }),
  updateWorkspaceRunner: async (world) => ({
    params: { runner_uuid: await ofWorkspace(world) },
    body: { labels: [] },
  }),
  deleteWorkspaceRunner: async (world) => ({ params: { runner_uuid: await ofWorkspace(world) } }),
};

async function ofRepository({ admin, repository }: CallWorld): Promise<string> {
  const made = await registerRepositoryRunner(admin, { ...namesOf(repository), ...runner });
  if (!made.ok) throw new Error("The runner was not registered.");
  return `{${made.value.runner.id}}`;
}

async function ofWorkspace({ admin, workspace }: CallWorld): Promise<string> {
  const made = await registerWorkspaceRunner(admin, { workspace: workspace.slug, ...runner });
  if (!made.ok) throw new Error("The runner was not registered.");
  return `{${made.value.runner.id}}`;
}
