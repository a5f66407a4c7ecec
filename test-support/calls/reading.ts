import type { Calls } from "./calls";

export const readingCalls: Calls = {
  "workspaces.getWorkspace": () => ({}),
  "workspaces.getProjects": () => ({}),
  "workspaces.getProject": () => ({}),
  "repositories.list": () => ({}),
  "repositories.get": () => ({}),
  "repositories.listRefs": () => ({}),
  "repositories.listBranches": () => ({}),
  "repositories.getBranch": () => ({ params: { name: "main" } }),
  "repositories.listTags": () => ({}),
  "repositories.getTag": () => ({ params: { name: "v1" } }),
  "repositories.listCommits": () => ({}),
  "repositories.listCommitsAt": () => ({ params: { revision: "main" } }),
  "repositories.getCommit": () => ({ params: { commit: "main" } }),
  "repositories.readSrcRoot": () => ({}),
  "repositories.readSrc": () => ({ params: { commit: "main", path: "README.md" } }),
};
