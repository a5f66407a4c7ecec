import { z } from "zod";
import { getCommitStatus, listCommitStatuses } from "@/lib/commit-statuses/list";
import { setCommitStatus, updateCommitStatus } from "@/lib/commit-statuses/set";
import { StatusValues, statusKey } from "@/lib/commit-statuses/status";
import { CommitStatusObject, presentStatus } from "@/lib/published/commit-status";
import { pageObject } from "@/lib/published/values";
import { json } from "../http/answer";
import { type RestRequest, route } from "../http/operation-route";
import { pageOf, paginated, QueriedPageQuery, queryOf } from "../http/pagination";
import { repositoryOf } from "./repositories";

const ofCommit = "/repositories/{workspace}/{repo_slug}/commit/{commit}/statuses";

route({
  method: "GET",
  path: ofCommit,
  name: "repositories.listCommitStatuses",
  operation: listCommitStatuses,
  query: QueriedPageQuery.extend({ refname: z.string().optional() }),
  input: (request) => ({
    ...commitOf(request),
    ...pageOf(request),
    ...queryOf(request),
    refname: request.query.get("refname") ?? undefined,
  }),
  present: (page, request) =>
    json(paginated(request, page, (status) => presentStatus({ status, repository: page.repository }, request.origin))),
  answers: { 200: pageObject(CommitStatusObject) },
});

route({
  method: "POST",
  path: `${ofCommit}/build`,
  name: "repositories.createCommitBuildStatus",
  operation: setCommitStatus,
  body: StatusValues.extend({ key: statusKey }),
  input: (request, body) => ({ ...commitOf(request), ...body }),
  present: (set, { origin }) => json(presentStatus(set, origin), 201),
  answers: { 201: CommitStatusObject },
});

route({
  method: "GET",
  path: `${ofCommit}/build/{key}`,
  name: "repositories.getCommitBuildStatus",
  operation: getCommitStatus,
  input: (request) => ({ ...commitOf(request), key: request.params.key ?? "" }),
  present: (found, { origin }) => json(presentStatus(found, origin)),
  answers: { 200: CommitStatusObject },
});

route({
  method: "PUT",
  path: `${ofCommit}/build/{key}`,
  name: "repositories.updateCommitBuildStatus",
  operation: updateCommitStatus,
  body: StatusValues.partial(),
  input: (request, body) => ({ ...commitOf(request), ...body, key: request.params.key ?? "" }),
  present: (updated, { origin }) => json(presentStatus(updated, origin)),
  answers: { 200: CommitStatusObject },
});

/** The placeholders that name a commit of a repository. */
export function commitOf(request: RestRequest): { workspace: string; repository: string; commit: string } {
  return { ...repositoryOf(request), commit: request.params.commit ?? "" };
}
