import { presentWorkspace, WorkspaceObject } from "@/lib/published/workspace";
import { getWorkspace } from "@/lib/workspaces/get";
import { json } from "../http/answer";
import { route } from "../http/operation-route";

route({
  method: "GET",
  path: "/workspaces/{workspace}",
  name: "workspaces.getWorkspace",
  operation: getWorkspace,
  input: ({ params }) => ({ workspace: params.workspace ?? "" }),
  present: (workspace, { origin }) => json(presentWorkspace(workspace, origin)),
  answers: { 200: WorkspaceObject },
});
