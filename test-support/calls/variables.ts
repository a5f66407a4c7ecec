import { createEnvironment } from "@/lib/environments/create";
import { braced } from "@/lib/ids";
import { createEnvironmentVariable, createRepositoryVariable, createWorkspaceVariable } from "@/lib/variables/create";
import { uniqueText } from "../factories";
import { type Calls, type CallWorld, namesOf } from "./calls";

/** Variables of each kind of place, and the environments that some belong to. */
export const variableCalls: Calls = {
  getEnvironmentsForRepository: () => ({}),
  createEnvironment: () => ({ body: { name: "Production", environment_type: { name: "Production" } } }),
  getEnvironmentForRepository: async (world) => ({ params: await environment(world) }),
  updateEnvironmentForRepository: async (world) => ({
    params: await environment(world),
    body: { change: { name: "Renamed" } },
  }),
  deleteEnvironmentForRepository: async (world) => ({ params: await environment(world) }),
  getDeploymentVariables: async (world) => ({ params: await environment(world) }),
  createDeploymentVariable: async (world) => ({ params: await environment(world), body: newVariable() }),
  updateDeploymentVariable: async (world) => ({ params: await ofEnvironment(world), body: { value: "new" } }),
  deleteDeploymentVariable: async (world) => ({ params: await ofEnvironment(world) }),
  getRepositoryPipelineVariables: () => ({}),
  createRepositoryPipelineVariable: () => ({ body: newVariable() }),
  getRepositoryPipelineVariable: async (world) => ({ params: await ofRepository(world) }),
  updateRepositoryPipelineVariable: async (world) => ({ params: await ofRepository(world), body: { value: "new" } }),
  deleteRepositoryPipelineVariable: async (world) => ({ params: await ofRepository(world) }),
  getPipelineVariablesForWorkspace: () => ({}),
  createPipelineVariableForWorkspace: () => ({ body: newVariable() }),
  getPipelineVariableForWorkspace: async (world) => ({ params: await ofWorkspace(world) }),
  updatePipelineVariableForWorkspace: async (world) => ({ params: await ofWorkspace(world), body: { value: "new" } }),
  deletePipelineVariableForWorkspace: async (world) => ({ params: await ofWorkspace(world) }),
};

function newVariable() {
  return { key: `KEY_${uniqueText()}`, value: "a value", secured: true };
}

async function environment({ admin, repository }: CallWorld): Promise<{ environment_uuid: string }> {
  const name = `Test ${uniqueText()}`;
  return { environment_uuid: uuidOf(await createEnvironment(admin, { ...namesOf(repository), name, type: "Test" })) };
}

async function ofEnvironment(world: CallWorld) {
  const place = await environment(world);
  const names = { ...namesOf(world.repository), environment: place.environment_uuid };
  return {
    ...place,
    variable_uuid: uuidOf(await createEnvironmentVariable(world.admin, { ...names, ...newVariable() })),
  };
}

async function ofRepository({ admin, repository }: CallWorld) {
  const made = await createRepositoryVariable(admin, { ...namesOf(repository), ...newVariable() });
  return { variable_uuid: uuidOf(made) };
}

async function ofWorkspace({ admin, workspace }: CallWorld) {
  const made = await createWorkspaceVariable(admin, { workspace: workspace.slug, ...newVariable() });
  return { variable_uuid: uuidOf(made) };
}

function uuidOf(made: { ok: true; value: { id: string } } | { ok: false }): string {
  if (!made.ok) throw new Error("It was not made.");
  return braced(made.value.id);
}
