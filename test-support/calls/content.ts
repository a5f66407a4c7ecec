import { createBranch } from "@/lib/git-content/create-ref";
import { type Calls, namesOf } from "./calls";

/** What is read from and written to a repository's content. */
export const contentCalls: Calls = {
  "repositories.getDiff": () => ({ params: { spec: "main" } }),
  "repositories.listDiffStats": () => ({ params: { spec: "main" } }),
  "repositories.getPatch": () => ({ params: { spec: "main" } }),
  "repositories.listCommitsAlt": () => ({ body: { include: "main" } }),
  "repositories.listCommitsAtAlt": () => ({ params: { revision: "main" }, body: { exclude: ["v1"] } }),
  "repositories.listFileHistory": () => ({ params: { commit: "main", path: "README.md" } }),
  "repositories.createSrcFileCommit": () => ({
    query: { message: "Say hello", branch: "hello" },
    form: { "hello.txt": "Hello." },
  }),
  "repositories.createBranch": () => ({ body: { name: "topic", target: { hash: "main" } } }),
  "repositories.deleteBranch": async ({ admin, repository }) => {
    await createBranch(admin, { ...namesOf(repository), name: "old", target: "main" });
    return { params: { name: "old" } };
  },
  "repositories.createTag": () => ({ body: { name: "v2", target: { hash: "main" }, message: "Second" } }),
  "repositories.deleteTag": () => ({ params: { name: "v1" } }),
  "repositories.getMergeBase": () => ({ params: { revspec: "main..v1" } }),
};
