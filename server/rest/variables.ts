import { z } from "zod";
import type { Operation } from "@/lib/operation";
import type { Page, PageInput } from "@/lib/page";
import { pageObject } from "@/lib/published/values";
import { presentVariable, VariableObject } from "@/lib/published/variable";
import { createEnvironmentVariable, createRepositoryVariable, createWorkspaceVariable } from "@/lib/variables/create";
import { deleteEnvironmentVariable, deleteRepositoryVariable, deleteWorkspaceVariable } from "@/lib/variables/delete";
import {
  getRepositoryVariable,
  getWorkspaceVariable,
  listEnvironmentVariables,
  listRepositoryVariables,
  listWorkspaceVariables,
} from "@/lib/variables/list";
import { updateEnvironmentVariable, updateRepositoryVariable, updateWorkspaceVariable } from "@/lib/variables/update";
import type { Variable } from "@/lib/variables/variable";
import { json, noContent } from "../http/answer";
import { type RestRequest, route } from "../http/operation-route";
import { PageQuery, pageOf, paginated } from "../http/pagination";
import { environmentOf } from "./environments";
import { repositoryOf } from "./repositories";

const VariableBody = z.object({
  key: z.string(),
  value: z.string(),
  // Scripts send it in quotes, and forms have no other way.
  secured: z.union([z.boolean(), z.enum(["true", "false"]).transform((text) => text === "true")]).optional(),
});

variableRoutes("/workspaces/{workspace}/pipelines-config/variables", workspaceOf, {
  list: listWorkspaceVariables,
  create: createWorkspaceVariable,
  get: getWorkspaceVariable,
  update: updateWorkspaceVariable,
  remove: deleteWorkspaceVariable,
});

variableRoutes("/repositories/{workspace}/{repo_slug}/pipelines_config/variables", repositoryOf, {
  list: listRepositoryVariables,
  create: createRepositoryVariable,
  get: getRepositoryVariable,
  update: updateRepositoryVariable,
  remove: deleteRepositoryVariable,
});

// As it is published, without a way to read one alone.
const ofEnvironment =
  "/repositories/{workspace}/{repo_slug}/deployments_config/environments/{environment_uuid}/variables";
variableRoutes(ofEnvironment, environmentOf, {
  list: listEnvironmentVariables,
  create: createEnvironmentVariable,
  update: updateEnvironmentVariable,
  remove: deleteEnvironmentVariable,
});

type Values = { key: string; value: string; secured?: boolean | undefined };
type Changes = { [Key in keyof Values]?: Values[Key] | undefined };
type Named = { variable: string };

type VariableOperations<Place> = {
  list: Operation<Place & z.input<typeof PageInput>, Page<Variable>>;
  create: Operation<Place & Values, Variable>;
  get?: Operation<Place & Named, Variable>;
  update: Operation<Place & Named & Changes, Variable>;
  remove: Operation<Place & Named, null>;
};

/** The routes of one kind of place, which differ by nothing but where that is. */
function variableRoutes<Place>(
  path: string,
  placeOf: (request: RestRequest) => Place,
  { list, create, get, update, remove }: VariableOperations<Place>,
): void {
  const one = `${path}/{variable_uuid}`;
  const named = (request: RestRequest) => ({ ...placeOf(request), variable: request.params.variable_uuid ?? "" });

  route({
    method: "GET",
    path,
    name: list.operation,
    operation: list,
    query: PageQuery,
    input: (request) => ({ ...placeOf(request), ...pageOf(request) }),
    present: (page, request) => json(paginated(request, page, presentVariable)),
    answers: { 200: pageObject(VariableObject) },
  });

  route({
    method: "POST",
    path,
    name: create.operation,
    operation: create,
    body: VariableBody,
    input: (request, values) => ({ ...placeOf(request), ...values }),
    present: (variable) => json(presentVariable(variable), 201),
    answers: { 201: VariableObject },
  });

  if (get) {
    route({
      method: "GET",
      path: one,
      name: get.operation,
      operation: get,
      input: named,
      present: (variable) => json(presentVariable(variable)),
      answers: { 200: VariableObject },
    });
  }

  route({
    method: "PUT",
    path: one,
    name: update.operation,
    operation: update,
    body: VariableBody.partial(),
    input: (request, changes) => ({ ...named(request), ...changes }),
    present: (variable) => json(presentVariable(variable)),
    answers: { 200: VariableObject },
  });

  route({
    method: "DELETE",
    path: one,
    name: remove.operation,
    operation: remove,
    input: named,
    present: () => noContent(),
    answers: { 204: null },
  });
}

function workspaceOf({ params }: RestRequest) {
  return { workspace: params.workspace ?? "" };
}
