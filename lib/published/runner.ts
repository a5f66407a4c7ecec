import { z } from "zod";
import type { Runner, RunnerOwner } from "../runners/runner";
import type { RunnerSecret } from "../runners/secret";
import { condensedRepository } from "./repository";
import { Link, Timestamp, timestamp, Uuid, uuidOf } from "./values";
import { condensedWorkspace } from "./workspace";

export const RunnerStateObject = z
  .object({
    type: z.literal("pipeline_runner_state"),
    status: z.enum(["UNREGISTERED", "ONLINE", "OFFLINE", "DISABLED"]),
    version: z.object({ type: z.literal("pipeline_runner_version"), version: z.string(), current: z.string() }),
    updated_on: Timestamp,
    cordoned: z.literal(false),
  })
  .meta({ id: "pipeline_runner_state" });

export const OAuthClientObject = z
  .object({
    type: z.literal("pipeline_runner_oauth_client"),
    id: z.string(),
    secret: z.string().describe("Told once, where the runner is registered").optional(),
    token_endpoint: z.string(),
    audience: z.string(),
  })
  .meta({ id: "pipeline_runner_oauth_client" });

export const RunnerObject = z
  .object({
    type: z.literal("pipeline_runner"),
    uuid: Uuid,
    name: z.string(),
    labels: z.array(z.string()),
    state: RunnerStateObject,
    created_on: Timestamp,
    updated_on: Timestamp,
    oauth_client: OAuthClientObject,
    links: z.object({ self: Link }),
  })
  .meta({ id: "pipeline_runner" });

/** `secret`: its client secret, in the answer that registers it and in no other. */
export function presentRunner(
  runner: Runner,
  owner: RunnerOwner,
  origin: string,
  secret?: RunnerSecret,
): z.infer<typeof RunnerObject> {
  const { id, name, labels, status, createdAt, updatedAt, seenAt } = runner;
  const subject = "workspace" in owner ? condensedRepository(owner, origin) : condensedWorkspace(owner, origin);
  return {
    type: "pipeline_runner",
    uuid: uuidOf(runner),
    name,
    labels,
    state: {
      type: "pipeline_runner_state",
      status,
      // Whatever speaks to this server is a runner: there is no program of ours that could be old.
      version: { type: "pipeline_runner_version", version: "", current: "" },
      updated_on: timestamp(seenAt ?? updatedAt),
      cordoned: false,
    },
    created_on: timestamp(createdAt),
    updated_on: timestamp(updatedAt),
    oauth_client: {
      type: "pipeline_runner_oauth_client",
      id,
      ...(secret === undefined ? {} : { secret }),
      token_endpoint: `${origin}/oauth/token`,
      audience: `${origin}/api/runner`,
    },
    links: {
      self: { href: `${subject.links.self.href}/pipelines-config/runners/${encodeURIComponent(uuidOf(runner))}` },
    },
  };
}
