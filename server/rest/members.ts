import { z } from "zod";
import { getMember } from "@/lib/memberships/get";
import { listMembers } from "@/lib/memberships/list";
import { AccountObject, presentAccount } from "@/lib/published/account";
import {
  MembershipObject,
  presentMembership,
  presentWorkspaceAccess,
  WorkspaceAccessObject,
} from "@/lib/published/membership";
import { pageObject } from "@/lib/published/values";
import { getAccount } from "@/lib/users/get";
import { listOwnWorkspaces } from "@/lib/workspaces/list-own";
import { json } from "../http/answer";
import { route } from "../http/operation-route";
import { PageQuery, pageFrom, paginated, QueriedPageQuery, queryOf } from "../http/pagination";

route({
  method: "GET",
  path: "/workspaces/{workspace}/members",
  name: "workspaces.getMembersForWorkspace",
  operation: listMembers,
  query: PageQuery,
  input: ({ params }) => ({ workspace: params.workspace ?? "" }),
  present: ({ members, workspace }, request) =>
    json(
      paginated(request, pageFrom(members, request), ({ userId, name, createdAt }) =>
        presentMembership({ id: userId, name, createdAt }, workspace, request.origin),
      ),
    ),
  answers: { 200: pageObject(MembershipObject) },
});

route({
  method: "GET",
  path: "/workspaces/{workspace}/members/{member}",
  name: "workspaces.getMemberForWorkspace",
  operation: getMember,
  input: ({ params }) => ({ workspace: params.workspace ?? "", member: params.member ?? "" }),
  present: ({ workspace, ...member }, { origin }) => json(presentMembership(member, workspace, origin)),
  answers: { 200: MembershipObject },
});

route({
  method: "GET",
  path: "/user/workspaces",
  name: "get_user_workspaces",
  operation: listOwnWorkspaces,
  query: PageQuery.extend({
    sort: QueriedPageQuery.shape.sort,
    administrator: z
      .enum(["true", "false"])
      .describe("Only those that one administers; a token administers none")
      .optional(),
  }),
  input: (request) => ({
    sort: queryOf(request).sort,
    administered: request.query.get("administrator") === "true",
  }),
  present: (workspaces, request) =>
    json(
      paginated(request, pageFrom(workspaces, request), (workspace) =>
        presentWorkspaceAccess(workspace, request.origin),
      ),
    ),
  answers: { 200: pageObject(WorkspaceAccessObject) },
});

route({
  method: "GET",
  path: "/users/{selected_user}",
  name: "users.get",
  operation: getAccount,
  input: ({ params }) => ({ name: params.selected_user ?? "" }),
  present: (account) => json(presentAccount(account)),
  answers: { 200: AccountObject },
});
