import { uniqueText } from "../factories";
import { type Calls, personOf } from "./calls";

/** Projects, repositories and people. */
export const administrationCalls: Calls = {
  "workspaces.createProject": () => ({ body: { key: newKey(), name: "New", description: "Made by a token." } }),
  "workspaces.createOrUpdateProject": () => ({ body: { name: "Renamed" } }),
  "workspaces.deleteProject": ({ emptyProject }) => ({ params: { project_key: emptyProject.key } }),
  "repositories.create": ({ project }) => ({
    params: { repo_slug: `new-${uniqueText()}` },
    body: { scm: "git", project: { key: project.key }, is_private: true },
  }),
  "repositories.update": () => ({ body: { name: "Renamed", description: "By a token" } }),
  "repositories.delete": () => ({}),
  "workspaces.getMembersForWorkspace": () => ({}),
  "workspaces.getMemberForWorkspace": (world) => ({ params: { member: personOf(world) } }),
  "users.get": (world) => ({ params: { selected_user: personOf(world) } }),
  get_user_workspaces: () => ({}),
};

function newKey(): string {
  return `N${uniqueText().toUpperCase()}`;
}
