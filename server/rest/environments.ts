import { z } from "zod";
import { createEnvironment } from "@/lib/environments/create";
import { deleteEnvironment } from "@/lib/environments/delete";
import { getEnvironment, listEnvironments } from "@/lib/environments/list";
import { environmentTypes } from "@/lib/environments/types";
import { updateEnvironment } from "@/lib/environments/update";
import { EnvironmentObject, presentEnvironment } from "@/lib/published/environment";
import { pageObject } from "@/lib/published/values";
import { json, noContent } from "../http/answer";
import { type RestRequest, route } from "../http/operation-route";
import { PageQuery, pageOf, paginated } from "../http/pagination";
import { repositoryOf } from "./repositories";

const all = "/repositories/{workspace}/{repo_slug}/environments";
const one = `${all}/{environment_uuid}`;

const EnvironmentBody = z.object({
  name: z.string(),
  environment_type: z.object({ name: z.enum(environmentTypes) }),
  restrictions: z
    .object({
      admin_only: z.literal(false, "Whoever may start pipelines may deploy: admin_only can only be false.").optional(),
    })
    .optional(),
});
const Changes = EnvironmentBody.partial();

route({
  method: "GET",
  path: all,
  name: "getEnvironmentsForRepository",
  operation: listEnvironments,
  query: PageQuery,
  input: (request) => ({ ...repositoryOf(request), ...pageOf(request) }),
  present: (page, request) => json(paginated(request, page, presentEnvironment)),
  answers: { 200: pageObject(EnvironmentObject) },
});

route({
  method: "POST",
  path: all,
  name: "createEnvironment",
  operation: createEnvironment,
  body: EnvironmentBody,
  input: (request, { name, environment_type }) => ({ ...repositoryOf(request), name, type: environment_type.name }),
  present: (environment) => json(presentEnvironment(environment), 201),
  answers: { 201: EnvironmentObject },
});

route({
  method: "GET",
  path: one,
  name: "getEnvironmentForRepository",
  operation: getEnvironment,
  input: environmentOf,
  present: (environment) => json(presentEnvironment(environment)),
  answers: { 200: EnvironmentObject },
});

route({
  method: "POST",
  path: `${one}/changes`,
  name: "updateEnvironmentForRepository",
  operation: updateEnvironment,
  // Clients send what changes as `change`, or as it is.
  body: Changes.extend({ change: Changes.optional() }),
  input: (request, { change, ...body }) => {
    const { name, environment_type } = { ...body, ...change };
    return { ...environmentOf(request), name, type: environment_type?.name };
  },
  present: (environment) => json(presentEnvironment(environment), 202),
  answers: { 202: EnvironmentObject },
});

route({
  method: "DELETE",
  path: one,
  name: "deleteEnvironmentForRepository",
  operation: deleteEnvironment,
  input: environmentOf,
  present: () => noContent(),
  answers: { 204: null },
});

/** The three placeholders that name an environment. */
export function environmentOf(request: RestRequest) {
  return { ...repositoryOf(request), environment: request.params.environment_uuid ?? "" };
}
