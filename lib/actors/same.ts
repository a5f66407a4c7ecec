import type { Principal } from "../authorization/principal";
import { actorOf } from "./actor";

/** Whether the principal is the one who did something. */
export function isActor(principal: Principal, { actorKind, actorId }: { actorKind: string; actorId: string }): boolean {
  const actor = actorOf(principal);
  return actor.kind === actorKind && actor.id === actorId;
}
