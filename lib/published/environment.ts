import { z } from "zod";
import type { Environment } from "../environments/environment";
import { environmentTypes } from "../environments/types";
import { Uuid, uuidOf } from "./values";

const TypeName = z.enum(environmentTypes);

export const EnvironmentObject = z
  .object({
    type: z.literal("deployment_environment"),
    uuid: Uuid,
    name: z.string(),
    slug: z.string(),
    rank: z.int(),
    environment_type: z.object({ type: z.literal("deployment_environment_type"), name: TypeName, rank: z.int() }),
    category: z.object({ name: TypeName }),
    restrictions: z.object({ type: z.literal("deployment_restrictions_configuration"), admin_only: z.literal(false) }),
    lock: z.object({ type: z.literal("deployment_environment_lock_open"), name: z.literal("OPEN") }),
    hidden: z.literal(false),
  })
  .meta({ id: "deployment_environment" });

export function presentEnvironment(environment: Environment): z.infer<typeof EnvironmentObject> {
  const { name, slug, type } = environment;
  const rank = environmentTypes.indexOf(type);
  return {
    type: "deployment_environment",
    uuid: uuidOf(environment),
    name,
    slug,
    rank,
    environment_type: { type: "deployment_environment_type", name: type, rank },
    category: { name: type },
    restrictions: { type: "deployment_restrictions_configuration", admin_only: false },
    lock: { type: "deployment_environment_lock_open", name: "OPEN" },
    hidden: false,
  };
}
