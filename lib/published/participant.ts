import { z } from "zod";
import type { KnownAuthor } from "../access-tokens/authors";
import { AccountObject, presentActor } from "./account";
import { Timestamp, timestamp } from "./values";

export const ParticipantObject = z
  .object({
    type: z.literal("participant"),
    user: AccountObject.nullable(),
    role: z.enum(["PARTICIPANT", "REVIEWER"]),
    approved: z.boolean(),
    state: z.enum(["approved", "changes_requested"]).nullable(),
    participated_on: Timestamp.nullable(),
  })
  .meta({ id: "participant" });

type Participant = {
  known: KnownAuthor | undefined;
  role: "PARTICIPANT" | "REVIEWER";
  state: "approved" | "changes_requested" | null;
  participatedAt: Date | null;
};

export function presentParticipant(participant: Participant): z.infer<typeof ParticipantObject> {
  const { known, role, state, participatedAt } = participant;
  return {
    type: "participant",
    user: presentActor(known),
    role,
    approved: state === "approved",
    state,
    participated_on: participatedAt === null ? null : timestamp(participatedAt),
  };
}
