import {
  addProjectDefaultReviewer,
  deleteProjectDefaultReviewer,
  getProjectDefaultReviewer,
  listProjectDefaultReviewers,
} from "@/lib/default-reviewers/of-project";
import {
  addDefaultReviewer,
  deleteDefaultReviewer,
  getDefaultReviewer,
  listDefaultReviewers,
  listEffectiveDefaultReviewers,
} from "@/lib/default-reviewers/of-repository";
import type { Reviewer } from "@/lib/default-reviewers/reviewers";
import { AccountObject, presentAccount } from "@/lib/published/account";
import { DefaultReviewerObject, presentDefaultReviewer } from "@/lib/published/default-reviewer";
import { pageObject } from "@/lib/published/values";
import { json, noContent } from "../http/answer";
import { type RestRequest, route } from "../http/operation-route";
import { PageQuery, pageFrom, paginated } from "../http/pagination";
import { projectOf } from "./projects";
import { repositoryOf } from "./repositories";

const all = "/repositories/{workspace}/{repo_slug}/default-reviewers";
const ofProject = "/workspaces/{workspace}/projects/{project_key}/default-reviewers";

route({
  method: "GET",
  path: all,
  name: "repositories.listDefaultReviewers",
  operation: listDefaultReviewers,
  query: PageQuery,
  input: repositoryOf,
  present: (reviewers, request) => json(paginated(request, pageFrom(reviewers, request), presentReviewer)),
  answers: { 200: pageObject(AccountObject) },
});

route({
  method: "GET",
  path: "/repositories/{workspace}/{repo_slug}/effective-default-reviewers",
  name: "repositories.listEffectiveDefaultReviewers",
  operation: listEffectiveDefaultReviewers,
  query: PageQuery,
  input: repositoryOf,
  present: (reviewers, request) => json(paginated(request, pageFrom(reviewers, request), presentDefaultReviewer)),
  answers: { 200: pageObject(DefaultReviewerObject) },
});

route({
  method: "GET",
  path: `${all}/{target_username}`,
  name: "repositories.getDefaultReviewer",
  operation: getDefaultReviewer,
  input: reviewerOf,
  present: (reviewer) => json(presentReviewer(reviewer)),
  answers: { 200: AccountObject },
});

route({
  method: "PUT",
  path: `${all}/{target_username}`,
  name: "repositories.addDefaultReviewer",
  operation: addDefaultReviewer,
  input: reviewerOf,
  present: (reviewer) => json(presentReviewer(reviewer)),
  answers: { 200: AccountObject },
});

route({
  method: "DELETE",
  path: `${all}/{target_username}`,
  name: "repositories.deleteDefaultReviewer",
  operation: deleteDefaultReviewer,
  input: reviewerOf,
  present: () => noContent(),
  answers: { 204: null },
});

route({
  method: "GET",
  path: ofProject,
  name: "workspaces.listDefaultReviewersForProject",
  operation: listProjectDefaultReviewers,
  query: PageQuery,
  input: projectOf,
  present: (reviewers, request) => json(paginated(request, pageFrom(reviewers, request), presentDefaultReviewer)),
  answers: { 200: pageObject(DefaultReviewerObject) },
});

route({
  method: "GET",
  path: `${ofProject}/{selected_user}`,
  name: "workspaces.getDefaultReviewerForProject",
  operation: getProjectDefaultReviewer,
  input: reviewerOfProject,
  present: (reviewer) => json(presentReviewer(reviewer)),
  answers: { 200: AccountObject },
});

route({
  method: "PUT",
  path: `${ofProject}/{selected_user}`,
  name: "workspaces.addDefaultReviewerForProject",
  operation: addProjectDefaultReviewer,
  input: reviewerOfProject,
  present: (reviewer) => json(presentReviewer(reviewer)),
  answers: { 200: AccountObject },
});

route({
  method: "DELETE",
  path: `${ofProject}/{selected_user}`,
  name: "workspaces.deleteDefaultReviewerForProject",
  operation: deleteProjectDefaultReviewer,
  input: reviewerOfProject,
  present: () => noContent(),
  answers: { 204: null },
});

function reviewerOf(request: RestRequest) {
  return { ...repositoryOf(request), user: request.params.target_username ?? "" };
}

function reviewerOfProject(request: RestRequest) {
  return { ...projectOf(request), user: request.params.selected_user ?? "" };
}

function presentReviewer(reviewer: Reviewer) {
  return presentAccount({ kind: "user", ...reviewer });
}
