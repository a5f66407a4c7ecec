import { ok, type Result } from "../errors";
import { namedRepository, RepositoryInput } from "../git-content/repository-input";
import { operation } from "../operation";
import type { Repository } from "../repositories/find";

/** Clone and fetch. */
export const openUploadPack = operation({
  name: "git-upload-pack",
  scope: "repository",
  input: RepositoryInput,
  ...namedRepository,
  run: async ({ found }): Promise<Result<Repository>> => ok(found),
});

/** Push. */
export const openReceivePack = operation({
  name: "git-receive-pack",
  scope: "repository:write",
  input: RepositoryInput,
  ...namedRepository,
  run: async ({ found }): Promise<Result<Repository>> => ok(found),
});
