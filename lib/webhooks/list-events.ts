import { z } from "zod";
import { anyScope } from "../authorization/can";
import type { Caller } from "../authorization/principal";
import { fail, ok, type Result } from "../errors";
import { braced } from "../ids";
import { operation } from "../operation";
import { findProject } from "../projects/find";
import { findRepository } from "../repositories/find";
import { findWorkspace } from "../workspaces/find";
import { eventsOf, type WebhookSubject } from "./events";

/** It is the same for all: it is asked of whatever the token belongs to. */
const ownResource = {
  find: async (_: unknown, { principal }: Caller) => {
    if (principal.kind !== "access_token") return null;
    const { resource } = principal.access[0];
    const workspace = braced(principal.workspaceId);
    switch (resource.kind) {
      case "repository":
        return findRepository(workspace, braced(resource.repositoryId));
      case "project":
        return findProject(workspace, braced(resource.projectId));
      case "workspace":
        return findWorkspace(workspace);
      case "instance":
        return null;
    }
  },
  missing: () => ({ what: "other", name: "What the token belongs to" }) as const,
};

const webhookSubjects = ["repository", "workspace"] as const satisfies readonly WebhookSubject[];

/** What webhooks can belong to. */
export const listEventSubjects = operation({
  name: "hook_events.getAllSubjectTypes",
  scope: anyScope,
  input: z.object({}),
  ...ownResource,
  run: async (): Promise<Result<readonly WebhookSubject[]>> => ok(webhookSubjects),
});

/** What the webhooks of a repository, or of a workspace, can hear of. */
export const listEvents = operation({
  name: "hook_events.list",
  scope: anyScope,
  input: z.object({ subject: z.string() }),
  ...ownResource,
  run: async ({ input }): Promise<Result<ReturnType<typeof eventsOf>>> => {
    const subject = webhookSubjects.find((name) => name === input.subject);
    return subject
      ? ok(eventsOf(subject))
      : fail({ code: "not_found", what: "other", name: `The subject type ${input.subject.slice(0, 100)}` });
  },
});
